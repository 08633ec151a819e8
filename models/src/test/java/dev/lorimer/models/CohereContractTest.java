package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CohereContractTest extends DialectContract {
    private static final String START =
            "{\"id\":\"x\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\","
                    + "\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}";

    @Override
    Dialect dialect() {
        return new CohereChat();
    }

    @Override
    Oracle oracle() {
        return new CohereOracle();
    }

    @Override
    String skilled() {
        return "command-a-reasoning-08-2025";
    }

    @Override
    List<String> saying(String text) {
        return said(text, "COMPLETE");
    }

    @Override
    List<String> cutShort(String text) {
        return said(text, "MAX_TOKENS");
    }

    private static List<String> said(String text, String reason) {
        List<String> halves = halves(text);
        return List.of(
                START,
                content("start", "{\"type\":\"text\",\"text\":\"\"}"),
                content("delta", "{\"text\":" + quoted(halves.getFirst()) + "}"),
                content("delta", "{\"text\":" + quoted(halves.getLast()) + "}"),
                "{\"type\":\"content-end\",\"index\":0}",
                end(reason));
    }

    private static String content(String event, String content) {
        return "{\"type\":\"content-%s\",\"index\":0,\"delta\":{\"message\":{\"content\":%s}}}"
                .formatted(event, content);
    }

    private static String end(String reason) {
        return "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\""
                + reason
                + "\",\"usage\":{\"tokens\":{\"input_tokens\":3,\"output_tokens\":1}}}}";
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(START);
        for (int at = 0; at < calls.length; at++) {
            String function = "\"function\":{\"name\":" + quoted(calls[at].name());
            events.add(
                    call(
                            "start",
                            at,
                            "\"id\":%s,\"type\":\"function\",%s,\"arguments\":\"\"}"
                                    .formatted(quoted(calls[at].id()), function)));
            for (String piece : halves(calls[at].arguments())) {
                events.add(call("delta", at, "\"function\":{\"arguments\":" + quoted(piece) + "}"));
            }
            events.add("{\"type\":\"tool-call-end\",\"index\":" + at + "}");
        }
        events.add(end("TOOL_CALL"));
        return events;
    }

    private static String call(String event, int index, String members) {
        return "{\"type\":\"tool-call-%s\",\"index\":%d,\"delta\":{\"message\":{\"tool_calls\":{%s}}}}"
                .formatted(event, index, members);
    }

    @Override
    String limited(String event) {
        return event.replace("\"TOOL_CALL\"", "\"MAX_TOKENS\"");
    }

    @Override
    String filtered(String event) {
        return event.replace("\"COMPLETE\"", "\"ERROR_TOXIC\"");
    }

    @Override
    boolean begins(String event) {
        return event.contains("tool-call-start");
    }

    @Override
    String error() {
        return "{\"type\":\"message-end\",\"delta\":{\"error\":\"upstream\",\"finish_reason\":\"ERROR\"}}";
    }

    @Override
    String stranger() {
        return "{\"type\":\"debug\",\"prompt\":\"<BOS>\"}";
    }

    @Override
    String whole(String text) {
        return "{\"id\":\"x\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"text\",\"text\":"
                + quoted(text)
                + "}]}}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_-]{1,128}");
    }
}
