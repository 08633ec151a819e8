package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// No request outlasts its deadlines or an interrupt, whatever the server does.
@Timeout(60)
class HttpDeadlinesTest extends Wired {
    @Test
    void silence_before_the_headers_is_a_timeout() throws Exception {
        deadlines(AGES, Duration.ofMillis(300), AGES, AGES);
        try (var server = stalling("")) {
            assertTimesOut(server, "sent no first byte within 300 ms");
        }
    }

    @Test
    void silence_after_the_headers_is_a_timeout() throws Exception {
        deadlines(AGES, Duration.ofMillis(300), AGES, AGES);
        try (var server = stalling(FakeServer.http(200, SSE, ""))) {
            assertTimesOut(server, "sent no first byte within 300 ms");
        }
    }

    @Test
    void silence_inside_the_reply_is_a_timeout() throws Exception {
        deadlines(AGES, AGES, Duration.ofMillis(300), AGES);
        for (String begun : List.of(HELLO, "{\"choices\":")) {
            try (var server = stalling(FakeServer.http(200, SSE, begun))) {
                assertTimesOut(server, "fell silent for 300 ms inside its reply");
            }
        }
    }

    @Test
    void silence_inside_an_error_is_a_timeout() throws Exception {
        deadlines(AGES, AGES, Duration.ofMillis(300), AGES);
        try (var server = stalling(FakeServer.http(500, "content-length: 99\r\n", "{\"error\""))) {
            assertTimesOut(server, "fell silent for 300 ms inside its reply");
        }
    }

    @Test
    void a_server_that_drips_for_ever_is_a_timeout() throws Exception {
        deadlines(AGES, AGES, AGES, Duration.ofMillis(600));
        try (var server =
                new FakeServer(out -> {
                    out.write(bytes(FakeServer.http(200, SSE, HELLO)));
                    while (true) {
                        out.write(bytes(": still here\n"));
                        out.flush();
                        Thread.sleep(50);
                    }
                })) {
            assertTimesOut(server, "had not finished its reply after 600 ms");
            // The connection is closed, or the server would go on writing.
            assertThat(server.hangUps().poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_slow_reply_within_its_deadlines_is_no_timeout() throws Exception {
        deadlines(AGES, Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(20));
        try (var server =
                new FakeServer(out -> {
                    out.write(bytes(FakeServer.http(200, SSE, "")));
                    for (int n = 0; n < 8; n++) {
                        out.write(bytes(": wait\n\n"));
                        out.flush();
                        Thread.sleep(350);
                    }
                    out.write(bytes(HELLO + END));
                })) {
            assertThat(complete(openai(server)).message().text()).isEqualTo("hé");
        }
    }

    @Test
    void an_interrupt_cancels_and_hangs_up() throws Exception {
        var begun = new CountDownLatch(1);
        try (var server =
                new FakeServer(out -> {
                    out.write(bytes(FakeServer.http(200, SSE, HELLO)));
                    while (true) {
                        out.write(bytes(":\n"));
                        out.flush();
                        Thread.sleep(20);
                    }
                })) {
            Model model = openai(server);
            var task =
                    new FutureTask<>(() ->
                            model.complete(
                                    Given.request(new Message.User("go")), _ -> begun.countDown()));
            Thread caller = Thread.ofVirtual().start(task);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(server.hangUps().poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void an_interrupt_before_the_answer_cancels() throws Exception {
        try (var server = stalling("")) {
            Model model = openai(server);
            var task = new FutureTask<>(() -> complete(model));
            Thread caller = Thread.ofVirtual().start(task);
            server.received().take();
            caller.interrupt();
            assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void the_caller_alone_is_told_the_text() throws Exception {
        deadlines(AGES, AGES, Duration.ofMillis(200), AGES);
        try (var server = stalling(FakeServer.http(200, SSE, HELLO))) {
            var tellers = new CopyOnWriteArrayList<Thread>();
            var request = Given.request(new Message.User("go"));
            assertThatThrownBy(() ->
                            openai(server)
                                    .complete(request, _ -> tellers.add(Thread.currentThread())))
                    .isInstanceOf(ModelException.class);
            assertThat(tellers).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void an_interrupt_of_a_platform_thread_cancels_too() throws Exception {
        try (var server = stalling(FakeServer.http(200, SSE, HELLO))) {
            Model model = openai(server);
            var task = new FutureTask<>(() -> complete(model));
            Thread caller = Thread.ofPlatform().daemon().start(task);
            server.received().take();
            caller.interrupt();
            assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private void assertTimesOut(FakeServer server, String message) {
        assertThat(failure(openai(server)))
                .hasMessage("openai:m " + message + "; send again later")
                .extracting(ModelException::kind)
                .isEqualTo(Kind.TIMEOUT);
    }
}
