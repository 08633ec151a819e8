package dev.lorimer.journal;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// What every journal asks of the JSON it is given, so that a line which one store takes is taken
/// by all of them.
public final class JsonText {
    /// 64 Mi characters: above the largest model request seen (a 1 M token window is about 5 MB),
    /// and small enough to be held several times in the smallest heap we run in (512 MB).
    public static final int CHARACTERS_MAX = 64 << 20;

    /// The depth at which Jackson's own readers stop by default (500), so that what was written can
    /// be read by everybody.
    private static final int DEPTH_MAX = 500;

    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(CHARACTERS_MAX)
                                    .maxDocumentLength(CHARACTERS_MAX)
                                    .build())
                    .build();

    private JsonText() {}

    /// Refuses all but one JSON object: duplicate names, a second value and text after it included.
    ///
    /// @param what names the text in the error, for example `line of kind "Replied"`
    /// @throws IllegalArgumentException saying where the text goes wrong; the text itself is not
    ///   quoted, since it may hold secrets
    public static void requireObject(String json, String what) {
        if (json.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException(
                    "%s has %d characters, more than the %d a journal takes; keep large content in the workspace"
                            .formatted(what, json.length(), CHARACTERS_MAX));
        }
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(what, "it does not start with {");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw refusal(what, "something follows its end");
            }
        } catch (JacksonException e) {
            throw refusal(what, reason(e));
        }
    }

    private static String reason(JacksonException e) {
        var place = e.getLocation();
        String where = place == null ? "" : " at character %d".formatted(place.getCharOffset());
        return switch (e) {
            case UnexpectedEndOfInputException _ -> "its end is missing";
            case StreamConstraintsException _ -> "it is nested too deep" + where;
            default -> "it is malformed or has a name twice" + where;
        };
    }

    private static IllegalArgumentException refusal(String what, String why) {
        return new IllegalArgumentException(
                "%s is not one JSON object: %s; write it with a JSON library".formatted(what, why));
    }
}
