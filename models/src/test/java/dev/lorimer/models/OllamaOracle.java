package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Ollama's own chat, read plainly.
final class OllamaOracle implements Oracle {
    @Override
    public ObjectNode response(JsonNode file) {
        if (file.has("body")) {
            return Oracle.super.response(file);
        }
        String lines =
                file.path("chunks")
                        .valueStream()
                        .map(JsonNode::toString)
                        .collect(Collectors.joining("\n"));
        return StrictText.newObject().put("status", 200).put("text", lines + "\n");
    }

    @Override
    public boolean failed(Recorded recorded) {
        return Plain.pieces(recorded).stream().anyMatch(piece -> piece.has("error"));
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        var text = new StringBuilder();
        var thinking = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        JsonNode last = StrictText.newObject();
        for (JsonNode piece : Plain.pieces(recorded)) {
            JsonNode message = piece.path("message");
            text.append(message.path("content").asString(""));
            thinking.append(message.path("thinking").asString(""));
            calls(message, calls);
            last = piece;
        }
        if (!last.path("done").asBoolean(false)) {
            return Optional.empty();
        }
        boolean limited = last.path("done_reason").asString("").equals("length");
        Reply.Stop ended = calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
        var usage =
                new Reply.Usage(
                        last.path("prompt_eval_count").asLong(0),
                        last.path("eval_count").asLong(0),
                        0);
        return Optional.of(
                new PlainReading(
                        text.toString(),
                        calls,
                        usage,
                        limited ? Reply.Stop.LENGTH : ended,
                        thinking.isEmpty() ? List.of() : List.of(thinking.toString()),
                        false));
    }

    private static void calls(JsonNode message, List<PlainCall> calls) {
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode arguments = call.at("/function/arguments");
            calls.add(
                    PlainCall.of(
                            call.path("id").asString(""),
                            call.at("/function/name").asString(""),
                            arguments.asString(arguments.toString())));
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
        return PlainTurn.matching(turns, answer);
    }

    private static PlainTurn turn(JsonNode messages, int at) {
        JsonNode message = messages.path(at);
        var calls = new ArrayList<PlainCall>();
        calls(message, calls);
        JsonNode thinking = message.path("thinking");
        List<JsonNode> thoughts = thinking.asString("").isEmpty() ? List.of() : List.of(thinking);
        return new PlainTurn(
                message.path("content").asString(""), calls, thoughts, results(messages, at));
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
                            message.path("tool_name").asString(message.path("name").asString("")),
                            message.path("content").asString(""),
                            false));
        }
        return results;
    }
}
