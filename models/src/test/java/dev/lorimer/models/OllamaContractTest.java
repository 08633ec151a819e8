package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OllamaContractTest extends DialectContract {
    @Override
    Dialect dialect() {
        return new OllamaChat();
    }

    @Override
    Oracle oracle() {
        return new OllamaOracle();
    }

    @Override
    String skilled() {
        return "gpt-oss:20b";
    }

    /// The wire takes pictures without their type.
    @Override
    boolean knows(Skill skill) {
        return skill != Skill.IMAGE_TYPES;
    }

    @Override
    byte[] stream(List<String> events) {
        return (String.join("\n", events) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    List<String> saying(String text) {
        return said(text, "stop");
    }

    @Override
    List<String> cutShort(String text) {
        return said(text, "length");
    }

    private static List<String> said(String text, String reason) {
        List<String> halves = halves(text);
        return List.of(
                piece("\"content\":" + quoted(halves.getFirst())),
                piece("\"content\":" + quoted(halves.getLast())),
                end(reason));
    }

    private static String piece(String members) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\","
                + members
                + "},\"done\":false}";
    }

    private static String end(String reason) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"done\":true,\"done_reason\":\""
                + reason
                + "\",\"prompt_eval_count\":3,\"eval_count\":1}";
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        for (ToolCall call : calls) {
            events.add(
                    piece(
                            "\"content\":\"\",\"tool_calls\":[{\"id\":%s,\"function\":{\"name\":%s,\"arguments\":%s}}]"
                                    .formatted(
                                            quoted(call.id()),
                                            quoted(call.name()),
                                            call.arguments())));
        }
        events.add(end("stop"));
        return events;
    }

    @Override
    String limited(String event) {
        return event.replace("\"stop\"", "\"length\"");
    }

    @Override
    String filtered(String event) {
        return event;
    }

    @Override
    String error() {
        return "{\"error\":\"an error was encountered while running the model\"}";
    }

    @Override
    String stranger() {
        return "{\"model\":\"m\",\"mood\":\"good\",\"done\":false}";
    }

    @Override
    String whole(String text) {
        return "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":"
                + quoted(text)
                + "},\"done_reason\":\"stop\",\"done\":true}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_-]{1,64}");
    }
}
