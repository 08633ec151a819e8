package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OpenAiResponsesContractTest extends DialectContract {
    private static final String CREATED =
            "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}";

    @Override
    Dialect dialect() {
        return new OpenAiResponses();
    }

    @Override
    Oracle oracle() {
        return new ResponsesOracle();
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
        return List.of(
                CREATED,
                item("added", 0, "{\"type\":\"message\",\"id\":\"msg_1\",\"content\":[]}"),
                grow("output_text.delta", 0, halves(text).getFirst()),
                grow("output_text.delta", 0, halves(text).getLast()),
                item("done", 0, message(text)),
                end(status, "[" + message(text) + "]"));
    }

    private static String message(String text) {
        return "{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\","
                + "\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"text\":%s}]}"
                        .formatted(quoted(text));
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(CREATED);
        for (int at = 0; at < calls.length; at++) {
            events.add(item("added", at, call(at, calls[at], "")));
            for (String piece : halves(calls[at].arguments())) {
                events.add(grow("function_call_arguments.delta", at, piece));
            }
            events.add(item("done", at, call(at, calls[at], calls[at].arguments())));
        }
        events.add(end("completed", "[]"));
        return events;
    }

    private static String call(int at, ToolCall call, String arguments) {
        return "{\"type\":\"function_call\",\"id\":\"fc_%d\",\"call_id\":%s,\"name\":%s,\"arguments\":%s}"
                .formatted(at, quoted(call.id()), quoted(call.name()), quoted(arguments));
    }

    private static String item(String what, int index, String item) {
        return "{\"type\":\"response.output_item.%s\",\"output_index\":%d,\"item\":%s}"
                .formatted(what, index, item);
    }

    private static String grow(String what, int index, String piece) {
        return "{\"type\":\"response.%s\",\"output_index\":%d,\"content_index\":0,\"delta\":%s}"
                .formatted(what, index, quoted(piece));
    }

    private static String end(String status, String output) {
        String why = "{\"reason\":\"max_output_tokens\"}";
        return "{\"type\":\"response.%s\",\"response\":{\"status\":\"%s\",\"incomplete_details\":%s,\"output\":%s}}"
                .formatted(status, status, status.equals("incomplete") ? why : "null", output);
    }

    @Override
    String limited(String event) {
        return incomplete(event, "max_output_tokens");
    }

    @Override
    String filtered(String event) {
        return incomplete(event, "content_filter");
    }

    @Override
    boolean begins(String event) {
        return event.contains("output_item.added");
    }

    private static String incomplete(String event, String reason) {
        if (!event.contains("response.completed")) {
            return event;
        }
        return event.replace("response.completed", "response.incomplete")
                .replace(
                        "\"status\":\"completed\",\"incomplete",
                        "\"status\":\"incomplete\",\"incomplete")
                .replace(
                        "\"incomplete_details\":null",
                        "\"incomplete_details\":{\"reason\":\"" + reason + "\"}");
    }

    @Override
    String error() {
        return "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"overloaded\"}";
    }

    @Override
    String stranger() {
        return "{\"type\":\"response.mood\",\"output_index\":0,\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return "{\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":["
                + message(text)
                + "]}";
    }

    @Override
    Optional<String> idPattern() {
        return Optional.of("[A-Za-z0-9_.:-]{1,64}");
    }
}
