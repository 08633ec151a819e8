package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.retry.Disposition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The faults of a provider, in every dialect: refusals, errors, silence and cuts (L1 to L10 of the
/// fault matrix). Each cell: the one kind of failure, what a run does next, and that nothing was
/// sent twice.
@Timeout(120)
class FaultMatrixTest extends Wired {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration ACCURACY = Duration.ofSeconds(1);

    // L1
    @ParameterizedTest
    @EnumSource
    void a_rate_limit_tells_when_to_come_back_in_five_places(Spoken spoken) throws Exception {
        String plain = "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}}";
        var places =
                Map.of(
                        "retry-after: 40\r\n", plain,
                        "retry-after: Mon, 23 Nov 2026 12:00:40 GMT\r\n", plain,
                        "retry-after-ms: 40000\r\nretry-after: 1\r\n", plain,
                        "x-a: 1\r\n", "{\"error\":{\"message\":\"slow down, try again in 40s\"}}",
                        "x-b: 1\r\n",
                                "{\"error\":{\"message\":\"slow\",\"details\":[{\"retryDelay\":\"40s\"}]}}");
        for (var place : places.entrySet()) {
            byte[] answer = Spoken.answer(429, place.getKey(), bytes(place.getValue()));
            assertFails(spoken, answer, Kind.RATE_LIMITED, Disposition.WAIT, 40);
        }
    }

    // L1
    @ParameterizedTest
    @EnumSource
    void a_rate_limit_slows_all_who_use_the_same_key(Spoken spoken) throws Exception {
        byte[] limited = Spoken.answer(429, "retry-after: 300\r\n", bytes("{}"));
        try (var server = new FakeServer(out -> out.write(limited))) {
            failure(open(spoken.model(), server));
            ModelException other = failure(open(spoken.model(), server));
            assertThat(other.kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(other.retryAfter().orElseThrow().toSeconds()).isBetween(280L, 300L);
            assertThat(server.received()).hasSize(1);
        }
    }

    // L2
    @ParameterizedTest
    @EnumSource
    void a_spent_quota_is_no_rate_limit(Spoken spoken) throws Exception {
        for (String code :
                List.of("insufficient_quota", "enforced_spend_limit_reached", "billing_error")) {
            byte[] body = bytes("{\"error\":{\"message\":\"no more\",\"code\":\"" + code + "\"}}");
            assertFails(spoken, 429, body, Kind.QUOTA, Disposition.FALL_BACK);
        }
        assertFails(spoken, 402, bytes("{}"), Kind.QUOTA, Disposition.FALL_BACK);
    }

    // L3
    @ParameterizedTest
    @EnumSource
    void a_server_in_trouble_is_asked_again_later(Spoken spoken) throws Exception {
        byte[] body = bytes("{\"error\":{\"message\":\"oh no\"}}");
        assertFails(spoken, 529, body, Kind.OVERLOADED, Disposition.RETRY);
        assertFails(spoken, 503, body, Kind.OVERLOADED, Disposition.RETRY);
        assertFails(spoken, 500, body, Kind.TRANSIENT, Disposition.RETRY);
        assertFails(spoken, 502, bytes("<html>bad gateway"), Kind.TRANSIENT, Disposition.RETRY);
    }

    // L3
    @ParameterizedTest
    @EnumSource
    void a_server_that_stays_in_trouble_is_left_alone(Spoken spoken) throws Exception {
        byte[] answer = Spoken.answer(503, "", bytes("{}"));
        try (var server = new FakeServer(out -> out.write(answer))) {
            for (int run = 0; run < Breaker.FAILURES_LEAST + 3; run++) {
                assertThat(failure(open(spoken.model(), server)).kind()).isEqualTo(Kind.OVERLOADED);
            }
            assertThat(server.received()).hasSize(Breaker.FAILURES_LEAST);
            assertThat(models.health())
                    .extracting(Health::circuit)
                    .hasOnlyElementsOfType(Health.Circuit.Open.class);
        }
    }

    // L4
    @ParameterizedTest
    @EnumSource
    void what_is_wrong_with_the_request_is_not_sent_again(Spoken spoken) throws Exception {
        byte[] body = bytes("{\"error\":{\"message\":\"no\"}}");
        assertFails(spoken, 400, body, Kind.INVALID_REQUEST, Disposition.SURFACE);
        assertFails(spoken, 401, body, Kind.AUTH, Disposition.FALL_BACK);
        assertFails(spoken, 403, body, Kind.AUTH, Disposition.FALL_BACK);
        assertFails(spoken, 413, body, Kind.CONTEXT_TOO_LONG, Disposition.COMPACT);
        assertFails(spoken, 422, body, Kind.INVALID_REQUEST, Disposition.SURFACE);
        byte[] tooLong = bytes("{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8\"}}");
        assertFails(spoken, 400, tooLong, Kind.CONTEXT_TOO_LONG, Disposition.COMPACT);
        assertFails(spoken, 429, tooLong, Kind.CONTEXT_TOO_LONG, Disposition.COMPACT);
    }

    // L5
    @ParameterizedTest
    @EnumSource
    void a_server_that_can_not_be_reached_may_come_back(Spoken spoken) throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertRetried(failure(at(spoken, "http://127.0.0.1:" + free + "/v1")));
        assertRetried(failure(at(spoken, "https://no-such-host.invalid/v1")));
        // It speaks no TLS, and is not asked without.
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(plain));
            assertRetried(failure(at(spoken, "https://127.0.0.1:" + plain.getLocalPort() + "/v1")));
        }
    }

    // L5
    @ParameterizedTest
    @EnumSource
    void a_certificate_that_nobody_vouches_for_ends_it(Spoken spoken, @TempDir Path folder)
            throws Exception {
        try (var server = new UnknownServer(folder)) {
            ModelException failure = failure(at(spoken, server.url()));
            assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
            assertThat(failure).hasMessageContaining("certificate is not trusted");
            assertThat(Disposition.of(failure.kind())).isEqualTo(Disposition.SURFACE);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.heard()).isZero();
        }
    }

    private static void greet(ServerSocket server) {
        try (var connection = server.accept()) {
            connection.getOutputStream().write(bytes("HTTP/1.1 400 no TLS here\r\n\r\n"));
            connection.getInputStream().readAllBytes();
        } catch (IOException closed) {
            // The client has seen enough.
        }
    }

    private static void assertRetried(ModelException failure) {
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(Disposition.of(failure.kind())).isEqualTo(Disposition.RETRY);
    }

    private Model at(Spoken spoken, String url) {
        return models.open(ModelSpec.parse(spoken.model(), Optional.of(url)));
    }

    // L6
    @ParameterizedTest
    @EnumSource
    void silence_before_the_answer_ends_at_the_first_byte_deadline(Spoken spoken) throws Exception {
        deadlines(AGES, SHORT, AGES, AGES);
        try (var server = stalling("")) {
            assertTimesOut(spoken, server);
        }
        try (var server = stalling(FakeServer.http(200, SSE, ""))) {
            assertTimesOut(spoken, server);
        }
    }

    // L7
    @ParameterizedTest
    @EnumSource
    void silence_inside_a_reply_ends_at_the_idle_deadline(Spoken spoken) throws Exception {
        deadlines(AGES, AGES, SHORT, AGES);
        byte[] half = Arrays.copyOf(spoken.calling(), spoken.calling().length / 2);
        try (var server =
                new FakeServer(out -> {
                    out.write(Spoken.answer(200, SSE, half));
                    out.flush();
                    Thread.sleep(Duration.ofMinutes(1));
                })) {
            assertTimesOut(spoken, server);
        }
    }

    // L7
    @ParameterizedTest
    @EnumSource
    void a_drip_of_single_bytes_is_silence(Spoken spoken) throws Exception {
        deadlines(AGES, AGES, SHORT, AGES);
        byte[] half = Arrays.copyOf(spoken.calling(), spoken.calling().length / 2);
        try (var server = dripping(half, bytes("x"))) {
            assertTimesOut(spoken, server);
        }
    }

    // L7
    @ParameterizedTest
    @EnumSource
    void events_that_never_end_stop_at_the_total_deadline(Spoken spoken) throws Exception {
        deadlines(AGES, AGES, AGES, SHORT);
        byte[] stranger = spoken.wire().stream(List.of(spoken.wire().stranger()));
        try (var server = dripping(stranger, stranger)) {
            assertTimesOut(spoken, server);
        }
    }

    private static FakeServer dripping(byte[] begun, byte[] drop) throws IOException {
        return new FakeServer(out -> {
            out.write(Spoken.answer(200, SSE, begun));
            while (true) {
                out.write(drop);
                out.flush();
                Thread.sleep(30);
            }
        });
    }

    /// The promise is about time: a stall ends within its deadline and one second.
    private void assertTimesOut(Spoken spoken, FakeServer server) throws Exception {
        Model model = open(spoken.model(), server);
        long started = System.nanoTime();
        ModelException failure = failure(model);
        var took = Duration.ofNanos(System.nanoTime() - started);
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(took).isBetween(SHORT, SHORT.plus(ACCURACY));
        assertThat(server.received()).hasSize(1);
    }

    // L8 and L24
    @ParameterizedTest
    @EnumSource
    void a_cut_stream_is_no_reply_and_is_not_asked_for_again(Spoken spoken) throws Exception {
        byte[] all = spoken.calling();
        for (int part = 1; part < 4; part++) {
            byte[] begun = Arrays.copyOf(all, all.length * part / 4);
            byte[] finned = Spoken.answer(200, SSE, begun);
            byte[] sized =
                    Spoken.answer(200, SSE + "content-length: " + all.length + "\r\n", begun);
            byte[] chunked =
                    Spoken.answer(200, SSE + "transfer-encoding: chunked\r\n", bytes("fff\r\n"));
            byte[] chunk = Arrays.copyOf(chunked, chunked.length + begun.length);
            System.arraycopy(begun, 0, chunk, chunked.length, begun.length);
            for (byte[] cut : List.of(finned, sized, chunk)) {
                assertFails(spoken, cut, Kind.CUT, Disposition.RETRY, 0);
            }
        }
    }

    // L8
    @ParameterizedTest
    @EnumSource
    void a_reset_inside_a_stream_is_no_reply(Spoken spoken) throws Exception {
        byte[] begun = Arrays.copyOf(spoken.calling(), spoken.calling().length / 2);
        FakeServer.Answer answer =
                out -> {
                    out.write(Spoken.answer(200, SSE, begun));
                    out.flush();
                    // A reset overtakes what the client has not read yet, the head too.
                    Thread.sleep(300);
                };
        try (var server = new FakeServer(answer, FakeServer.Ending.RESET)) {
            assertThat(failure(open(spoken.model(), server)).kind()).isEqualTo(Kind.CUT);
            assertThat(server.received()).hasSize(1);
        }
    }

    // L9
    @ParameterizedTest
    @EnumSource
    void a_clean_end_without_the_terminal_event_is_a_cut(Spoken spoken) throws Exception {
        List<String> events = spoken.wire().calling(Spoken.ONE, Spoken.TWO);
        for (byte[] beginning : spoken.beginnings(events).toList()) {
            byte[] answer = Spoken.answer(200, SSE, beginning);
            assertFails(spoken, answer, Kind.CUT, Disposition.RETRY, 0);
        }
    }

    // L10
    @ParameterizedTest
    @EnumSource
    void an_error_inside_a_stream_has_the_kind_it_names(Spoken spoken) throws Exception {
        List<String> begun = spoken.wire().saying("so far").subList(0, 1);
        byte[] body = spoken.wire().stream(List.of(begun.getFirst(), spoken.wire().error()));
        ModelException failure = fail(spoken, Spoken.answer(200, SSE, body));
        assertThat(failure.kind()).isIn(Kind.OVERLOADED, Kind.TRANSIENT);
    }

    // L20
    @ParameterizedTest
    @EnumSource
    void a_wall_clock_that_jumps_moves_no_deadline(Spoken spoken) throws Exception {
        models.close();
        var looks = new AtomicInteger();
        var keys = new Keys(_ -> Optional.of(SECRET), Optional.empty());
        models =
                new Models(
                        keys,
                        new Deadlines(AGES, SHORT, AGES, AGES),
                        () -> Instant.EPOCH.plus(Duration.ofHours(looks.getAndIncrement() % 3)));
        try (var server = stalling("")) {
            assertTimesOut(spoken, server);
        }
        byte[] answer = Spoken.answer(200, SSE, spoken.saying("hé"));
        try (var server = new FakeServer(out -> out.write(answer))) {
            assertThat(complete(open(spoken.model(), server)).message().text()).isEqualTo("hé");
        }
    }

    private void assertFails(
            Spoken spoken, int status, byte[] body, Kind kind, Disposition disposition)
            throws Exception {
        assertFails(spoken, Spoken.answer(status, "", body), kind, disposition, 0);
    }

    /// @param hint in seconds; 0 when there must be none
    private void assertFails(
            Spoken spoken, byte[] answer, Kind kind, Disposition disposition, long hint)
            throws Exception {
        ModelException failure = fail(spoken, answer);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(Disposition.of(failure.kind())).isEqualTo(disposition);
        assertThat(failure.retryAfter())
                .isEqualTo(hint == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(hint)));
    }

    private ModelException fail(Spoken spoken, byte[] answer) throws Exception {
        try (var server = new FakeServer(out -> out.write(answer))) {
            ModelException failure = failure(open(spoken.model(), server));
            assertThat(failure).hasMessageStartingWith(spoken.model() + " ");
            assertThat(server.received()).hasSize(1);
            return failure;
        }
    }
}
