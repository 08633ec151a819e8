package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class GeminiContractTest extends DialectContract {
    @Override
    Dialect dialect() {
        return Given.GEMINI;
    }

    @Override
    Oracle oracle() {
        return new GeminiOracle();
    }

    @Override
    String skilled() {
        return "gemini-2.5-flash";
    }

    @Override
    List<String> saying(String text) {
        return said(text, "STOP");
    }

    @Override
    List<String> cutShort(String text) {
        return said(text, "MAX_TOKENS");
    }

    private static List<String> said(String text, String reason) {
        List<String> halves = halves(text);
        return List.of(chunk(part(halves.getFirst()), ""), chunk(part(halves.getLast()), reason));
    }

    private static String part(String text) {
        return "{\"text\":" + quoted(text) + "}";
    }

    private static String chunk(String part, String reason) {
        String finish = reason.isEmpty() ? "" : ",\"finishReason\":\"" + reason + "\"";
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + part
                + "]}"
                + finish
                + "}]}";
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        for (ToolCall call : calls) {
            events.add(
                    chunk(
                            "{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s}}"
                                    .formatted(
                                            quoted(call.id()),
                                            quoted(call.name()),
                                            call.arguments()),
                            ""));
        }
        events.add(chunk("", "STOP"));
        return events;
    }

    @Override
    String limited(String event) {
        return event.replace("\"finishReason\":\"STOP\"", "\"finishReason\":\"MAX_TOKENS\"");
    }

    @Override
    String filtered(String event) {
        return event.replace("\"finishReason\":\"STOP\"", "\"finishReason\":\"SAFETY\"");
    }

    @Override
    String error() {
        return "{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}";
    }

    @Override
    String stranger() {
        return "{\"mood\":\"good\"}";
    }

    @Override
    String whole(String text) {
        return chunk(part(text), "STOP");
    }

    @Override
    Optional<String> idPattern() {
        return Optional.empty();
    }
}
