package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A recorded reply, read without the codecs: as short as can be, knowing only what recordings
/// hold.
///
/// @param calls id, name and arguments of each call
/// @param privateTexts reasoning and signatures that must be carried verbatim
record PlainReading(
        String text,
        List<String> calls,
        Reply.Usage usage,
        Reply.Stop stop,
        List<String> privateTexts) {
    private static final JsonMapper PLAIN =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /// Empty when the recording holds no reply.
    static Optional<PlainReading> of(Cassettes.Recorded recorded) {
        List<JsonNode> pieces = new ArrayList<>();
        if (recorded.streamed()) {
            for (String line : recorded.body().lines().toList()) {
                if (line.startsWith("data:") && !line.contains("[DONE]")) {
                    pieces.add(PLAIN.readTree(line.substring(5)));
                }
            }
        } else if (recorded.body().startsWith("{")) {
            pieces.add(PLAIN.readTree(recorded.body()));
        }
        if (pieces.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                recorded.dialect().equals(Given.OPENAI) ? openAi(pieces) : anthropic(pieces));
    }

    /// Arguments, so that two spellings of the same object are equal.
    static String canonical(String json) {
        return PLAIN.writeValueAsString(PLAIN.treeToValue(PLAIN.readTree(json), Object.class));
    }

    private static PlainReading openAi(List<JsonNode> pieces) {
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        var calls = new TreeMap<Integer, String[]>();
        var reasoning = new TreeMap<String, String>();
        var signatures = new ArrayList<String>();
        Reply.Usage usage = Reply.Usage.NONE;
        String finish = "";
        for (JsonNode piece : pieces) {
            if (piece.path("usage").isObject()) {
                usage = openAiUsage(piece.path("usage"));
            }
            JsonNode choice = piece.path("choices").path(0);
            if (choice.path("index").asInt(0) != 0) {
                continue;
            }
            JsonNode message = choice.has("delta") ? choice.path("delta") : choice.path("message");
            JsonNode content = message.path("content");
            if (content.isString()) {
                text.append(content.asString());
            }
            if (content.isArray()) {
                content.forEach(part -> text.append(part.path("text").asString("")));
                for (JsonNode part : content) {
                    part.path("thinking")
                            .forEach(t ->
                                    reasoning.merge(
                                            "thinking", t.path("text").asString(), String::concat));
                }
            }
            refusal.append(message.path("refusal").asString(""));
            for (String field : List.of("reasoning", "reasoning_content")) {
                reasoning.merge(field, message.path(field).asString(""), String::concat);
            }
            for (JsonNode detail : message.path("reasoning_details")) {
                signatures.add(detail.path("signature").asString(""));
            }
            int position = 0;
            for (JsonNode call : message.path("tool_calls")) {
                int index = call.path("index").asInt(position++);
                String[] parts = calls.computeIfAbsent(index, _ -> new String[] {"", "", ""});
                parts[0] += call.path("id").asString("");
                parts[1] += call.path("function").path("name").asString("");
                parts[2] += call.path("function").path("arguments").asString("");
            }
            finish = choice.path("finish_reason").asString(finish);
        }
        var called = calls.values().stream().map(PlainReading::call).toList();
        signatures.addAll(reasoning.values());
        signatures.removeIf(String::isEmpty);
        String said = text.isEmpty() ? refusal.toString() : text.toString();
        Reply.Stop stop = refusal.isEmpty() ? openAiStop(finish, called) : Reply.Stop.REFUSED;
        return new PlainReading(said, called, usage, stop, signatures);
    }

    private static String call(String... parts) {
        return parts[0] + " " + parts[1] + " " + canonical(parts[2].isEmpty() ? "{}" : parts[2]);
    }

    private static Reply.Stop openAiStop(String finish, List<String> calls) {
        return switch (finish) {
            case "length" -> Reply.Stop.LENGTH;
            case "stop", "tool_calls", "" -> calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
            default -> throw new AssertionError("no such recording: " + finish);
        };
    }

    private static Reply.Usage openAiUsage(JsonNode usage) {
        long input = usage.path("prompt_tokens").asLong();
        long output = usage.path("completion_tokens").asLong();
        long reasoned = usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0);
        boolean apart = usage.path("total_tokens").asLong(0) == input + output + reasoned;
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        return new Reply.Usage(input, apart ? output + reasoned : output, cached);
    }

    private static PlainReading anthropic(List<JsonNode> pieces) {
        var text = new StringBuilder();
        var calls = new TreeMap<Integer, String[]>();
        var secrets = new TreeMap<String, String>();
        Map<String, Long> usage = new TreeMap<>();
        String stop = "";
        for (JsonNode piece : pieces) {
            JsonNode message = piece.has("message") ? piece.path("message") : piece;
            int index = piece.path("index").asInt(-1);
            for (JsonNode block : message.path("content")) {
                index++;
                block(block, index, text, calls, secrets);
            }
            block(piece.path("content_block"), index, text, calls, secrets);
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
        long cached = usage.getOrDefault("cache_read_input_tokens", 0L);
        long input =
                cached
                        + usage.getOrDefault("cache_creation_input_tokens", 0L)
                        + usage.getOrDefault("input_tokens", 0L);
        var counted =
                new Reply.Usage(
                        input,
                        usage.getOrDefault("output_tokens", 0L),
                        cached,
                        usage.getOrDefault("cache_creation_input_tokens", 0L),
                        usage.getOrDefault("thinking_tokens", 0L));
        var called = calls.values().stream().map(PlainReading::call).toList();
        List<String> texts = secrets.values().stream().filter(s -> !s.isEmpty()).toList();
        return new PlainReading(text.toString(), called, counted, anthropicStop(stop), texts);
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

    private static Reply.Stop anthropicStop(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence", "pause_turn", "compaction" -> Reply.Stop.END;
            case "refusal" -> Reply.Stop.REFUSED;
            case "tool_use" -> Reply.Stop.CALLS;
            case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.LENGTH;
            default -> throw new AssertionError("no such recording: " + reason);
        };
    }
}
