package dev.lorimer.models;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Bytes to text to JSON, refusing what a lenient reader would guess at: malformed UTF-8, a key
/// given twice, text after the end. Two readers that guess differently see two different calls.
final class StrictText {
    /// Deeper JSON is an attack on parsers, not a reply; recorded replies nest 9 deep.
    private static final int NESTING_MAX = 200;

    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING_MAX)
                                                    .maxStringLength(Exchange.REPLY_BYTES_MAX)
                                                    .maxDocumentLength(Exchange.REPLY_BYTES_MAX)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    // Numbers in private parts are sent back as they came, digit by digit.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final Pattern CUT_WORD =
            Pattern.compile("[:,\\[]\\s*(t|tr|tru|f|fa|fal|fals|n|nu|nul|-?[\\d.eE+-]*)$");

    private StrictText() {}

    /// Bytes that nothing follows as text.
    ///
    /// @throws BrokenReply cut when they end inside a character, malformed when they are no UTF-8
    static String utf8(byte[] bytes) {
        var whole = ByteBuffer.wrap(bytes);
        var text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(whole, text, false);
        if (result.isError()) {
            throw BrokenReply.malformed("the reply is not valid UTF-8");
        }
        if (whole.hasRemaining()) {
            throw BrokenReply.cut("the reply ends inside a character");
        }
        return text.flip().toString();
    }

    /// Bytes that end where a line ends as text.
    ///
    /// @throws BrokenReply malformed when they are no UTF-8
    static String line(byte[] bytes) {
        try {
            return utf8(bytes);
        } catch (BrokenReply broken) {
            throw BrokenReply.malformed("the reply is not valid UTF-8");
        }
    }

    /// The text as the JSON object that a reply is.
    ///
    /// @throws BrokenReply cut when the text ends inside it, malformed when it is anything else
    static ObjectNode reply(String text) {
        return whole(text)
                .asObjectOpt()
                .orElseThrow(() -> BrokenReply.malformed("the reply is no JSON object"));
    }

    /// The text as the list of JSON objects that some servers make of a stream.
    ///
    /// @throws BrokenReply cut when the text ends inside it, malformed when it is anything else
    static List<ObjectNode> replies(String text) {
        var replies = new ArrayList<ObjectNode>();
        for (JsonNode element : whole(text)) {
            replies.add(
                    element.asObjectOpt()
                            .orElseThrow(() ->
                                    BrokenReply.malformed("the reply is no list of objects")));
        }
        return replies;
    }

    private static JsonNode whole(String text) {
        if (text.isBlank()) {
            throw BrokenReply.cut("the reply is empty");
        }
        try {
            return JSON.readTree(text);
        } catch (UnexpectedEndOfInputException early) {
            throw BrokenReply.cut("the reply ends inside its JSON");
        } catch (JacksonException malformed) {
            if (endsInsideWord(text)) {
                throw BrokenReply.cut("the reply ends inside its JSON");
            }
            throw BrokenReply.malformed(
                    "the reply is not valid JSON: " + malformed.getOriginalMessage());
        }
    }

    /// Whether the text breaks off in a number or in `true`, `false` or `null`; the parser takes
    /// what is left for a misspelt word.
    private static boolean endsInsideWord(String text) {
        String end = text.substring(Math.max(0, text.length() - 40));
        return CUT_WORD.matcher(end).find();
    }

    /// An event's data as the JSON object that it is; empty for a fragment at the stream's end.
    ///
    /// @throws BrokenReply when a whole event is no JSON object
    static Optional<ObjectNode> event(SseEvent event) {
        if (!event.closed()) {
            return object(event.data());
        }
        try {
            return Optional.of(reply(event.data()));
        } catch (BrokenReply broken) {
            throw BrokenReply.malformed("in an event, " + broken.why());
        }
    }

    /// The text as a JSON object, or empty when it is none.
    static Optional<ObjectNode> object(String text) {
        return tree(text).flatMap(JsonNode::asObjectOpt);
    }

    /// The text as any JSON, or empty when it is none.
    static Optional<JsonNode> tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    static ArrayNode newArray() {
        return JSON.createArrayNode();
    }

    static String write(JsonNode json) {
        return JSON.writeValueAsString(json);
    }

    /// The string there, or empty when there is none or an empty one.
    static Optional<String> string(JsonNode json, String key) {
        return json.path(key).stringValueOpt().filter(text -> !text.isEmpty());
    }

    /// The whole number there, or 0 when there is none, or one that is no count.
    static long count(JsonNode json, String key) {
        JsonNode number = json.path(key);
        boolean counts = number.isIntegralNumber() && number.canConvertToLong();
        return counts ? Math.max(0, number.longValue()) : 0;
    }

    /// The same text with U+FFFD in place of halves of surrogate pairs: JSON can spell them, UTF-8
    /// can not store them.
    static String wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                return text.codePoints()
                        .map(point ->
                                Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
