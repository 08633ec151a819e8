package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What tests of the codecs start from.
final class Given {
    /// A server at home, of which nothing special is known.
    static final Dialect OPENAI = chat("openai", "http://127.0.0.1:9/v1", "m");

    static final Dialect ANTHROPIC = new AnthropicMessages();
    static final Dialect GEMINI = new GeminiContent();
    static final Dialect INTERACTIONS = new GeminiInteractions();
    static final Dialect INVOKE = new BedrockInvoke(Optional.empty());
    static final Dialect BEDROCK = new BedrockConverse(Optional.empty());

    private Given() {}

    /// Chat Completions as that provider, or the server at that address, has it.
    static OpenAiChat chat(String provider, String base, String model) {
        Optional<String> url = Optional.of(base).filter(text -> !text.isEmpty());
        return OpenAiChat.of((ModelSpec.Wire) ModelSpec.parse(provider + ":" + model, url));
    }

    static Request request(Message... messages) {
        return new Request("be brief", List.of(), List.of(messages), 100);
    }

    static Asked asked(Dialect dialect, Message... messages) {
        return new Asked(dialect.name(), "m", request(messages));
    }

    static Asked asked(Dialect dialect) {
        return asked(dialect, new Message.User("go"));
    }

    static Reply read(Dialect dialect, String body) {
        return read(dialect, asked(dialect), body, Integer.MAX_VALUE, Given::deaf);
    }

    /// @param chunk how many bytes the network gives at once
    static Reply read(
            Dialect dialect, Asked asked, String body, int chunk, Consumer<String> onText) {
        return read(dialect, asked, body.getBytes(StandardCharsets.UTF_8), chunk, onText);
    }

    /// @param chunk how many bytes the network gives at once
    static Reply read(
            Dialect dialect, Asked asked, byte[] bytes, int chunk, Consumer<String> onText) {
        try {
            return dialect.read(asked, dripping(bytes, chunk), onText);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static InputStream dripping(byte[] bytes, int chunk) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, chunk));
            }
        };
    }

    /// With the second byte of the é replaced by one that can not follow the first.
    static byte[] spoilt(byte[] bytes) {
        byte[] spoilt = bytes.clone();
        for (int at = 0; at + 1 < spoilt.length; at++) {
            if (spoilt[at] == (byte) 0xC3 && spoilt[at + 1] == (byte) 0xA9) {
                spoilt[at + 1] = '(';
            }
        }
        if (Arrays.equals(spoilt, bytes)) {
            throw new AssertionError("there is no é in it");
        }
        return spoilt;
    }

    static void deaf(String piece) {}

    /// Each text as one `data` event.
    static String sse(String... events) {
        var stream = new StringBuilder();
        for (String event : events) {
            stream.append("data: ").append(event.replace("\n", "")).append("\n\n");
        }
        return stream.toString();
    }
}
