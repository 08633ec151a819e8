package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class InteractionsContractTest extends DialectContract {
    private static final String START =
            "{\"interaction\":{\"id\":\"\",\"status\":\"in_progress\"},\"event_type\":\"interaction.created\"}";

    @Override
    Dialect dialect() {
        return Given.INTERACTIONS;
    }

    @Override
    Oracle oracle() {
        return new InteractionsOracle();
    }

    @Override
    String skilled() {
        return "gemini-3.5-flash";
    }

    /// The last event's JSON has its end where the reply has.
    @Override
    int wholeFrom(byte[] stream) {
        String text = new String(stream, StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n", text.indexOf("interaction.completed"));
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    List<String> saying(String text) {
        return said(text, "completed");
    }

    @Override
    List<String> cutShort(String text) {
        return said(text, "incomplete");
    }

    private static List<String> said(String text, String status) {
        List<String> halves = halves(text);
        return List.of(
                START,
                begin(0, "{\"type\":\"model_output\"}"),
                grow(0, "{\"type\":\"text\",\"text\":" + quoted(halves.getFirst()) + "}"),
                grow(0, "{\"type\":\"text\",\"text\":" + quoted(halves.getLast()) + "}"),
                stop(0),
                end(status));
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(START);
        for (int at = 0; at < calls.length; at++) {
            events.add(
                    begin(
                            at,
                            "{\"type\":\"function_call\",\"id\":%s,\"name\":%s,\"arguments\":{},\"signature\":\"\"}"
                                    .formatted(quoted(calls[at].id()), quoted(calls[at].name()))));
            for (String piece : halves(calls[at].arguments())) {
                events.add(
                        grow(
                                at,
                                "{\"type\":\"arguments_delta\",\"arguments\":"
                                        + quoted(piece)
                                        + "}"));
            }
            events.add(stop(at));
        }
        events.add(end("requires_action"));
        return events;
    }

    private static String begin(int index, String step) {
        return "{\"index\":%d,\"step\":%s,\"event_type\":\"step.start\"}".formatted(index, step);
    }

    private static String grow(int index, String delta) {
        return "{\"index\":%d,\"delta\":%s,\"event_type\":\"step.delta\"}".formatted(index, delta);
    }

    private static String stop(int index) {
        return "{\"index\":" + index + ",\"event_type\":\"step.stop\"}";
    }

    private static String end(String status) {
        return "{\"interaction\":{\"status\":\"%s\"},\"event_type\":\"interaction.completed\"}"
                .formatted(status);
    }

    @Override
    String limited(String event) {
        return event.replace("requires_action", "incomplete");
    }

    @Override
    String filtered(String event) {
        return event.replace(
                "\"status\":\"completed\"",
                "\"status\":\"failed\",\"errors\":[{\"code\":\"safety\"}]");
    }

    @Override
    boolean begins(String event) {
        return event.contains("step.start");
    }

    @Override
    String error() {
        return "{\"error\":{\"code\":\"unavailable\",\"message\":\"not now\"},\"event_type\":\"error\"}";
    }

    @Override
    String stranger() {
        return "{\"event_type\":\"interaction.mood\",\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return "{\"id\":\"\",\"status\":\"completed\",\"steps\":[{\"type\":\"model_output\",\"content\":[{\"type\":\"text\",\"text\":"
                + quoted(text)
                + "}]}]}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_-]{1,64}");
    }
}
