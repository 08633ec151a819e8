package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OpenAiChatContractTest extends DialectContract {
    private static final String CHUNK =
            "{\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";

    @Override
    Dialect dialect() {
        return Given.OPENAI;
    }

    @Override
    Oracle oracle() {
        return new ChatOracle();
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
                delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                delta("{\"content\":" + quoted(halves.getFirst()) + "}"),
                delta("{\"content\":" + quoted(halves.getLast()) + "}"),
                CHUNK.formatted("{}", "\"" + reason + "\""),
                "[DONE]");
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        for (int at = 0; at < calls.length; at++) {
            String head = quoted(halves(calls[at].arguments()).getFirst());
            String tail = quoted(halves(calls[at].arguments()).getLast());
            events.add(
                    delta(
                            "{\"tool_calls\":[{\"index\":%d,\"id\":%s,\"function\":{\"name\":%s,\"arguments\":%s}}]}"
                                    .formatted(
                                            at,
                                            quoted(calls[at].id()),
                                            quoted(calls[at].name()),
                                            head)));
            events.add(
                    delta(
                            "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}"
                                    .formatted(at, tail)));
        }
        events.add(CHUNK.formatted("{}", "\"tool_calls\""));
        events.add("[DONE]");
        return events;
    }

    private static String delta(String delta) {
        return CHUNK.formatted(delta, "null");
    }

    @Override
    String limited(String event) {
        return event.replace("\"tool_calls\"}", "\"length\"}");
    }

    @Override
    String filtered(String event) {
        return event.replace("\"stop\"", "\"content_filter\"");
    }

    @Override
    String error() {
        return "{\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}";
    }

    @Override
    String stranger() {
        return "{\"object\":\"chat.completion.mood\",\"choices\":[],\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
                + quoted(text)
                + "}}]}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("(?s).{1,100}");
    }
}
