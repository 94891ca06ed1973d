package chosen.elasticsearch;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
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

/** The parts that {@link MissingPartsPlugin} is made of. */
final class Components {

    private Components() {}

    /** A token filter without settings of its own left to read. */
    static class Filter implements TokenFilterFactory {
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
    static class Normalizing extends Filter implements NormalizingTokenFilterFactory {
        Normalizing(String name, UnaryOperator<TokenStream> create) {
            super(name, create);
        }
    }

    static final class AsciiFolding extends Filter implements NormalizingTokenFilterFactory {
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

    static class Characters implements CharFilterFactory {
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

    static final class NormalizingCharacters extends Characters implements NormalizingCharFilterFactory {
        NormalizingCharacters(String name, UnaryOperator<Reader> create) {
            super(name, create);
        }
    }

    /** Synonyms written in the settings; sets and files of synonyms are not here. */
    static final class Synonyms implements TokenFilterFactory {
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
    static final class Unique extends TokenFilter {
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

    record Grams(int min, int max) {
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
    static final class TokenCharacters {
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
