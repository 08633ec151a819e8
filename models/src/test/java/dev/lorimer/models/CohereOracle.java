package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Cohere's Chat in both versions, read plainly.
final class CohereOracle implements Oracle {
    private static final List<String> KEPT =
            List.of("citations", "documents", "search_queries", "search_results");

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        var read = new Reading();
        for (JsonNode piece : Plain.pieces(recorded)) {
            read.piece(piece);
        }
        return read.ended ? Optional.of(read.reading()) : Optional.empty();
    }

    @Override
    public boolean failed(Recorded recorded) {
        return Plain.pieces(recorded).stream()
                .flatMap(piece -> piece.findValues("finish_reason").stream())
                .anyMatch(reason -> reason.asString("").matches("ERROR|TIMEOUT"));
    }

    /// The event that ends a stream; what some versions send after it says nothing.
    @Override
    public int wholeFrom(Recorded recorded) {
        String text = recorded.text();
        int last =
                Math.max(text.lastIndexOf("\"message-end\""), text.lastIndexOf("\"stream-end\""));
        int end = last < 0 ? -1 : text.indexOf('\n', last);
        String whole = end < 0 ? text : text.substring(0, end);
        return whole.stripTrailing().getBytes(StandardCharsets.UTF_8).length;
    }

    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, String[]> calls = new TreeMap<>();
        private final Map<String, String> secrets = new TreeMap<>();
        private boolean ended;
        private String stop = "";
        private Reply.Usage usage = Reply.Usage.NONE;

        void piece(JsonNode piece) {
            int index = piece.path("index").asInt(0);
            JsonNode message = piece.at("/delta/message");
            switch (piece.path("type").asString(piece.path("event_type").asString(""))) {
                case "content-start", "content-delta" -> part(message.path("content"), index);
                case "tool-plan-delta" -> secret("plan", message.path("tool_plan"));
                case "tool-call-start", "tool-call-delta" ->
                        call(message.path("tool_calls"), index);
                case "citation-start" -> keep(message.path("citations"));
                case "message-end" -> end(piece.path("delta"), piece.at("/delta/usage"));
                case "stream-end" -> older(piece.path("response"));
                case "" -> whole(piece);
                default -> {
                    // Nothing that counts.
                }
            }
        }

        void whole(JsonNode reply) {
            if (reply.has("text")) {
                older(reply);
                return;
            }
            JsonNode message = reply.path("message");
            int at = 0;
            for (JsonNode part : message.path("content")) {
                part(part, at++);
            }
            secret("plan", message.path("tool_plan"));
            for (JsonNode call : message.path("tool_calls")) {
                call(call, at++);
            }
            keep(message.path("citations"));
            if (message.isObject()) {
                end(reply, reply.path("usage"));
            }
        }

        void older(JsonNode reply) {
            text.append(reply.path("text").asString(""));
            for (JsonNode call : reply.path("tool_calls")) {
                String[] parts = {
                    "", call.path("name").asString(""), call.path("parameters").toString()
                };
                calls.put(calls.size(), parts);
            }
            KEPT.forEach(name -> keep(reply.path(name)));
            end(reply, reply.path("meta"));
        }

        void part(JsonNode part, int index) {
            text.append(part.path("text").asString(""));
            secret("thinking" + index, part.path("thinking"));
        }

        void call(JsonNode call, int index) {
            String[] parts = calls.computeIfAbsent(index, _ -> new String[] {"", "", ""});
            parts[0] += call.path("id").asString("");
            parts[1] += call.at("/function/name").asString("");
            parts[2] += call.at("/function/arguments").asString("");
        }

        void secret(String key, JsonNode said) {
            secrets.merge(key, said.asString(""), String::concat);
        }

        void keep(JsonNode kept) {
            Plain.strings(kept).forEach(said -> secrets.put(said, said));
        }

        void end(JsonNode json, JsonNode used) {
            ended = true;
            stop = json.path("finish_reason").asString("");
            JsonNode tokens = used.has("tokens") ? used.path("tokens") : used.path("billed_units");
            usage =
                    new Reply.Usage(
                            tokens.path("input_tokens").asLong(0),
                            tokens.path("output_tokens").asLong(0),
                            used.path("cached_tokens").asLong(0),
                            0,
                            tokens.path("reasoning_tokens").asLong(0));
        }

        PlainReading reading() {
            List<PlainCall> called =
                    calls.values().stream().map(c -> PlainCall.of(c[0], c[1], c[2])).toList();
            List<String> kept =
                    secrets.values().stream().filter(secret -> !secret.isEmpty()).toList();
            Reply.Stop stopped =
                    switch (stop) {
                        case "MAX_TOKENS", "ERROR_LIMIT" -> Reply.Stop.LENGTH;
                        case "ERROR_TOXIC" -> Reply.Stop.REFUSED;
                        default -> called.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
                    };
            return new PlainReading(text.toString(), called, usage, stopped, kept, false);
        }
    }

    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        JsonNode messages = request.path("messages");
        var turns = new ArrayList<PlainTurn>();
        for (int at = 0; at < messages.size(); at++) {
            if (messages.path(at).path("role").asString("").equals("assistant")) {
                turns.add(turn(messages, at));
            }
        }
        for (JsonNode older : request.path("chat_history")) {
            if (older.path("role").asString("").equalsIgnoreCase("chatbot")) {
                turns.add(older(older, request.path("tool_results")));
            }
        }
        return PlainTurn.matching(turns, answer);
    }

    private static PlainTurn turn(JsonNode messages, int at) {
        JsonNode message = messages.path(at);
        var calls = new ArrayList<PlainCall>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(
                    PlainCall.of(
                            call.path("id").asString(""),
                            call.at("/function/name").asString(""),
                            call.at("/function/arguments").asString("")));
        }
        var thoughts = new ArrayList<JsonNode>();
        thought(message.path("tool_plan"), thoughts);
        message.path("content").forEach(part -> thought(part.path("thinking"), thoughts));
        return new PlainTurn(text(message.path("content")), calls, thoughts, results(messages, at));
    }

    private static void thought(JsonNode said, List<JsonNode> thoughts) {
        said.stringValueOpt()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> thoughts.add(StringNode.valueOf(text)));
    }

    /// A document stands for itself.
    private static String text(JsonNode content) {
        var text = new StringBuilder(content.asString(""));
        if (content.isArray()) {
            for (JsonNode part : content) {
                JsonNode data = part.at("/document/data");
                String document = data.isMissingNode() ? "" : data.asString(data.toString());
                text.append(part.path("text").asString(document));
            }
        }
        return text.toString();
    }

    private static List<PlainTurn.PlainResult> results(JsonNode messages, int assistant) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        for (int at = assistant + 1; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            if (!message.path("role").asString("").equals("tool")) {
                break;
            }
            results.add(
                    new PlainTurn.PlainResult(
                            message.path("tool_call_id").asString(""),
                            "",
                            text(message.path("content")),
                            false));
        }
        return results;
    }

    /// A turn of the first version, which has no ids.
    private static PlainTurn older(JsonNode message, JsonNode toolResults) {
        var calls = new ArrayList<PlainCall>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(
                    PlainCall.of(
                            "",
                            call.path("name").asString(""),
                            call.path("parameters").toString()));
        }
        var results = new ArrayList<PlainTurn.PlainResult>();
        if (!calls.isEmpty()) {
            for (JsonNode result : toolResults) {
                results.add(
                        new PlainTurn.PlainResult(
                                "",
                                result.at("/call/name").asString(""),
                                result.path("outputs").toString(),
                                false));
            }
        }
        String said = message.path("message").asString("");
        return new PlainTurn(said, calls, List.of(), results);
    }
}
