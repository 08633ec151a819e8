package dev.lorimer.tool;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one way JSON is read here: strictly, since what is guessed wrong would be done wrong.
final class Json {
    /// 4 MB: more than any model writes in one reply (128,000 tokens are about 0.5 MB), less than
    /// what a hostile server could use to fill the heap.
    static final int DOCUMENT_CHARS_MAX = 4 * 1024 * 1024;

    /// 64 levels: no sensible arguments come near it, and recursion stays far from the stack's end.
    private static final int NESTING_MAX = 64;

    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING_MAX)
                                                    .maxDocumentLength(DOCUMENT_CHARS_MAX)
                                                    .maxStringLength(DOCUMENT_CHARS_MAX)
                                                    .build())
                                    .build())
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build();

    private Json() {}

    /// The value as JSON in one line, at most `charsMax` long.
    static String brief(JsonNode value, int charsMax) {
        String text = value.toString();
        return text.length() <= charsMax ? text : ResultText.head(text, charsMax - 1) + "…";
    }
}
