package chosen.elasticsearch;

import static org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings;

import chosen.elasticsearch.Components.AsciiFolding;
import chosen.elasticsearch.Components.Characters;
import chosen.elasticsearch.Components.Filter;
import chosen.elasticsearch.Components.Grams;
import chosen.elasticsearch.Components.Normalizing;
import chosen.elasticsearch.Components.NormalizingCharacters;
import chosen.elasticsearch.Components.Synonyms;
import chosen.elasticsearch.Components.TokenCharacters;
import chosen.elasticsearch.Components.Unique;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
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
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;

/**
 * Gives the minimal Elasticsearch of the tests what it lacks and our search needs: the answer to {@code GET /}, and
 * analysis components by the names, settings and defaults that the full distribution documents.
 */
public class MissingPartsPlugin extends Plugin implements AnalysisPlugin, ActionPlugin {

    @Override
    public Collection<RestHandler> getRestHandlers(
        Settings settings,
        NamedWriteableRegistry writeables,
        RestController controller,
        ClusterSettings clusterSettings,
        IndexScopedSettings indexSettings,
        SettingsFilter settingsFilter,
        IndexNameExpressionResolver indexNames,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> hasFeature
    ) {
        return List.of(new RootEndpoint());
    }

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
            return new Filter(name, input -> new EdgeNGramTokenFilter(input, grams.min(), grams.max(), preserve));
        });
        filters.put("ngram", (index, env, name, settings) -> {
            Grams grams = Grams.limited(index, settings);
            boolean preserve = settings.getAsBoolean("preserve_original", false);
            return new Filter(name, input -> new NGramTokenFilter(input, grams.min(), grams.max(), preserve));
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
            return tokenizer(name, () -> new EdgeNGramTokenizer(grams.min(), grams.max()) {
                @Override
                protected boolean isTokenChar(int character) {
                    return wanted.contains(character);
                }
            });
        });
        tokenizers.put("ngram", (index, env, name, settings) -> {
            Grams grams = Grams.limited(index, settings);
            TokenCharacters wanted = new TokenCharacters(settings);
            return tokenizer(name, () -> new NGramTokenizer(grams.min(), grams.max()) {
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
}
