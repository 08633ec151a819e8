package dev.lorimer.app;

import static dev.lorimer.app.AgentDialect.object;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Model Context Protocol on two streams, one JSON message a line: the revisions that begin
/// with `initialize`, and 2026-07-28, where every request names its revision and nothing is
/// remembered. Which of both a request is, its `_meta` tells.
///
/// Requests are answered one after the other, in their order.
final class McpServer {
    /// 8 MiB: a diff of a hundred thousand lines.
    static final int LINE_BYTES_MAX = 8 << 20;

    private static final String STATELESS = "2026-07-28";

    /// The newest first.
    private static final List<String> WITH_INITIALIZE =
            List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    private static final String META = "io.modelcontextprotocol/";

    private static final String INSTRUCTIONS =
            "This repository has recorded architectural decisions that bind every change. Ask decisions_for before you edit, judge_change before you call work done.";

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;
    private static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final McpTools tools;
    private final InputStream in;
    private final PrintStream out;

    McpServer(McpTools tools, InputStream in, PrintStream out) {
        this.tools = tools;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /// Answers until the other side closes its stream.
    void serve() {
        try {
            var line = new ByteArrayOutputStream();
            while (true) {
                line.reset();
                int length = 0;
                int c = in.read();
                while (c >= 0 && c != '\n') {
                    if (++length <= LINE_BYTES_MAX) {
                        line.write(c);
                    }
                    c = in.read();
                }
                if (length > LINE_BYTES_MAX) {
                    say(
                            error(
                                    Optional.empty(),
                                    INVALID_REQUEST,
                                    "a message has more than %s bytes; send less at a time"
                                            .formatted(LINE_BYTES_MAX)));
                } else if (length > 0) {
                    heard(line.toByteArray()).ifPresent(this::say);
                }
                if (c < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw Failure.fault("the stream of messages broke: %s", e.getMessage());
        }
    }

    private void say(Map<String, Object> message) {
        out.print(Json.line(message) + "\n");
        out.flush();
    }

    private Optional<Map<String, Object>> heard(byte[] line) {
        JsonNode message;
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            if (text.isBlank()) {
                return Optional.empty();
            }
            message = STRICT.readTree(text);
        } catch (CharacterCodingException | JacksonException e) {
            return Optional.of(error(Optional.empty(), PARSE_ERROR, "this line is no JSON text"));
        }
        return answer(message);
    }

    private Optional<Map<String, Object>> answer(JsonNode message) {
        var id = Optional.of(message.path("id")).filter(McpServer::isId);
        boolean sound =
                message.isObject()
                        && message.path("jsonrpc").asString("").equals("2.0")
                        && (id.isPresent() || !message.has("id"));
        if (!sound) {
            return Optional.of(
                    error(
                            id,
                            INVALID_REQUEST,
                            "a message is one object with \"jsonrpc\": \"2.0\"; batches are not taken"));
        }
        if (!message.path("method").isString()) {
            // An answer, to a question that was never asked here.
            return message.has("result") || message.has("error")
                    ? Optional.empty()
                    : Optional.of(error(id, INVALID_REQUEST, "the message names no method"));
        }
        if (id.isEmpty()) {
            // Notifications: nothing here changes with them.
            return Optional.empty();
        }
        return Optional.of(request(id.get(), message));
    }

    private static boolean isId(JsonNode id) {
        return id.isString() || id.isIntegralNumber();
    }

    private Map<String, Object> request(JsonNode id, JsonNode message) {
        var method = message.path("method").stringValue();
        var params = message.path("params");
        if (message.has("params") && !params.isObject()) {
            return error(Optional.of(id), INVALID_PARAMS, "\"params\" is no object");
        }
        var revision = params.path("_meta").path(META + "protocolVersion");
        boolean stateless = revision.isString();
        if (stateless && !revision.stringValue().equals(STATELESS)) {
            var supported = new ArrayList<>(List.of(STATELESS));
            supported.addAll(WITH_INITIALIZE);
            return failed(
                    Optional.of(id),
                    object(
                            "code",
                            UNSUPPORTED_PROTOCOL_VERSION,
                            "message",
                            "this revision of the protocol is not spoken here",
                            "data",
                            object("supported", supported, "requested", revision.stringValue())));
        }
        try {
            return stateless ? modern(id, method, params) : older(id, method, params);
        } catch (McpTools.UnknownTool e) {
            return error(Optional.of(id), INVALID_PARAMS, Main.line(e));
        } catch (RuntimeException e) {
            return error(Optional.of(id), INTERNAL_ERROR, Main.line(e));
        }
    }

    private Map<String, Object> modern(JsonNode id, String method, JsonNode params) {
        return switch (method) {
            case "server/discover" -> {
                var versions = new ArrayList<>(List.of(STATELESS));
                versions.addAll(WITH_INITIALIZE);
                yield complete(
                        id,
                        object(
                                "supportedVersions",
                                versions,
                                "capabilities",
                                object("tools", object()),
                                "instructions",
                                INSTRUCTIONS,
                                "ttlMs",
                                3_600_000,
                                "cacheScope",
                                "public"));
            }
            case "tools/list" ->
                    complete(
                            id,
                            object(
                                    "tools",
                                    tools.described(),
                                    "ttlMs",
                                    3_600_000,
                                    "cacheScope",
                                    "public"));
            case "tools/call" -> complete(id, called(params));
            default -> unknown(id, method);
        };
    }

    private Map<String, Object> older(JsonNode id, String method, JsonNode params) {
        return switch (method) {
            case "initialize" -> {
                var asked = params.path("protocolVersion").asString("");
                yield result(
                        id,
                        object(
                                "protocolVersion",
                                WITH_INITIALIZE.contains(asked)
                                        ? asked
                                        : WITH_INITIALIZE.getFirst(),
                                "capabilities",
                                object("tools", object()),
                                "serverInfo",
                                server(),
                                "instructions",
                                INSTRUCTIONS));
            }
            case "ping" -> result(id, object());
            case "tools/list" -> result(id, object("tools", tools.described()));
            case "tools/call" -> result(id, called(params));
            // A client that probes before it names a revision is told in words it understands.
            case "server/discover" ->
                    error(
                            Optional.of(id),
                            INVALID_PARAMS,
                            "the request names no revision in params._meta[\"%sprotocolVersion\"]"
                                    .formatted(META));
            default -> unknown(id, method);
        };
    }

    private Map<String, Object> called(JsonNode params) {
        if (!params.path("name").isString()) {
            throw new McpTools.UnknownTool("the call names no tool");
        }
        return tools.call(params.path("name").stringValue(), params.path("arguments"));
    }

    private static Map<String, Object> server() {
        return object("name", "lorimer", "version", Main.VERSION);
    }

    private static Map<String, Object> complete(JsonNode id, Map<String, Object> result) {
        result.put("resultType", "complete");
        result.put("_meta", object(META + "serverInfo", server()));
        return result(id, result);
    }

    private static Map<String, Object> result(JsonNode id, Map<String, Object> result) {
        return object("jsonrpc", "2.0", "id", id, "result", result);
    }

    private static Map<String, Object> unknown(JsonNode id, String method) {
        return error(
                Optional.of(id), METHOD_NOT_FOUND, "method \"%s\" is not known".formatted(method));
    }

    private static Map<String, Object> error(Optional<JsonNode> id, int code, String message) {
        return failed(id, object("code", code, "message", message));
    }

    private static Map<String, Object> failed(Optional<JsonNode> id, Map<String, Object> error) {
        var answer = object("jsonrpc", "2.0");
        id.ifPresentOrElse(
                known -> answer.put("id", known), () -> answer.put("id", STRICT.nullNode()));
        answer.put("error", error);
        return answer;
    }
}
