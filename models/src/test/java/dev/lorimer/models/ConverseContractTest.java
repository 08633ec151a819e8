package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ConverseContractTest extends DialectContract {
    private static final String START = "{\"role\":\"assistant\"}";
    private static final String METADATA = "{\"usage\":{\"inputTokens\":3,\"outputTokens\":1}}";

    /// Which event a payload belongs to, by a member that it has.
    private static final Map<String, String> EVENTS = new LinkedHashMap<>();

    static {
        EVENTS.put("\"role\"", "messageStart");
        EVENTS.put("\"start\"", "contentBlockStart");
        EVENTS.put("\"delta\"", "contentBlockDelta");
        EVENTS.put("\"contentBlockIndex\"", "contentBlockStop");
        EVENTS.put("\"stopReason\"", "messageStop");
        EVENTS.put("\"usage\"", "metadata");
    }

    @Override
    Dialect dialect() {
        return Given.BEDROCK;
    }

    @Override
    Oracle oracle() {
        return new ConverseOracle();
    }

    @Override
    String skilled() {
        return "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    }

    @Override
    byte[] stream(List<String> events) {
        var frames = new ByteArrayOutputStream();
        events.forEach(event -> frames.writeBytes(frame(event)));
        return frames.toByteArray();
    }

    private static byte[] frame(String event) {
        if (event.contains("\"message\"")) {
            var headers =
                    Map.of(
                            ":message-type", "exception",
                            ":exception-type", "serviceUnavailableException");
            return ConverseOracle.frame(headers, event);
        }
        return ConverseOracle.frame(name(event), event);
    }

    private static String name(String event) {
        return EVENTS.entrySet().stream()
                .filter(known -> event.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("mood");
    }

    /// What it cost comes after the message's stop; the reply is whole without it.
    @Override
    int wholeFrom(byte[] stream) {
        return stream.length - frame(METADATA).length;
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
                grow(0, "{\"text\":" + quoted(halves.getFirst()) + "}"),
                grow(0, "{\"text\":" + quoted(halves.getLast()) + "}"),
                end(0),
                "{\"stopReason\":\"" + reason + "\"}",
                METADATA);
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(START);
        for (int at = 0; at < calls.length; at++) {
            events.add(
                    "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"toolUseId\":%s,\"name\":%s}}}"
                            .formatted(at, quoted(calls[at].id()), quoted(calls[at].name())));
            for (String piece : halves(calls[at].arguments())) {
                events.add(grow(at, "{\"toolUse\":{\"input\":" + quoted(piece) + "}}"));
            }
            events.add(end(at));
        }
        events.add("{\"stopReason\":\"tool_use\"}");
        events.add(METADATA);
        return events;
    }

    private static String grow(int index, String delta) {
        return "{\"contentBlockIndex\":%d,\"delta\":%s}".formatted(index, delta);
    }

    private static String end(int index) {
        return "{\"contentBlockIndex\":" + index + "}";
    }

    @Override
    String limited(String event) {
        return event.replace("\"stopReason\":\"tool_use\"", "\"stopReason\":\"max_tokens\"");
    }

    @Override
    String filtered(String event) {
        return event.replace(
                "\"stopReason\":\"end_turn\"", "\"stopReason\":\"guardrail_intervened\"");
    }

    @Override
    boolean begins(String event) {
        return event.contains("\"start\"");
    }

    @Override
    boolean framed() {
        return true;
    }

    @Override
    String error() {
        return "{\"message\":\"the service is not there for a moment\"}";
    }

    @Override
    String stranger() {
        return "{\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":"
                + quoted(text)
                + "}]}},\"stopReason\":\"end_turn\"}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_-]{1,64}");
    }
}
