package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The shell around the governor and the breaker, with real threads.
@Timeout(60)
class GateTest {
    private static final Request REQUEST = Given.request(new Message.User("go"));
    private static final Patience PATIENT = new Patience(Duration.ofSeconds(30), 1000);

    private final AtomicLong now = new AtomicLong(1);

    @Test
    void a_wait_that_would_be_too_long_is_a_failure_that_says_when_to_come_back() throws Exception {
        var gate = new Gate(PATIENT, now::get);
        refuse(gate, Duration.ofSeconds(31));
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> gate.enter("m", REQUEST));
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(31));
        assertThat(gate.health("m", "h").load())
                .isEqualTo(new Health.Load(0, 0, Optional.of(Duration.ofSeconds(31))));
    }

    @Test
    void a_wait_within_bounds_ends_when_the_window_opens() throws Exception {
        var gate = new Gate(PATIENT, System::nanoTime);
        refuse(gate, Duration.ofMillis(300));
        long before = System.nanoTime();
        try (var _ = gate.enter("m", REQUEST)) {
            assertThat(System.nanoTime() - before).isGreaterThan(250_000_000L);
        }
    }

    @Test
    void an_interrupt_gives_the_place_up() throws Exception {
        var gate = new Gate(PATIENT, System::nanoTime);
        refuse(gate, Duration.ofSeconds(20));
        var task = new FutureTask<>(() -> gate.enter("m", REQUEST));
        Thread waiting = Thread.ofVirtual().start(task);
        while (gate.health("m", "h").load().waiting() == 0) {
            Thread.sleep(5);
        }
        waiting.interrupt();
        assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(gate.health("m", "h").load().waiting()).isZero();
    }

    @Test
    void the_line_is_bounded() throws Exception {
        var gate = new Gate(new Patience(Duration.ofSeconds(30), 1), System::nanoTime);
        refuse(gate, Duration.ofSeconds(20));
        Thread waiting = Thread.ofVirtual().start(new FutureTask<>(() -> gate.enter("m", REQUEST)));
        while (gate.health("m", "h").load().waiting() == 0) {
            Thread.sleep(5);
        }
        assertThatThrownBy(() -> gate.enter("m", REQUEST))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("1 requests wait");
        waiting.interrupt();
    }

    @Test
    void a_model_that_keeps_failing_is_left_alone_by_all_and_its_last_words_are_told()
            throws Exception {
        var gate = new Gate(PATIENT, now::get);
        for (int n = 0; n < Breaker.FAILURES_LEAST; n++) {
            try (var ticket = gate.enter("m", REQUEST)) {
                ticket.failed(new ModelException(Kind.OVERLOADED, "full up"));
            }
        }
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> gate.enter("m", REQUEST));
        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(failure)
                .hasMessage(
                        "m failed too often and is left alone for a while;"
                                + " the last failure: full up");
        assertThat(gate.health("m", "h"))
                .isEqualTo(
                        new Health(
                                "m",
                                "h",
                                new Health.Circuit.Open(Duration.ofSeconds(5)),
                                Optional.of(
                                        new Health.Failure(
                                                Kind.OVERLOADED, "full up", Duration.ZERO)),
                                List.of(),
                                new Health.Load(0, 0, Optional.empty())));
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        try (var probe = gate.enter("m", REQUEST)) {
            assertThatThrownBy(() -> gate.enter("m", REQUEST)).isInstanceOf(ModelException.class);
            probe.replied(Reply.Usage.NONE);
        }
        assertThat(gate.health("m", "h").circuit()).isEqualTo(new Health.Circuit.Closed());
    }

    @Test
    void limits_that_headers_told_are_shown() throws Exception {
        var gate = new Gate(PATIENT, now::get);
        try (var ticket = gate.enter("m", REQUEST)) {
            var key = new LimitReading.Key(Measure.REQUESTS, "minute");
            var limit = new LimitReading(key, 60, 59, Optional.of(Duration.ofSeconds(30)));
            ticket.answered(true, List.of(limit));
            ticket.replied(new Reply.Usage(10, 5, 0));
        }
        assertThat(gate.health("m", "h").limits())
                .containsExactly(
                        new Health.Limit.Told(
                                Measure.REQUESTS,
                                "minute",
                                60,
                                59,
                                Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void many_threads_pass_and_none_is_lost() throws Exception {
        var gate = new Gate(PATIENT, System::nanoTime);
        var done = new CountDownLatch(500);
        var inside = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int n = 0; n < 500; n++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    new FutureTask<>(() -> {
                                        try (var ticket = gate.enter("m", REQUEST)) {
                                            inside.incrementAndGet();
                                            ticket.answered(true, List.of());
                                            ticket.replied(Reply.Usage.NONE);
                                        }
                                        done.countDown();
                                        return true;
                                    })));
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inside).hasValue(500);
        assertThat(gate.health("m", "h").load()).isEqualTo(new Health.Load(0, 0, Optional.empty()));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void refuse(Gate gate, Duration hint) throws InterruptedException {
        try (var ticket = gate.enter("m", REQUEST)) {
            ticket.failed(new ModelException(Kind.RATE_LIMITED, "slow down", Optional.of(hint)));
        }
    }
}
