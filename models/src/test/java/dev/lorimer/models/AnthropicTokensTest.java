package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AnthropicTokensTest extends Wired {
    private static final Dialect.Count COUNT = Given.ANTHROPIC.count().orElseThrow();

    /// A recorded request for a count and its answer.
    record Recorded(String file, JsonNode request, JsonNode response) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Recorded> recordings() throws IOException {
        Optional<Path> folder =
                Cassettes.directory().map(all -> all.resolve("anthropic-count-tokens"));
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return Stream.empty();
        }
        var found = new ArrayList<Recorded>();
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode one : StrictText.JSON.readTree(file).path("interactions")) {
                    if (one.path("api").asString().equals("anthropic-count-tokens")) {
                        found.add(
                                new Recorded(
                                        file.getFileName().toString(),
                                        one.path("request"),
                                        one.path("response")));
                    }
                }
            }
        }
        return found.stream();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recordings")
    void every_recorded_count_is_asked_for_and_read(Recorded recorded) throws Exception {
        int status = recorded.response().path("status").asInt();
        String answer = recorded.response().path("body").toString();
        try (var server = FakeServer.of(FakeServer.sized(status, "", answer))) {
            var model = open("anthropic:m", server);
            Request request = Given.request(new Message.User("go"));
            if (status == 200) {
                long count = recorded.response().at("/body/input_tokens").asLong();
                assertThat(model.tokens(request)).isEqualTo(OptionalLong.of(count));
            } else {
                assertThatThrownBy(() -> model.tokens(request))
                        .isInstanceOfSatisfying(
                                ModelException.class,
                                failure ->
                                        assertThat(failure.kind())
                                                .isEqualTo(
                                                        Rejection.kind(
                                                                status,
                                                                ErrorText.of(answer),
                                                                false)));
            }
            String path = recorded.request().path("path").asString().replaceAll("[?].*", "");
            assertThat(server.received().take().head()).startsWith("post " + path + " http");
        }
    }

    @Test
    void a_count_is_asked_for_with_all_that_the_model_would_see() {
        var tool = new Request.ToolDefinition("look", "looks", "{}");
        var request = new Request("be brief", List.of(tool), List.of(new Message.User("go")), 77);
        var asked = new Asked("anthropic", "m", request);

        JsonNode counted = StrictText.JSON.readTree(COUNT.encode(asked));

        var sent = StrictText.JSON.readTree(Given.ANTHROPIC.encode(asked)).asObject();
        sent.remove(List.of("max_tokens", "stream"));
        assertThat(counted).isEqualTo(sent);
        assertThat(counted.propertyNames()).contains("model", "system", "tools", "messages");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.anthropic.com/v1, https://api.anthropic.com/v1/messages/count_tokens",
        "http://h/anthropic, http://h/anthropic/v1/messages/count_tokens",
        "http://h/v1/messages?beta=true, http://h/v1/messages/count_tokens?beta=true",
    })
    void the_endpoint_lies_below_that_of_the_messages(URI base, URI endpoint) {
        assertThat(COUNT.endpoint(base, "m")).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "405", "501"})
    void a_server_without_this_endpoint_counts_nothing(int status) throws Exception {
        String body = "{\"error\":{\"type\":\"not_found_error\",\"message\":\"Not Found\"}}";
        try (var server = FakeServer.of(FakeServer.sized(status, "", body))) {
            assertThat(open("anthropic:m", server).tokens(Given.request(new Message.User("go"))))
                    .isEmpty();
        }
    }

    @Test
    void a_dialect_without_counts_asks_nobody() throws Exception {
        try (var server = FakeServer.of(FakeServer.sized(200, "", "{\"input_tokens\":1}"))) {
            assertThat(openai(server).tokens(Given.request(new Message.User("go")))).isEmpty();
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"input_tokens\":\"9\"}", "{\"input_tokens\":null}", "[]", "x"})
    void an_answer_without_a_count_is_malformed(String body) {
        assertThatThrownBy(() -> COUNT.read(body))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken -> assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }
}
