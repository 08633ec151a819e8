package dev.lorimer.models;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// What tests of the wire share: models with some deadlines, and a stream that greets.
abstract class Wired {
    static final String SECRET = "sk-secret-0123456789";
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Duration AGES = Duration.ofSeconds(30);
    static final Deadlines PATIENT = new Deadlines(AGES, AGES, AGES, AGES);

    static final String HELLO =
            "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hé\"}}]}\n\n";
    static final String END =
            Given.sse(
                    "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                    "[DONE]");
    static final String SSE = "content-type: text/event-stream\r\n";

    Models models = models(PATIENT);

    @AfterEach
    void closeModels() {
        models.close();
    }

    static Models models(Deadlines deadlines) {
        var keys = new Keys(_ -> Optional.of(SECRET), Optional.empty());
        return new Models(keys, deadlines, InstantSource.fixed(NOW));
    }

    Model openai(FakeServer server) {
        return open("openai:m", server);
    }

    Model open(String name, FakeServer server) {
        return models.open(ModelSpec.parse(name, Optional.of(server.url().toString())));
    }

    static Reply complete(Model model) throws InterruptedException {
        return model.complete(Given.request(new Message.User("go")), Given::deaf);
    }

    static ModelException failure(Model model) {
        return catchThrowableOfType(ModelException.class, () -> complete(model));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static FakeServer stalling(String begun) throws IOException {
        return new FakeServer(out -> {
            out.write(bytes(begun));
            out.flush();
            Thread.sleep(Duration.ofMinutes(2));
        });
    }

    void deadlines(Duration connect, Duration firstByte, Duration idle, Duration total) {
        models.close();
        models = models(new Deadlines(connect, firstByte, idle, total));
    }
}
