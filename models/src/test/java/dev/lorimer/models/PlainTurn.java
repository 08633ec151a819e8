package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An assistant message and the results after it, as they stand in a request.
///
/// @param calls id, name and arguments of each call
/// @param thoughts reasoning and server-tool blocks, or the reasoning members of the message
record PlainTurn(
        String text,
        List<String> calls,
        List<JsonNode> thoughts,
        List<Message.ToolResult> results) {

    /// The turn in which a request carries an answer, or empty when it does so in a form that the
    /// canonical conversation does not know, such as pictures.
    static Optional<PlainTurn> find(JsonNode messages, PlainReading answer, Dialect dialect) {
        for (int at = 0; at < messages.size(); at++) {
            if (!messages.path(at).path("role").asString("").equals("assistant")) {
                continue;
            }
            Optional<PlainTurn> turn = of(messages, at, dialect);
            boolean same =
                    turn.isPresent()
                            && turn.get().calls().equals(answer.calls())
                            && turn.get().text().strip().equals(answer.text().strip());
            if (same) {
                return turn;
            }
        }
        return Optional.empty();
    }

    private static Optional<PlainTurn> of(JsonNode messages, int at, Dialect dialect) {
        JsonNode message = messages.path(at);
        var text = new StringBuilder(message.path("content").asString(""));
        var calls = new ArrayList<String>();
        var thoughts = new ArrayList<JsonNode>();
        if (message.path("content").isArray()) {
            for (JsonNode block : message.path("content")) {
                switch (block.path("type").asString("")) {
                    case "text" -> text.append(block.path("text").asString());
                    case "tool_use" ->
                            calls.add(
                                    call(
                                            block,
                                            block.path("name"),
                                            block.path("input").toString()));
                    default -> thoughts.add(block);
                }
            }
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(call(call, function.path("name"), function.path("arguments").asString()));
        }
        for (String field : List.of("reasoning_content", "reasoning")) {
            if (!message.path(field).asString("").isEmpty()) {
                thoughts.add(message.path(field));
            }
        }
        for (JsonNode detail : message.path("reasoning_details")) {
            thoughts.add(detail.path("text"));
            thoughts.add(detail.path("signature"));
        }
        return results(messages, at + 1, dialect)
                .map(results -> new PlainTurn(text.toString(), calls, thoughts, results));
    }

    private static String call(JsonNode call, JsonNode name, String arguments) {
        String canonical = PlainReading.canonical(arguments.isBlank() ? "{}" : arguments);
        return call.path("id").asString() + " " + name.asString() + " " + canonical;
    }

    private static Optional<List<Message.ToolResult>> results(
            JsonNode messages, int from, Dialect dialect) {
        var results = new ArrayList<Message.ToolResult>();
        for (int at = from; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            String role = message.path("role").asString("");
            if (dialect.equals(Given.OPENAI) && role.equals("tool")) {
                if (!message.path("content").isString()) {
                    return Optional.empty();
                }
                String id = message.path("tool_call_id").asString();
                results.add(new Message.ToolResult(id, message.path("content").asString(), false));
            } else if (dialect.equals(Given.ANTHROPIC) && role.equals("user")) {
                for (JsonNode block : message.path("content")) {
                    if (block.path("type").asString("").equals("tool_result")) {
                        results.add(
                                new Message.ToolResult(
                                        block.path("tool_use_id").asString(),
                                        plainText(block.path("content")),
                                        block.path("is_error").asBoolean(false)));
                    }
                }
            } else {
                break;
            }
        }
        return Optional.of(results);
    }

    private static String plainText(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        var text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asString("")));
        return text.toString();
    }
}
