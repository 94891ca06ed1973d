package chosen.analysis;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Gives the minimal Elasticsearch of the tests the analysis components it lacks, by the names, settings and defaults
 * that the full distribution documents: those that searching Vietnamese and English needs, not all of them.
 */
public class CommonAnalysisPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put("lowercase", (index, env, name, settings) -> new Normalizing(name, LowerCaseFilter::new));
        filters.put("uppercase", (index, env, name, settings) -> new Normalizing(name, UpperCaseFilter::new));
        filters.put("trim", (index, env, name, settings) -> new Normalizing(name, TrimFilter::new));
        filters.put("decimal_digit", (index, env, name, settings) -> new Normalizing(name, DecimalDigitFilter::new));
        filters.put("asciifolding", (index, env, name, settings) -> new AsciiFolding(name, settings));
        filters.put("flatten_graph", (index, env, name, settings) -> new Filter(name, FlattenGraphFilter::new));
        filters.put("keyword_repeat", (index, env, name, settings) -> new Filter(name, KeywordRepeatFilter::new));
        filters.put("porter_stem", (index, env, name, settings) -> new Filter(name, PorterStemFilter::new));
        filters.put(
            "remove_duplicates",
            (index, env, name, settings) -> new Filter(name, RemoveDuplicatesTokenFilter::new)
        );
        filters.put("reverse", (index, env, name, settings) -> new Filter(name, ReverseStringFilter::new));
        filters.put("unique", (index, env, name, settings) -> {
            boolean samePosition = settings.getAsBoolean("only_on_same_position", false);
            return new Filter(name, input -> new Unique(input, samePosition));
        });
        filters.put("length", (index, env, name, settings) -> {
            int min = settings.getAsInt("min", 0);
            int max = settings.getAsInt("max", Integer.MAX_VALUE);
            return new Filter(name, input -> new LengthFilter(input, min, max));
        });
        filters.put("limit", (index, env, name, settings) -> {
            int count = settings.getAsInt("max_token_count", 1);
            boolean consumeAll = settings.getAsBoolean("consume_all_tokens", false);
            return new Filter(name, input -> new LimitTokenCountFilter(input, count, consumeAll));
        });
        filters.put("truncate", requiresAnalysisSettings((index, env, name, settings) -> {
            int length = settings.getAsInt("length", 10);
            return new Filter(name, input -> new TruncateTokenFilter(input, length));
        }));
        filters.put("edge_ngram", (index, env, name, settings) -> {
            Grams grams = Grams.unlimited(settings);
            boolean preserve = settings.getAsBoolean("preserve_original", false);
            return new Filter(name, input -> new EdgeNGramTokenFilter(input, grams.min, grams.max, preserve));
        });
        filters.put("ngram", (index, env, name, settings) -> {
            Grams grams = Grams.limited(index, settings);
            boolean preserve = settings.getAsBoolean("preserve_original", false);
            return new Filter(name, input -> new NGramTokenFilter(input, grams.min, grams.max, preserve));
        });
        filters.put("pattern_replace", requiresAnalysisSettings((index, env, name, settings) -> {
            Pattern pattern = pattern(settings, null);
            String replacement = settings.get("replacement", "");
            boolean all = settings.getAsBoolean("all", true);
            return new Normalizing(name, input -> new PatternReplaceFilter(input, pattern, replacement, all));
        }));
        filters.put("word_delimiter_graph", (index, env, name, settings) -> {
            int flags = wordDelimiterFlags(settings);
            List<String> words = settings.getAsList("protected_words");
            CharArraySet kept = words.isEmpty() ? null : new CharArraySet(words, false);
            return new Filter(name, input -> new WordDelimiterGraphFilter(input, flags, kept));
        });
        filters.put(
            "synonym_graph",
            requiresAnalysisSettings((index, env, name, settings) -> new Synonyms(name, settings, true))
        );
        filters.put(
            "synonym",
            requiresAnalysisSettings((index, env, name, settings) -> new Synonyms(name, settings, false))
        );
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> filters = new HashMap<>();
        filters.put("html_strip", (index, env, name, settings) -> new Characters(name, HTMLStripCharFilter::new));
        filters.put("mapping", requiresAnalysisSettings((index, env, name, settings) -> {
            NormalizeCharMap map = characterMap(settings.getAsList("mappings"));
            return new NormalizingCharacters(name, reader -> new MappingCharFilter(map, reader));
        }));
        filters.put("pattern_replace", requiresAnalysisSettings((index, env, name, settings) -> {
            Pattern pattern = pattern(settings, null);
            String replacement = settings.get("replacement", "");
            return new NormalizingCharacters(
                name,
                reader -> new PatternReplaceCharFilter(pattern, replacement, reader)
            );
        }));
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>();
        tokenizers.put("keyword", (index, env, name, settings) -> tokenizer(name, KeywordTokenizer::new));
        tokenizers.put("letter", (index, env, name, settings) -> tokenizer(name, LetterTokenizer::new));
        tokenizers.put("whitespace", (index, env, name, settings) -> {
            int longest = settings.getAsInt("max_token_length", 255);
            return tokenizer(name, () -> new WhitespaceTokenizer(longest));
        });
        tokenizers.put("pattern", (index, env, name, settings) -> {
            Pattern pattern = pattern(settings, "\\W+");
            int group = settings.getAsInt("group", -1);
            return tokenizer(name, () -> new PatternTokenizer(pattern, group));
        });
        tokenizers.put("edge_ngram", (index, env, name, settings) -> {
            Grams grams = Grams.unlimited(settings);
            TokenCharacters wanted = new TokenCharacters(settings);
            return tokenizer(name, () -> new EdgeNGramTokenizer(grams.min, grams.max) {
                @Override
                protected boolean isTokenChar(int character) {
                    return wanted.contains(character);
                }
            });
        });
        tokenizers.put("ngram", (index, env, name, settings) -> {
            Grams grams = Grams.limited(index, settings);
            TokenCharacters wanted = new TokenCharacters(settings);
            return tokenizer(name, () -> new NGramTokenizer(grams.min, grams.max) {
                @Override
                protected boolean isTokenChar(int character) {
                    return wanted.contains(character);
                }
            });
        });
        return tokenizers;
    }

    private static TokenizerFactory tokenizer(String name, Supplier<Tokenizer> create) {
        return TokenizerFactory.newFactory(name, create);
    }

    private static Pattern pattern(Settings settings, String otherwise) {
        String expression = settings.get("pattern", otherwise);
        if (expression == null) {
            throw new IllegalArgumentException("pattern is missing");
        }
        int flags = 0;
        for (String flag : settings.get("flags", "").split("\\|")) {
            flags |= switch (flag.trim()) {
                case "" -> 0;
                case "CASE_INSENSITIVE" -> Pattern.CASE_INSENSITIVE;
                case "UNICODE_CASE" -> Pattern.UNICODE_CASE;
                case "MULTILINE" -> Pattern.MULTILINE;
                case "DOTALL" -> Pattern.DOTALL;
                case "UNICODE_CHARACTER_CLASS", "UNICODE_CHAR_CLASS" -> Pattern.UNICODE_CHARACTER_CLASS;
                case "COMMENTS" -> Pattern.COMMENTS;
                default -> throw new IllegalArgumentException("unknown flag " + flag);
            };
        }
        return Pattern.compile(expression, flags);
    }

    private static int wordDelimiterFlags(Settings settings) {
        int flags = 0;
        flags |= flag(settings, "generate_word_parts", true, WordDelimiterGraphFilter.GENERATE_WORD_PARTS);
        flags |= flag(settings, "generate_number_parts", true, WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS);
        flags |= flag(settings, "catenate_words", false, WordDelimiterGraphFilter.CATENATE_WORDS);
        flags |= flag(settings, "catenate_numbers", false, WordDelimiterGraphFilter.CATENATE_NUMBERS);
        flags |= flag(settings, "catenate_all", false, WordDelimiterGraphFilter.CATENATE_ALL);
        flags |= flag(settings, "split_on_case_change", true, WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE);
        flags |= flag(settings, "split_on_numerics", true, WordDelimiterGraphFilter.SPLIT_ON_NUMERICS);
        flags |= flag(settings, "preserve_original", false, WordDelimiterGraphFilter.PRESERVE_ORIGINAL);
        flags |= flag(settings, "stem_english_possessive", true, WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE);
        flags |= flag(settings, "ignore_keywords", false, WordDelimiterGraphFilter.IGNORE_KEYWORDS);
        return flags;
    }

    private static int flag(Settings settings, String key, boolean otherwise, int value) {
        return settings.getAsBoolean(key, otherwise) ? value : 0;
    }

    /** Rules of the form {@code a => b}; {@code \\uXXXX}, {@code \\n} and the like are understood on either side. */
    private static NormalizeCharMap characterMap(List<String> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("mappings are missing");
        }
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            String[] sides = rule.split("=>", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("not a mapping: " + rule);
            }
            map.add(unescaped(sides[0].trim()), unescaped(sides[1].trim()));
        }
        return map.build();
    }

    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private static String unescaped(String text) {
        String letters = UNICODE_ESCAPE.matcher(text)
            .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return letters.length() > 1 && letters.indexOf('\\') >= 0 ? letters.translateEscapes() : letters;
    }

    /** A token filter without settings of its own left to read. */
    private static class Filter implements TokenFilterFactory {
        private final String name;
        private final UnaryOperator<TokenStream> create;

        Filter(String name, UnaryOperator<TokenStream> create) {
            this.name = name;
            this.create = create;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream input) {
            return create.apply(input);
        }
    }

    /** One that also works on the single value of a keyword field. */
    private static class Normalizing extends Filter implements NormalizingTokenFilterFactory {
        Normalizing(String name, UnaryOperator<TokenStream> create) {
            super(name, create);
        }
    }

    private static final class AsciiFolding extends Filter implements NormalizingTokenFilterFactory {
        private final boolean preserve;

        AsciiFolding(String name, Settings settings) {
            this(name, settings.getAsBoolean("preserve_original", false));
        }

        private AsciiFolding(String name, boolean preserve) {
            super(name, input -> new ASCIIFoldingFilter(input, preserve));
            this.preserve = preserve;
        }

        @Override
        public TokenStream normalize(TokenStream input) {
            return new ASCIIFoldingFilter(input, false);
        }

        /** Rules of synonyms are read folded only: two tokens in one place cannot be a rule. */
        @Override
        public TokenFilterFactory getSynonymFilter() {
            return preserve ? new AsciiFolding(name(), false) : this;
        }
    }

    private static class Characters implements CharFilterFactory {
        private final String name;
        private final UnaryOperator<Reader> create;

        Characters(String name, UnaryOperator<Reader> create) {
            this.name = name;
            this.create = create;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Reader create(Reader reader) {
            return create.apply(reader);
        }
    }

    private static final class NormalizingCharacters extends Characters implements NormalizingCharFilterFactory {
        NormalizingCharacters(String name, UnaryOperator<Reader> create) {
            super(name, create);
        }
    }

    /** Synonyms written in the settings; sets and files of synonyms are not here. */
    private static final class Synonyms implements TokenFilterFactory {
        private final String name;
        private final Settings settings;
        private final boolean graph;

        Synonyms(String name, Settings settings, boolean graph) {
            if (settings.getAsList("synonyms").isEmpty()) {
                throw new IllegalArgumentException(name + " needs [synonyms]: sets and files are not supported here");
            }
            this.name = name;
            this.settings = settings;
            this.graph = graph;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream input) {
            throw new IllegalStateException("synonyms must be part of a chain");
        }

        @Override
        public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context,
            TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> previous,
            Function<String, TokenFilterFactory> allFilters
        ) {
            TokenFilterFactory[] filters = previous.stream()
                .map(TokenFilterFactory::getSynonymFilter)
                .toArray(TokenFilterFactory[]::new);
            CharFilterFactory[] characters = charFilters.toArray(CharFilterFactory[]::new);
            SynonymMap map = parsed(new CustomAnalyzer(tokenizer, characters, filters));
            AnalysisMode mode = settings.getAsBoolean("updateable", false)
                ? AnalysisMode.SEARCH_TIME
                : AnalysisMode.ALL;
            return new Filter(name, input -> applied(map, input)) {
                @Override
                public TokenFilterFactory getSynonymFilter() {
                    return IDENTITY_FILTER;
                }

                @Override
                public AnalysisMode getAnalysisMode() {
                    return mode;
                }
            };
        }

        private TokenStream applied(SynonymMap map, TokenStream input) {
            if (map.fst == null) {
                return input;
            }
            TokenStream stream = new SynonymGraphFilter(input, map, false);
            return graph ? stream : new FlattenGraphFilter(stream);
        }

        private SynonymMap parsed(CustomAnalyzer analyzer) {
            SolrSynonymParser parser = new SolrSynonymParser(true, settings.getAsBoolean("expand", true), analyzer);
            try {
                parser.parse(new StringReader(String.join("\n", settings.getAsList("synonyms"))));
                return parser.build();
            } catch (IOException | ParseException e) {
                throw new IllegalArgumentException("the synonyms of " + name + " cannot be read", e);
            }
        }
    }

    /** Leaves out tokens that were there before, in the whole text or in the same position. */
    private static final class Unique extends TokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        private final CharArraySet seen = new CharArraySet(8, false);
        private final boolean samePosition;

        Unique(TokenStream input, boolean samePosition) {
            super(input);
            this.samePosition = samePosition;
        }

        @Override
        public boolean incrementToken() throws IOException {
            while (input.incrementToken()) {
                if (samePosition && step.getPositionIncrement() > 0) {
                    seen.clear();
                }
                if (seen.add(term.toString())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }

    private record Grams(int min, int max) {
        static Grams unlimited(Settings settings) {
            return new Grams(settings.getAsInt("min_gram", 1), settings.getAsInt("max_gram", 2));
        }

        static Grams limited(IndexSettings index, Settings settings) {
            Grams grams = unlimited(settings);
            if (grams.max - grams.min > index.getMaxNgramDiff()) {
                throw new IllegalArgumentException("max_gram - min_gram is more than index.max_ngram_diff");
            }
            return grams;
        }
    }

    /** The {@code token_chars} of the n-gram tokenizers; all characters when none are named. */
    private static final class TokenCharacters {
        private final List<String> kinds;
        private final String custom;

        TokenCharacters(Settings settings) {
            kinds = settings.getAsList("token_chars").stream().map(kind -> kind.toLowerCase(Locale.ROOT)).toList();
            custom = settings.get("custom_token_chars", "");
        }

        boolean contains(int character) {
            return kinds.isEmpty() || kinds.stream().anyMatch(kind -> is(kind, character));
        }

        private boolean is(String kind, int character) {
            int type = Character.getType(character);
            return switch (kind) {
                case "letter" -> Character.isLetter(character);
                case "digit" -> Character.isDigit(character);
                case "whitespace" -> Character.isWhitespace(character);
                case "punctuation" -> type >= Character.DASH_PUNCTUATION && type <= Character.OTHER_PUNCTUATION
                    || type == Character.INITIAL_QUOTE_PUNCTUATION
                    || type == Character.FINAL_QUOTE_PUNCTUATION;
                case "symbol" -> type >= Character.MATH_SYMBOL && type <= Character.OTHER_SYMBOL;
                case "custom" -> custom.indexOf(character) >= 0;
                default -> throw new IllegalArgumentException("unknown kind of token_chars: " + kind);
            };
        }
    }
}
