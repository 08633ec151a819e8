package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// InvokeModel: another language in frames.
abstract class InvokeContract extends DialectContract {
    private final DialectContract inner;
    private final String model;

    /// @param inner the language inside the frames
    InvokeContract(DialectContract inner, String model) {
        this.inner = inner;
        this.model = model;
    }

    @Override
    Dialect dialect() {
        return Given.INVOKE;
    }

    @Override
    Oracle oracle() {
        return new InvokeOracle();
    }

    @Override
    String model() {
        return model;
    }

    @Override
    byte[] stream(List<String> events) {
        var frames = new ByteArrayOutputStream();
        events.forEach(event -> frames.writeBytes(frame(event)));
        return frames.toByteArray();
    }

    private byte[] frame(String event) {
        if (event.equals(error())) {
            var headers =
                    Map.of(
                            ":message-type", "exception",
                            ":exception-type", "modelStreamErrorException");
            return ConverseOracle.frame(headers, event);
        }
        return InvokeOracle.frame(event);
    }

    @Override
    byte[] spoilt(List<String> events) {
        var frames = new ByteArrayOutputStream();
        for (String event : events) {
            byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
            frames.writeBytes(
                    InvokeOracle.frame(event.contains("é") ? Given.spoilt(bytes) : bytes));
        }
        return frames.toByteArray();
    }

    @Override
    int wholeFrom(byte[] stream) {
        return stream.length;
    }

    @Override
    List<String> saying(String text) {
        return inner.saying(text);
    }

    @Override
    List<String> calling(ToolCall... calls) {
        return inner.calling(calls);
    }

    @Override
    List<String> cutShort(String text) {
        return inner.cutShort(text);
    }

    @Override
    String limited(String event) {
        return inner.limited(event);
    }

    @Override
    String filtered(String event) {
        return inner.filtered(event);
    }

    @Override
    boolean begins(String event) {
        return inner.begins(event);
    }

    @Override
    boolean framed() {
        return true;
    }

    @Override
    String error() {
        return "{\"originalMessage\":\"the model fell over\",\"message\":\"no stream\"}";
    }

    @Override
    String stranger() {
        return inner.stranger();
    }

    @Override
    String whole(String text) {
        return inner.whole(text);
    }

    @Override
    Optional<String> idPattern() {
        return inner.idPattern();
    }

    @Override
    boolean knows(Skill skill) {
        return inner.knows(skill);
    }
}
