package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class AnthropicContractTest extends DialectContract {
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":3}}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    @Override
    Dialect dialect() {
        return Given.ANTHROPIC;
    }

    @Override
    Oracle oracle() {
        return new MessagesOracle();
    }

    @Override
    boolean knows(Skill skill) {
        return true;
    }

    @Override
    String skilled() {
        return "claude-sonnet-4-6";
    }

    @Override
    List<String> saying(String text) {
        return said(text, "end_turn");
    }

    @Override
    List<String> cutShort(String text) {
        return said(text, "max_tokens");
    }

    private static List<String> said(String text, String reason) {
        List<String> halves = halves(text);
        return List.of(
                START,
                begin(0, "{\"type\":\"text\",\"text\":\"\"}"),
                grow(0, "{\"type\":\"text_delta\",\"text\":" + quoted(halves.getFirst()) + "}"),
                grow(0, "{\"type\":\"text_delta\",\"text\":" + quoted(halves.getLast()) + "}"),
                end(0),
                stop(reason),
                STOP);
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(START);
        for (int at = 0; at < calls.length; at++) {
            String id = quoted(calls[at].id());
            String name = quoted(calls[at].name());
            events.add(
                    begin(
                            at,
                            "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":{}}"
                                    .formatted(id, name)));
            for (String piece : halves(calls[at].arguments())) {
                events.add(
                        grow(
                                at,
                                "{\"type\":\"input_json_delta\",\"partial_json\":%s}"
                                        .formatted(quoted(piece))));
            }
            events.add(end(at));
        }
        events.add(stop("tool_use"));
        events.add(STOP);
        return events;
    }

    private static String begin(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
                .formatted(index, block);
    }

    private static String grow(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}"
                .formatted(index, delta);
    }

    private static String end(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index);
    }

    private static String stop(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"}}".formatted(reason);
    }

    @Override
    String limited(String event) {
        return event.replace("\"stop_reason\":\"tool_use\"", "\"stop_reason\":\"max_tokens\"");
    }

    @Override
    String filtered(String event) {
        return event.replace("\"stop_reason\":\"end_turn\"", "\"stop_reason\":\"refusal\"");
    }

    @Override
    boolean begins(String event) {
        return event.contains("content_block_start");
    }

    @Override
    String error() {
        return "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
    }

    @Override
    String stranger() {
        return "{\"type\":\"mood\",\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":"
                + quoted(text)
                + "}],\"stop_reason\":\"end_turn\"}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_-]{1,64}");
    }
}
