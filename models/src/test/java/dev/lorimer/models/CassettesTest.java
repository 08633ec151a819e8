package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Recorded traffic of two dialects, read twice: by the codecs and by [PlainReading].
class CassettesTest {
    static Stream<Cassettes.Recorded> replies() {
        return Cassettes.load().filter(recorded -> recorded.status() == 200);
    }

    static Stream<Cassettes.Recorded> answers() {
        return Cassettes.answers();
    }

    static Stream<Cassettes.Recorded> errors() {
        return Cassettes.load().filter(recorded -> recorded.status() >= 400);
    }

    static Stream<Cassettes.Link> links() {
        return Cassettes.links();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replies")
    void every_recorded_reply_is_read_whole(Cassettes.Recorded recorded) {
        Optional<PlainReading> plain = PlainReading.of(recorded);
        if (plain.isEmpty()) {
            // Two recordings hold no reply at all: an echo of the request, and nothing.
            assertThatThrownBy(() -> read(recorded, 4096, new ArrayList<>()))
                    .isInstanceOf(BrokenReply.class);
            return;
        }
        var pieces = new ArrayList<String>();
        Reply reply = read(recorded, Integer.MAX_VALUE, pieces);

        assertThat(reply.message().text()).isEqualTo(plain.get().text());
        assertThat(calls(reply)).isEqualTo(plain.get().calls());
        assertThat(reply.usage()).isEqualTo(plain.get().usage());
        assertThat(reply.stop()).isEqualTo(plain.get().stop());
        assertThat(String.join("", pieces)).isEqualTo(plain.get().text());
        String kept =
                String.join(
                        "\n",
                        reply.message().privateParts().stream()
                                .map(Message.PrivatePart::json)
                                .toList());
        for (String secret : plain.get().privateTexts()) {
            assertThat(kept).contains(StrictText.JSON.writeValueAsString(secret));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void every_rare_answer_is_read_whole(Cassettes.Recorded recorded) {
        if (recorded.body().contains("\"error\":{")) {
            assertThatThrownBy(() -> read(recorded, 4096, new ArrayList<>()))
                    .isInstanceOf(Rejection.InReply.class);
        } else if (recorded.name().contains("transcription")) {
            assertThatThrownBy(() -> read(recorded, 4096, new ArrayList<>()))
                    .isInstanceOf(BrokenReply.class);
        } else {
            PlainReading plain = PlainReading.of(recorded).orElseThrow();
            Reply reply = read(recorded, 1, new ArrayList<>());
            assertThat(reply.message().text()).isEqualTo(plain.text());
            assertThat(calls(reply)).isEqualTo(plain.calls());
            assertThat(reply.usage()).isEqualTo(plain.usage());
            assertThat(reply.stop()).isEqualTo(plain.stop());
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replies")
    void a_reply_is_the_same_byte_by_byte(Cassettes.Recorded recorded) {
        if (PlainReading.of(recorded).isPresent()) {
            assertThat(read(recorded, 1, new ArrayList<>()))
                    .isEqualTo(read(recorded, Integer.MAX_VALUE, new ArrayList<>()));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replies")
    void a_cut_stream_is_never_a_reply(Cassettes.Recorded recorded) {
        if (!recorded.streamed()) {
            return;
        }
        String body = recorded.body().stripTrailing();
        int step = Math.max(1, body.length() / 41);
        for (int end = 0; end < body.length(); end += step) {
            String cut = body.substring(0, end);
            assertThatThrownBy(() ->
                            Given.read(recorded.dialect(), asked(recorded), cut, 4096, Given::deaf))
                    .isInstanceOfSatisfying(
                            BrokenReply.class,
                            broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("errors")
    void every_recorded_error_has_its_kind(Cassettes.Recorded recorded) {
        ErrorText text = ErrorText.of(recorded.body());
        HttpHeaders headers = HttpHeaders.of(recorded.headers(), (_, _) -> true);
        Optional<Duration> hint = RetryHint.of(headers, text, Instant.EPOCH);
        assertThat(Rejection.kind(recorded.status(), text, hint.isPresent()))
                .isEqualTo(expected(recorded));
        assertThat(hint)
                .isEqualTo(
                        recorded.status() == 429
                                ? Optional.of(Duration.ofSeconds(1))
                                : Optional.empty());
        assertThat(text.words()).isNotEmpty();
    }

    /// By the scenario that was recorded, not by what the code reads.
    private static Kind expected(Cassettes.Recorded recorded) {
        return switch (recorded.status()) {
            case 401 -> Kind.AUTH;
            case 404 -> Kind.MODEL_GONE;
            // The service that was sent too long a prompt says nothing but this.
            case 429 -> Kind.RATE_LIMITED;
            case 400 -> {
                if (recorded.name().contains("context-l")) {
                    yield Kind.CONTEXT_TOO_LONG;
                }
                yield recorded.name().contains("tool-use-failed")
                        ? Kind.MALFORMED_REPLY
                        : Kind.INVALID_REQUEST;
            }
            default -> throw new AssertionError("no such recording: " + recorded);
        };
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("links")
    void an_assistant_turn_goes_back_as_recorded(Cassettes.Link link) {
        Dialect dialect = link.answer().dialect();
        PlainTurn recorded = link.turn();
        Reply reply = read(link.answer(), 4096, new ArrayList<>());
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        messages.add(reply.message());
        messages.addAll(recorded.results());
        Request request = Given.request(messages.toArray(Message[]::new));
        var asked = new Asked(dialect.name(), link.answer().model(), request);

        JsonNode sent = StrictText.JSON.readTree(dialect.encode(asked)).path("messages");

        PlainReading answer = PlainReading.of(link.answer()).orElseThrow();
        PlainTurn turn = PlainTurn.find(sent, answer, dialect).orElseThrow();
        assertThat(turn.calls()).isEqualTo(recorded.calls());
        assertThat(turn.results()).isEqualTo(recorded.results());
        assertThat(turn.thoughts()).containsAll(recorded.thoughts());
    }

    @Test
    void recordings_are_at_hand() {
        assumeTrue(
                Cassettes.directory().isPresent(),
                "no recorded traffic: put it into ../shared/cassettes or name its directory with"
                        + " -Dlorimer.cassettes; the tests against it are skipped");
        assertThat(Cassettes.load()).hasSizeGreaterThan(300);
        assertThat(Cassettes.links()).hasSizeGreaterThan(80);
    }

    private static List<String> calls(Reply reply) {
        return reply.message().calls().stream()
                .map(call ->
                        call.id()
                                + " "
                                + call.name()
                                + " "
                                + PlainReading.canonical(call.arguments()))
                .toList();
    }

    private static Asked asked(Cassettes.Recorded recorded) {
        return new Asked(
                recorded.dialect().name(), recorded.model(), Given.request(new Message.User("go")));
    }

    private static Reply read(Cassettes.Recorded recorded, int chunk, List<String> pieces) {
        return Given.read(recorded.dialect(), asked(recorded), recorded.body(), chunk, pieces::add);
    }
}
