package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Anthropic's Messages, read plainly.
final class MessagesOracle implements Oracle {
    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        List<JsonNode> pieces = Plain.pieces(recorded);
        return pieces.isEmpty() ? Optional.empty() : Optional.of(reading(pieces));
    }

    private static PlainReading reading(List<JsonNode> pieces) {
        var text = new StringBuilder();
        var calls = new TreeMap<Integer, String[]>();
        var secrets = new TreeMap<String, String>();
        Map<String, Long> usage = new TreeMap<>();
        String stop = "";
        boolean deeds = false;
        for (JsonNode piece : pieces) {
            JsonNode message = piece.has("message") ? piece.path("message") : piece;
            int index = piece.path("index").asInt(-1);
            for (JsonNode block : message.path("content")) {
                index++;
                block(block, index, text, calls, secrets);
                deeds |= deed(block);
            }
            block(piece.path("content_block"), index, text, calls, secrets);
            deeds |= piece.has("content_block") && deed(piece.path("content_block"));
            JsonNode delta = piece.path("delta");
            text.append(delta.path("text").asString(""));
            for (String field : List.of("thinking", "signature")) {
                secrets.merge(index + field, delta.path(field).asString(""), String::concat);
            }
            if (calls.containsKey(index)) {
                calls.get(index)[2] += delta.path("partial_json").asString("");
            }
            stop = delta.path("stop_reason").asString(message.path("stop_reason").asString(stop));
            message.path("usage").forEachEntry((key, value) -> usage.put(key, value.asLong(0)));
            message.path("usage")
                    .path("output_tokens_details")
                    .forEachEntry((key, value) -> usage.put(key, value.asLong(0)));
            if (piece.path("type").asString("").equals("message_stop")) {
                // One answer was put together by hand from two messages.
                break;
            }
        }
        List<PlainCall> called =
                calls.values().stream().map(c -> PlainCall.of(c[0], c[1], c[2])).toList();
        List<String> texts = secrets.values().stream().filter(s -> !s.isEmpty()).toList();
        return new PlainReading(
                text.toString(), called, usage(usage), stop(stop, called), texts, deeds);
    }

    private static boolean deed(JsonNode block) {
        return !block.path("type").asString("").matches("text|tool_use|thinking|redacted_thinking");
    }

    private static Reply.Usage usage(Map<String, Long> usage) {
        long cached = usage.getOrDefault("cache_read_input_tokens", 0L);
        long written = usage.getOrDefault("cache_creation_input_tokens", 0L);
        long input = cached + written + usage.getOrDefault("input_tokens", 0L);
        return new Reply.Usage(
                input,
                usage.getOrDefault("output_tokens", 0L),
                cached,
                written,
                usage.getOrDefault("thinking_tokens", 0L));
    }

    private static void block(
            JsonNode block,
            int index,
            StringBuilder text,
            Map<Integer, String[]> calls,
            Map<String, String> secrets) {
        switch (block.path("type").asString("")) {
            case "text" -> text.append(block.path("text").asString());
            case "tool_use" -> {
                String input = block.path("input").isEmpty() ? "" : block.path("input").toString();
                String[] parts = {
                    block.path("id").asString(), block.path("name").asString(), input
                };
                calls.put(index, parts);
            }
            default -> {
                for (String field : List.of("thinking", "signature", "data")) {
                    secrets.merge(index + field, block.path(field).asString(""), String::concat);
                }
            }
        }
    }

    private static Reply.Stop stop(String reason, List<PlainCall> calls) {
        return switch (reason) {
            case "refusal" -> Reply.Stop.REFUSED;
            case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.LENGTH;
            default -> calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        };
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
        return PlainTurn.matching(turns, answer);
    }

    private static PlainTurn turn(JsonNode messages, int at) {
        JsonNode content = messages.path(at).path("content");
        var text = new StringBuilder(content.asString(""));
        var calls = new ArrayList<PlainCall>();
        var thoughts = new ArrayList<JsonNode>();
        if (content.isArray()) {
            for (JsonNode block : content) {
                switch (block.path("type").asString("")) {
                    case "text" -> text.append(block.path("text").asString());
                    case "tool_use" ->
                            calls.add(
                                    PlainCall.of(
                                            block.path("id").asString(),
                                            block.path("name").asString(),
                                            block.path("input").toString()));
                    default -> thoughts.add(block);
                }
            }
        }
        return new PlainTurn(text.toString(), calls, thoughts, results(messages, at));
    }

    private static List<PlainTurn.PlainResult> results(JsonNode messages, int assistant) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        for (int at = assistant + 1; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            if (!message.path("role").asString("").equals("user")) {
                break;
            }
            for (JsonNode block : message.path("content")) {
                if (block.path("type").asString("").equals("tool_result")) {
                    results.add(
                            new PlainTurn.PlainResult(
                                    block.path("tool_use_id").asString(),
                                    "",
                                    text(block.path("content")),
                                    block.path("is_error").asBoolean(false)));
                }
            }
        }
        return results;
    }

    private static String text(JsonNode content) {
        var text = new StringBuilder(content.asString(""));
        content.forEach(block -> text.append(block.path("text").asString("")));
        return text.toString();
    }
}
