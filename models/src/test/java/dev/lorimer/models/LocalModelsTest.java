package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LocalModelsTest {
    private static final LocalModels LOCAL = new LocalModels(Duration.ofSeconds(10));
    private static final LocalModels HASTY = new LocalModels(Duration.ofMillis(200));

    @Test
    void models_are_listed_by_name_and_size() throws Exception {
        String list =
                "{\"models\":[{\"name\":\"qwen3:8b\",\"size\":5200},{\"name\":\"gpt-oss:20b\"},"
                        + "{\"size\":1},{\"name\":\"a\\nb\"}]}";
        try (var server = FakeServer.of(FakeServer.sized(200, "", list))) {
            assertThat(LOCAL.at(server.url()))
                    .containsExactly(
                            new LocalModels.Found("qwen3:8b", 5200),
                            new LocalModels.Found("gpt-oss:20b", 0));
            assertThat(server.received().poll(5, TimeUnit.SECONDS).head())
                    .startsWith("get /api/tags http/1.1");
        }
    }

    @Test
    void what_is_no_list_is_none() throws Exception {
        for (String answer :
                List.of(
                        FakeServer.sized(404, "", "{\"models\":[{\"name\":\"m\"}]}"),
                        FakeServer.sized(200, "", "<html>"),
                        FakeServer.sized(200, "", "{\"models\":\"m\"}"),
                        FakeServer.sized(
                                200,
                                "",
                                "{\"models\":[{\"name\":\"m\"}]" + " ".repeat(1 << 20) + "}"),
                        "nonsense\r\n\r\n")) {
            try (var server = FakeServer.of(answer)) {
                assertThat(LOCAL.at(server.url())).isEmpty();
            }
        }
    }

    @Test
    void nobody_waits_for_a_server_that_does_not_answer() throws Exception {
        assertThat(HASTY.at(closedPort())).isEmpty();
        try (var silent = silent("")) {
            assertThat(HASTY.at(silent.url())).isEmpty();
        }
        try (var silent = silent("HTTP/1.1 200 X\r\ncontent-length: 50\r\n\r\n{\"models\":[")) {
            assertThat(HASTY.at(silent.url())).isEmpty();
        }
    }

    @Test
    void strangers_are_not_asked() {
        for (String address : List.of("http://192.168.1.5:11434", "https://ollama.com", "x:y")) {
            assertThatThrownBy(() -> LOCAL.at(URI.create(address)))
                    .isInstanceOf(ModelSpecException.class)
                    .hasMessageContaining("on this machine only");
        }
    }

    private static URI closedPort() throws IOException {
        try (var server = FakeServer.of("")) {
            return server.url();
        }
    }

    private static FakeServer silent(String begun) throws IOException {
        return new FakeServer(out -> {
            out.write(begun.getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread.sleep(Duration.ofSeconds(20));
        });
    }
}
