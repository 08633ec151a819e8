package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.retry.Disposition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The faults inside replies, in every dialect (L11, L14, L16 to L19 and L21 to L23 of the fault
/// matrix). What a run does about calls that make no sense (L12, L13, L15) is the loop's matter.
@Timeout(120)
class FaultMatrixRepliesTest extends Wired {
    /// What the system's buffers swallow on both sides of a loopback connection, generously.
    private static final long BUFFERS = 16L * 1024 * 1024;

    // L11
    @ParameterizedTest
    @EnumSource
    void calls_of_a_reply_that_hit_its_limit_are_marked_as_cut(Spoken spoken) throws Exception {
        Reply reply = reply(spoken, Spoken.answer(200, SSE, spoken.callingUpToTheLimit()));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.LENGTH);
    }

    // L14
    @ParameterizedTest
    @EnumSource
    void ids_that_come_twice_are_told_apart(Spoken spoken) throws Exception {
        var same = new ToolCall(Spoken.ONE.id(), "list", "{}");
        byte[] body = spoken.wire().stream(spoken.wire().calling(Spoken.ONE, same, Spoken.TWO));
        Reply reply = reply(spoken, Spoken.answer(200, SSE, body));
        assertThat(reply.message().calls())
                .hasSize(3)
                .extracting(ToolCall::id)
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }

    // L16
    @ParameterizedTest
    @EnumSource
    void a_refusal_is_an_outcome_of_its_own(Spoken spoken) throws Exception {
        if (spoken.filtered().isPresent()) {
            Reply reply = reply(spoken, Spoken.answer(200, SSE, spoken.filtered().get()));
            assertThat(reply.stop()).isEqualTo(Reply.Stop.REFUSED);
        }
        byte[] body = bytes("{\"error\":{\"message\":\"no\",\"code\":\"content_filter\"}}");
        ModelException failure = fails(spoken, Spoken.answer(400, "", body));
        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(Disposition.of(failure.kind())).isEqualTo(Disposition.FALL_BACK);
    }

    // L17
    @ParameterizedTest
    @EnumSource
    void a_reply_of_blanks_is_none(Spoken spoken) throws Exception {
        assertMalformed(spoken, spoken.saying(" \n"));
    }

    // L18
    @ParameterizedTest
    @EnumSource
    void bytes_that_are_no_text_are_no_reply(Spoken spoken) throws Exception {
        byte[] spoilt = spoken.wire().spoilt(spoken.wire().saying("héllo"));
        assertMalformed(spoken, spoilt);
    }

    // L18
    @ParameterizedTest
    @EnumSource
    void code_points_may_be_split_by_the_network(Spoken spoken) throws Exception {
        byte[] whole = Spoken.answer(200, SSE, spoken.saying("héllo 😀"));
        try (var server =
                new FakeServer(out -> {
                    for (byte one : whole) {
                        out.write(one);
                        out.flush();
                    }
                })) {
            var told = new CopyOnWriteArrayList<String>();
            Reply reply =
                    open(spoken.model(), server)
                            .complete(Given.request(new Message.User("go")), told::add);
            assertThat(reply.message().text()).isEqualTo("héllo 😀");
            assertThat(String.join("", told)).isEqualTo("héllo 😀");
        }
    }

    // L18
    @ParameterizedTest
    @EnumSource
    void half_of_a_surrogate_pair_becomes_a_replacement(Spoken spoken) throws Exception {
        List<String> events =
                spoken.wire().saying("a#b").stream()
                        .map(event -> event.replace("#", "\\ud83d"))
                        .toList();
        byte[] body = spoken.wire().stream(events);
        Reply reply = reply(spoken, Spoken.answer(200, SSE, body));
        assertThat(reply.message().text()).isEqualTo("a\uFFFDb");
    }

    // L12, as far as it is the wire's
    @ParameterizedTest
    @EnumSource
    void a_key_that_comes_twice_is_refused(Spoken spoken) throws Exception {
        List<String> events =
                spoken.wire().saying("héllo").stream()
                        .map(event ->
                                event.startsWith("{")
                                        ? "{\"k\":1,\"k\":2," + event.substring(1)
                                        : event)
                        .toList();
        assertMalformed(spoken, spoken.wire().stream(events));
    }

    // L19
    @ParameterizedTest
    @EnumSource
    void an_endless_event_is_refused_and_hung_up_on(Spoken spoken) throws Exception {
        byte[] block = bytes("x".repeat(64 * 1024));
        byte[] begun =
                spoken.framed()
                        // A frame that says to have 200 MB.
                        ? new byte[] {0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
                        : bytes("data: ");
        assertEndless(spoken, begun, block);
    }

    // L19
    @ParameterizedTest
    @EnumSource
    void a_million_events_are_refused_and_hung_up_on(Spoken spoken) throws Exception {
        var some = new ArrayList<String>(spoken.wire().saying("so far").subList(0, 1));
        some.addAll(Collections.nCopies(500, spoken.wire().stranger()));
        byte[] begun = spoken.wire().stream(some.subList(0, 1));
        byte[] block = spoken.wire().stream(some.subList(1, some.size()));
        assertEndless(spoken, begun, block);
    }

    private void assertEndless(Spoken spoken, byte[] begun, byte[] block) throws Exception {
        var written = new AtomicLong();
        try (var server =
                new FakeServer(out -> {
                    out.write(Spoken.answer(200, SSE, begun));
                    while (true) {
                        out.write(block);
                        written.addAndGet(block.length);
                    }
                })) {
            ModelException failure = failure(open(spoken.model(), server));
            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_REPLY);
            assertThat(server.hangUps().poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(written.get()).isLessThan(Exchange.REPLY_BYTES_MAX + BUFFERS);
        }
    }

    static Stream<Spoken> numbered() {
        return Stream.of(Spoken.values()).filter(Spoken::numbered);
    }

    // L21
    @ParameterizedTest
    @MethodSource("numbered")
    void numbered_events_that_come_twice_or_in_another_order_are_refused(Spoken spoken)
            throws Exception {
        List<String> events = spoken.wire().calling(Spoken.ONE, Spoken.TWO);
        List<Integer> begins = new ArrayList<>();
        for (int at = 0; at < events.size(); at++) {
            if (spoken.begins(events.get(at))) {
                begins.add(at);
            }
        }
        assertThat(begins).hasSize(2);
        var twice = new ArrayList<>(events);
        twice.add(begins.getLast(), events.get(begins.getLast()));
        assertMalformed(spoken, spoken.wire().stream(twice));
        var swapped = new ArrayList<>(events);
        Collections.swap(swapped, begins.getFirst(), begins.getLast());
        assertMalformed(spoken, spoken.wire().stream(swapped));
    }

    // L22
    @ParameterizedTest
    @EnumSource
    void usage_may_be_missing_but_is_never_below_nothing(Spoken spoken) throws Exception {
        Reply.Usage usage = reply(spoken, Spoken.answer(200, SSE, spoken.saying("hi"))).usage();
        assertThat(
                        List.of(
                                usage.input(),
                                usage.output(),
                                usage.cached(),
                                usage.written(),
                                usage.reasoned()))
                .allMatch(count -> count >= 0);
    }

    // L23
    @ParameterizedTest
    @EnumSource
    void a_resting_connection_that_was_closed_costs_one_more_try(Spoken spoken) throws Exception {
        byte[] good = Spoken.kept(spoken.saying("hé"));
        var asked = new AtomicInteger();
        try (var server =
                new FakeServer(
                        out -> {
                            if (asked.incrementAndGet() == 2) {
                                throw new IOException("closed in the very moment");
                            }
                            out.write(good);
                        },
                        FakeServer.Ending.KEEP)) {
            var model = open(spoken.model(), server);
            for (int n = 0; n < 2; n++) {
                assertThat(complete(model).message().text()).isEqualTo("hé");
            }
            assertThat(asked).hasValue(3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    // L23
    @ParameterizedTest
    @EnumSource
    void nothing_else_is_sent_twice(Spoken spoken) throws Exception {
        // A new connection, closed without a byte.
        assertThat(fails(spoken, new byte[0]).kind()).isEqualTo(Kind.TRANSIENT);
        // One that rested, closed after a byte or two.
        byte[] good = Spoken.kept(spoken.saying("hé"));
        for (String head :
                List.of("HTTP/1.", "HTTP/1.1 200 X\r\n", "HTTP/1.1 200 X\r\nx: y\r\n\r\n")) {
            var asked = new AtomicInteger();
            try (var server =
                    new FakeServer(
                            out -> {
                                if (asked.incrementAndGet() == 1) {
                                    out.write(good);
                                } else {
                                    out.write(head.getBytes(StandardCharsets.UTF_8));
                                    throw new IOException("closed");
                                }
                            },
                            FakeServer.Ending.KEEP)) {
                var model = open(spoken.model(), server);
                complete(model);
                assertThat(failure(model).kind()).isIn(Kind.TRANSIENT, Kind.CUT);
                assertThat(asked).as(head).hasValue(2);
            }
        }
    }

    private void assertMalformed(Spoken spoken, byte[] body) throws Exception {
        ModelException failure = fails(spoken, Spoken.answer(200, SSE, body));
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_REPLY);
        assertThat(Disposition.of(failure.kind())).isEqualTo(Disposition.ASK_AGAIN);
    }

    private Reply reply(Spoken spoken, byte[] answer) throws Exception {
        byte[] copy = Arrays.copyOf(answer, answer.length);
        try (var server = new FakeServer(out -> out.write(copy))) {
            return complete(open(spoken.model(), server));
        }
    }

    private ModelException fails(Spoken spoken, byte[] answer) throws Exception {
        try (var server = new FakeServer(out -> out.write(answer))) {
            ModelException failure = failure(open(spoken.model(), server));
            assertThat(server.received()).hasSize(1);
            return failure;
        }
    }
}
