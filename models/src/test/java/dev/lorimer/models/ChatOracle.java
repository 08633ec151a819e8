package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Chat Completions, read plainly.
final class ChatOracle implements Oracle {
    @Override
    public ObjectNode response(JsonNode file) {
        ObjectNode response = Oracle.super.response(file);
        // The list of chunks leaves out what is no JSON.
        response.path("sse")
                .stringValueOpt()
                .ifPresent(sse -> response.put("sse", sse + Given.sse("[DONE]")));
        return response;
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        var choices = new ArrayList<JsonNode>();
        var usages = new ArrayList<JsonNode>();
        for (JsonNode piece : Plain.pieces(recorded)) {
            usages.add(piece.path("usage"));
            usages.add(piece.path("x_groq").path("usage"));
            for (JsonNode choice : piece.path("choices")) {
                if (choice.path("index").asInt(0) == 0) {
                    choices.add(choice);
                    usages.add(choice.path("usage"));
                }
            }
        }
        usages.removeIf(usage -> !usage.isObject());
        return choices.isEmpty() ? Optional.empty() : Optional.of(reading(choices, usages));
    }

    private static PlainReading reading(List<JsonNode> choices, List<JsonNode> usages) {
        var text = new StringBuilder();
        var refusal = new StringBuilder();
        var calls = new TreeMap<Integer, String[]>();
        var secrets = new TreeMap<String, String>();
        String finish = "";
        boolean deeds = false;
        for (JsonNode choice : choices) {
            JsonNode message = choice.has("delta") ? choice.path("delta") : choice.path("message");
            text.append(text(message.path("content")));
            refusal.append(message.path("refusal").asString(""));
            secrets(message, secrets);
            calls(message.path("tool_calls"), calls);
            deeds |=
                    !message.path("audio").path("id").asString("").isEmpty()
                            || !message.path("images").isEmpty();
            for (String kept : List.of("annotations", "images", "executed_tools")) {
                Plain.strings(message.path(kept)).forEach(said -> secrets.put(said, said));
            }
            finish = choice.path("finish_reason").asString(finish);
        }
        List<PlainCall> called =
                calls.values().stream().map(c -> PlainCall.of(c[0], c[1], c[2])).toList();
        Reply.Usage usage = usages.isEmpty() ? Reply.Usage.NONE : usage(usages.getLast());
        boolean refused = !refusal.isEmpty();
        return new PlainReading(
                text.isEmpty() ? refusal.toString() : text.toString(),
                called,
                usage,
                refused ? Reply.Stop.REFUSED : stop(finish, called),
                secrets.values().stream().filter(secret -> !secret.isEmpty()).toList(),
                deeds);
    }

    private static String text(JsonNode content) {
        var text = new StringBuilder(content.asString(""));
        if (content.isArray()) {
            content.forEach(part -> text.append(part.path("text").asString("")));
        }
        return text.toString();
    }

    private static void secrets(JsonNode message, TreeMap<String, String> secrets) {
        for (String field : List.of("reasoning", "reasoning_content")) {
            secrets.merge(field, message.path(field).asString(""), String::concat);
        }
        for (JsonNode detail : message.path("reasoning_details")) {
            String signature = detail.path("signature").asString("");
            secrets.put("signature" + signature, signature);
            String data = detail.path("data").asString("");
            secrets.put("data" + data, data);
        }
        for (JsonNode part : message.path("content")) {
            for (JsonNode thought : part.path("thinking")) {
                secrets.merge("thinking", thought.path("text").asString(""), String::concat);
            }
        }
        secrets.put("audio", message.path("audio").path("id").asString(""));
    }

    private static void calls(JsonNode fragments, TreeMap<Integer, String[]> calls) {
        int position = 0;
        for (JsonNode call : fragments) {
            int index = call.path("index").asInt(position++) * 100;
            // Some servers number every call 0: a name and another id begin a new one.
            var alike = calls.subMap(index, index + 100);
            if (!alike.isEmpty()) {
                boolean begins = another(call, alike.lastEntry().getValue());
                index = alike.lastKey() + (begins ? 1 : 0);
            }
            String[] parts = calls.computeIfAbsent(index, _ -> new String[] {"", "", ""});
            parts[0] += call.path("id").asString("");
            parts[1] += call.path("function").path("name").asString("");
            parts[2] += call.path("function").path("arguments").asString("");
        }
    }

    private static boolean another(JsonNode call, String... before) {
        String id = call.path("id").asString("");
        String name = call.path("function").path("name").asString("");
        return !name.isEmpty() && !id.isEmpty() && !before[0].isEmpty() && !id.equals(before[0]);
    }

    private static Reply.Stop stop(String finish, List<PlainCall> calls) {
        return switch (finish) {
            case "length", "max_tokens", "model_length" -> Reply.Stop.LENGTH;
            case "content_filter", "refusal", "safety" -> Reply.Stop.REFUSED;
            default -> calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        };
    }

    private static Reply.Usage usage(JsonNode usage) {
        long input = usage.path("prompt_tokens").asLong();
        long output = usage.path("completion_tokens").asLong();
        JsonNode in = usage.path("prompt_tokens_details");
        long reasoned = usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0);
        // Reasoning that is counted apart shows in the total alone.
        long all = Math.max(output, usage.path("total_tokens").asLong(0) - input);
        return new Reply.Usage(
                input,
                all,
                in.path("cached_tokens").asLong(usage.path("prompt_cache_hit_tokens").asLong(0)),
                in.path("cache_write_tokens").asLong(0),
                reasoned);
    }

    /// The line that ends a stream; some servers send more after it.
    @Override
    public int wholeFrom(Recorded recorded) {
        int end = recorded.text().indexOf("[DONE]");
        return end < 0
                ? Oracle.super.wholeFrom(recorded)
                : recorded.text().substring(0, end + 6).getBytes(StandardCharsets.UTF_8).length;
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
        JsonNode message = messages.path(at);
        var calls = new ArrayList<PlainCall>();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(
                    PlainCall.of(
                            call.path("id").asString(""),
                            function.path("name").asString(""),
                            function.path("arguments").asString("")));
        }
        var thoughts = new ArrayList<JsonNode>();
        for (String field : List.of("reasoning_content", "reasoning")) {
            if (!message.path(field).asString("").isEmpty()) {
                thoughts.add(message.path(field));
            }
        }
        for (JsonNode detail : message.path("reasoning_details")) {
            thoughts.add(detail.path("text"));
            thoughts.add(detail.path("signature"));
        }
        for (JsonNode part : message.path("content")) {
            part.path("thinking").forEach(thoughts::add);
        }
        thoughts.removeIf(thought -> thought.isMissingNode() || thought.isNull());
        return new PlainTurn(text(message.path("content")), calls, thoughts, results(messages, at));
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
                            message.path("name").asString(""),
                            text(message.path("content")),
                            false));
        }
        return results;
    }
}
