package dev.lorimer.testing;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the JSON form of a script, strictly: whatever is not understood is refused with its place,
/// since a script that is half understood tests something else than its author meant.
final class Script {
    /// A script is written by hand or by a test; 32 MB is the largest reply a wire accepts.
    private static final long BYTES_MAX = 32L * 1024 * 1024;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final String source;

    private Script(String source) {
        this.source = source;
    }

    /// @throws ScriptException when the file can not be read or is no script
    static List<ScriptedReply> read(Path file) {
        var script = new Script(file.toString());
        return script.parse(script.text(file));
    }

    /// @param source where the text comes from, for messages
    static List<ScriptedReply> parse(String source, String text) {
        return new Script(source).parse(text);
    }

    private String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw wrong("", "is a directory; give the JSON file itself");
            }
            if (Files.size(file) > BYTES_MAX) {
                throw wrong("", "is larger than 32 MB; split the script");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException gone) {
            throw wrong("", "does not exist; check the path");
        } catch (CharacterCodingException malformed) {
            throw wrong("", "is not valid UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            throw wrong("", "can not be read (" + unreadable.getMessage() + "); check its rights");
        }
    }

    private List<ScriptedReply> parse(String text) {
        JsonNode root = tree(text);
        keys(root, "the script", Set.of("replies"));
        JsonNode replies = root.path("replies");
        if (!replies.isArray() || replies.isEmpty()) {
            throw wrong(
                    " at replies",
                    "holds "
                            + found(replies)
                            + " where a list of at least one reply belongs;"
                            + " write {\"replies\":[{\"text\":\"…\"}]}");
        }
        var parsed = new ArrayList<ScriptedReply>();
        for (JsonNode reply : replies) {
            parsed.add(reply(reply, "replies[" + parsed.size() + "]"));
        }
        return List.copyOf(parsed);
    }

    private JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException malformed) {
            var place = malformed.getLocation();
            // The parser's own place in brackets is about its buffers and helps nobody.
            String why = malformed.getOriginalMessage().replaceAll("\\s+", " ");
            why = why.replaceAll(" \\(start marker .*", "");
            throw wrong(
                    place == null
                            ? ""
                            : " at line " + place.getLineNr() + ", column " + place.getColumnNr(),
                    "is not valid JSON: " + why + "; mend it there");
        }
    }

    private ScriptedReply reply(JsonNode reply, String place) {
        if (reply.has("fail")) {
            keys(reply, place, Set.of("fail", "retry_after_ms"));
            var kind = named(ModelException.Kind.class, reply, "fail", place);
            return new ScriptedReply.Fails(kind, retryAfter(reply, place));
        }
        keys(reply, place, Set.of("text", "calls", "stop"));
        String text = reply.has("text") ? string(reply, "text", place) : "";
        List<ScriptedReply.Call> calls = calls(reply, place);
        Reply.Stop usual = calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        Reply.Stop stop = reply.has("stop") ? named(Reply.Stop.class, reply, "stop", place) : usual;
        checkStop(text, calls, stop, place);
        return new ScriptedReply.Says(text, calls, stop);
    }

    private void checkStop(
            String text, List<ScriptedReply.Call> calls, Reply.Stop stop, String place) {
        if (stop == Reply.Stop.END && text.isBlank() && calls.isEmpty()) {
            throw wrong(
                    " at " + place, "has neither text nor calls; give it a \"text\" or \"calls\"");
        }
        if (stop == Reply.Stop.END && !calls.isEmpty()) {
            throw wrong(
                    " at " + place,
                    "stops with \"END\" but has calls; write \"CALLS\" or leave it");
        }
        if (stop == Reply.Stop.CALLS && calls.isEmpty()) {
            throw wrong(" at " + place, "stops with \"CALLS\" but has none; add \"calls\"");
        }
    }

    private Optional<Duration> retryAfter(JsonNode reply, String place) {
        if (!reply.has("retry_after_ms")) {
            return Optional.empty();
        }
        JsonNode millis = reply.path("retry_after_ms");
        if (!millis.canConvertToLong() || !millis.isIntegralNumber() || millis.longValue() < 0) {
            throw wrong(
                    " at " + place + ".retry_after_ms",
                    "holds " + found(millis) + " where milliseconds, 0 or more, belong");
        }
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    private List<ScriptedReply.Call> calls(JsonNode reply, String place) {
        JsonNode calls = reply.path("calls");
        if (calls.isMissingNode()) {
            return List.of();
        }
        if (!calls.isArray()) {
            throw wrong(
                    " at " + place + ".calls",
                    "holds " + found(calls) + " where a list of calls belongs");
        }
        var parsed = new ArrayList<ScriptedReply.Call>();
        for (JsonNode call : calls) {
            parsed.add(call(call, place + ".calls[" + parsed.size() + "]"));
        }
        return parsed;
    }

    private ScriptedReply.Call call(JsonNode call, String place) {
        keys(call, place, Set.of("name", "arguments", "id"));
        String name = string(call, "name", place);
        if (name.isBlank()) {
            throw wrong(" at " + place + ".name", "is blank; write the tool's name");
        }
        Optional<String> id =
                call.has("id") ? Optional.of(string(call, "id", place)) : Optional.empty();
        return new ScriptedReply.Call(id, name, arguments(call, place));
    }

    private String arguments(JsonNode call, String place) {
        JsonNode arguments = call.path("arguments");
        if (arguments.isMissingNode()) {
            return "{}";
        }
        if (arguments.isString()) {
            return arguments.stringValue();
        }
        if (arguments.isObject()) {
            return JSON.writeValueAsString(arguments);
        }
        throw wrong(
                " at " + place + ".arguments",
                "holds "
                        + found(arguments)
                        + " where an object belongs, or a string that is played as it stands");
    }

    private void keys(JsonNode node, String place, Set<String> known) {
        if (!node.isObject()) {
            throw wrong(" at " + place, "holds " + found(node) + " where an object belongs");
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw wrong(
                        " at " + place,
                        "has the unknown key \""
                                + key
                                + "\"; known are "
                                + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private String string(JsonNode node, String key, String place) {
        JsonNode value = node.path(key);
        if (!value.isString()) {
            throw wrong(
                    " at " + place + "." + key,
                    "holds " + found(value) + " where a string belongs");
        }
        return value.stringValue();
    }

    private <E extends Enum<E>> E named(Class<E> type, JsonNode node, String key, String place) {
        String name = string(node, key, place);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw wrong(
                " at " + place + "." + key,
                "holds \""
                        + name
                        + "\"; known are "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")));
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case ARRAY -> node.isEmpty() ? "an empty list" : "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER, BOOLEAN, BINARY, POJO -> "\"" + node + "\"";
        };
    }

    private ScriptException wrong(String place, String what) {
        return new ScriptException("script \"" + source + "\"" + place + " " + what);
    }
}
