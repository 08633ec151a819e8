package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// OpenAI's Responses, read plainly: what a reply holds stands in its terminal event, and where
/// that one is empty or shortened, in the events that end items.
final class ResponsesOracle implements Oracle {
    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        List<JsonNode> pieces = Plain.pieces(recorded);
        JsonNode last = StrictText.newObject();
        var done = new ArrayList<JsonNode>();
        for (JsonNode piece : pieces) {
            if (piece.path("type").asString("").equals("response.output_item.done")) {
                done.add(piece.path("item"));
            }
            if (piece.path("type").asString("").matches("response\\.(completed|incomplete)")) {
                last = piece.path("response");
            }
        }
        if (!recorded.streamed() && !pieces.isEmpty()) {
            last = pieces.getFirst();
        }
        String status = last.path("status").asString("");
        if (!status.matches("completed|incomplete")) {
            return Optional.empty();
        }
        List<String> ids = done.stream().map(item -> item.path("id").asString("")).toList();
        for (JsonNode item : last.path("output")) {
            if (ids.isEmpty() || (item.has("id") && !ids.contains(item.path("id").asString("")))) {
                done.add(item);
            }
        }
        return Optional.of(reading(done, last));
    }

    private static PlainReading reading(List<JsonNode> items, JsonNode last) {
        var text = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        var secrets = new ArrayList<String>();
        boolean deeds = false;
        boolean refused = false;
        for (JsonNode item : items) {
            switch (item.path("type").asString()) {
                case "message" -> {
                    text.append(text(item));
                    refused |= item.toString().contains("\"type\":\"refusal\"");
                    secrets.add(item.path("id").asString(""));
                    secrets.add(item.path("phase").asString(""));
                    item.path("content")
                            .forEach(part ->
                                    secrets.addAll(Plain.strings(part.path("annotations"))));
                }
                case "function_call" -> {
                    calls.add(call(item, "arguments"));
                    secrets.add(item.path("id").asString(""));
                    secrets.add(item.path("namespace").asString(""));
                }
                case "custom_tool_call" -> calls.add(call(item, "input"));
                case "reasoning" -> secrets.addAll(Plain.strings(item));
                default -> {
                    deeds = true;
                    secrets.addAll(Plain.strings(item));
                }
            }
        }
        secrets.removeIf(String::isEmpty);
        boolean cut = last.path("status").asString().equals("incomplete");
        String why = last.path("incomplete_details").path("reason").asString("");
        Reply.Stop stop = calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        if (cut) {
            stop = why.equals("content_filter") ? Reply.Stop.REFUSED : Reply.Stop.LENGTH;
        }
        return new PlainReading(
                text.toString(),
                calls,
                usage(last.path("usage")),
                refused ? Reply.Stop.REFUSED : stop,
                secrets,
                deeds);
    }

    private static PlainCall call(JsonNode item, String member) {
        return PlainCall.of(
                item.path("call_id").asString(""),
                item.path("name").asString(""),
                item.path(member).asString(""));
    }

    private static Reply.Usage usage(JsonNode usage) {
        long input = usage.path("input_tokens").asLong(0);
        long total = usage.path("total_tokens").asLong(0);
        JsonNode in = usage.path("input_tokens_details");
        return new Reply.Usage(
                input,
                Math.max(usage.path("output_tokens").asLong(0), total - input),
                in.path("cached_tokens").asLong(0),
                in.path("cache_write_tokens").asLong(0),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong(0));
    }

    private static String text(JsonNode item) {
        if (item.path("content").isString()) {
            return item.path("content").asString();
        }
        var text = new StringBuilder();
        for (JsonNode part : item.path("content")) {
            text.append(part.path("text").asString("")).append(part.path("refusal").asString(""));
        }
        return text.toString();
    }

    /// What is sent back after an answer is a run of items that only an assistant writes.
    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        JsonNode input = request.path("input");
        var turns = new ArrayList<PlainTurn>();
        for (int at = 0; at < input.size(); at++) {
            boolean first = at == 0 || !written(input.path(at - 1));
            if (first && written(input.path(at))) {
                turns.add(turn(input, at));
            }
        }
        return PlainTurn.matching(turns, answer)
                .or(() ->
                        Optional.of(request)
                                .filter(body -> body.has("previous_response_id"))
                                .map(_ -> remembered(input, answer)));
    }

    /// The provider has the answer itself; the request holds nothing but the results.
    private static PlainTurn remembered(JsonNode input, PlainReading answer) {
        return new PlainTurn(answer.text(), answer.calls(), List.of(), results(input, 0));
    }

    private static boolean written(JsonNode item) {
        String type = item.path("type").asString("message");
        boolean theirs = item.path("role").asString("").matches("user|system|developer");
        boolean result = type.matches("(function|custom_tool)_call_output");
        return !theirs && !result;
    }

    private static PlainTurn turn(JsonNode input, int from) {
        var text = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        var thoughts = new ArrayList<JsonNode>();
        int at = from;
        for (; at < input.size() && written(input.path(at)); at++) {
            JsonNode item = input.path(at);
            switch (item.path("type").asString("message")) {
                case "message" -> {
                    text.append(text(item));
                    if (item.has("phase")) {
                        thoughts.add(item.path("phase"));
                    }
                }
                case "function_call" -> calls.add(call(item, "arguments"));
                case "custom_tool_call" -> calls.add(call(item, "input"));
                case "reasoning" -> {
                    thoughts.add(item.path("encrypted_content"));
                    item.path("summary").forEach(thoughts::add);
                    item.path("content").forEach(thoughts::add);
                }
                default -> thoughts.add(item.path("id"));
            }
        }
        thoughts.removeIf(thought -> thought.isMissingNode() || thought.isNull());
        return new PlainTurn(text.toString(), calls, thoughts, results(input, at));
    }

    private static List<PlainTurn.PlainResult> results(JsonNode input, int from) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        for (int at = from; at < input.size(); at++) {
            JsonNode item = input.path(at);
            if (!item.path("type").asString("").endsWith("_call_output")) {
                break;
            }
            results.add(
                    new PlainTurn.PlainResult(
                            item.path("call_id").asString(""), "", output(item), false));
        }
        return results;
    }

    private static String output(JsonNode item) {
        JsonNode output = item.path("output");
        var text = new StringBuilder(output.asString(""));
        output.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }

    @Override
    public int wholeFrom(Recorded recorded) {
        return wholeFrom(recorded.text());
    }

    /// The end of the line with the terminal event; some servers send more after it.
    static int wholeFrom(String stream) {
        var terminal =
                java.util.regex.Pattern.compile(
                                "(?m)^data:.*\"type\": ?\"response\\.(completed|incomplete)\".*$")
                        .matcher(stream);
        int end = terminal.find() ? terminal.end() : stream.stripTrailing().length();
        return stream.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }
}
