package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// InvokeModel with a model whose own language is that of Converse, with every piece of a text as a
/// block and gaps between the numbers of calls.
class InvokeNovaContractTest extends InvokeContract {
    private static final String START = "{\"messageStart\":{\"role\":\"assistant\"}}";

    InvokeNovaContractTest() {
        super(new ConverseContractTest(), "us.amazon.nova-2-lite-v1:0");
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
        var events = new ArrayList<String>();
        events.add(START);
        int index = 0;
        for (String piece : halves(text)) {
            events.add(grow(index, "{\"text\":" + quoted(piece) + "}"));
            events.add(stop(index++));
        }
        events.add(end(reason));
        return events;
    }

    /// What it cost comes after the message's stop; here both are one event, as nothing may follow
    /// the last one.
    private static String end(String reason) {
        return "{\"messageStop\":{\"stopReason\":\"%s\"},\"metadata\":{\"usage\":{\"inputTokens\":3}}}"
                .formatted(reason);
    }

    @Override
    List<String> calling(ToolCall... calls) {
        var events = new ArrayList<String>();
        events.add(START);
        for (int at = 0; at < calls.length; at++) {
            int index = 2 * at;
            String start =
                    "{\"toolUseId\":%s,\"name\":%s}"
                            .formatted(quoted(calls[at].id()), quoted(calls[at].name()));
            events.add(
                    "{\"contentBlockStart\":{\"start\":{\"toolUse\":%s},\"contentBlockIndex\":%d}}"
                            .formatted(start, index));
            Stream<String> pieces = halves(calls[at].arguments()).stream();
            pieces.map(piece -> grow(index, "{\"toolUse\":{\"input\":" + quoted(piece) + "}}"))
                    .forEach(events::add);
            events.add(stop(index));
        }
        events.add(end("tool_use"));
        return events;
    }

    private static String grow(int index, String delta) {
        return "{\"contentBlockDelta\":{\"delta\":%s,\"contentBlockIndex\":%d}}"
                .formatted(delta, index);
    }

    private static String stop(int index) {
        return "{\"contentBlockStop\":{\"contentBlockIndex\":" + index + "}}";
    }

    @Override
    String stranger() {
        return "{\"mood\":{\"good\":true}}";
    }

    @Override
    boolean knows(Skill skill) {
        // The highest effort is more than a bounded reply may have.
        return skill != Skill.EFFORT;
    }
}
