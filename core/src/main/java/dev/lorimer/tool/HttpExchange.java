package dev.lorimer.tool;

import dev.lorimer.tool.HttpOutcome.Lost;
import dev.lorimer.tool.HttpOutcome.NotSent;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/// One request on one connection of its own, under deadlines, and always with a true word about
/// whether it left.
///
/// A thread of its own does what blocks; the calling thread watches it, and ends it by closing its
/// connection. What decides is one switch from [Stage#CONNECTING], thrown once: by the thread that
/// is about to send, or by the watcher, after which nothing can be sent any more.
final class HttpExchange {
    /// How often the watcher looks whether the deadline has become another one.
    private static final Duration LOOK = Duration.ofMillis(50);

    /// How long a thread whose connection was closed gets to notice.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final HttpDial dial;
    private final HttpConfig.Bounds bounds;
    private final Asked asked;
    private final long started = System.nanoTime();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
    private volatile Optional<Socket> connection = Optional.empty();
    private volatile Optional<String> expired = Optional.empty();
    private volatile long sendingSince;
    private volatile boolean answering;

    /// @param asked what to send, and where
    HttpExchange(HttpDial dial, HttpConfig.Bounds bounds, Asked asked) {
        this.dial = dial;
        this.bounds = bounds;
        this.asked = asked;
    }

    /// @param internal true when the address need not be public
    /// @param message head and body, as they are sent
    /// @param limit for all of it
    /// @param before called right before the first byte; what it throws is let through, and nothing
    ///   is sent
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Asked(
            HttpUrl url,
            boolean internal,
            boolean bodiless,
            byte[] message,
            Duration limit,
            Runnable before) {}

    private enum Stage {
        CONNECTING,
        SENDING,
        GIVEN_UP
    }

    /// Blocks, at most for the limits; an interrupt closes the connection.
    HttpOutcome run() throws InterruptedException {
        var task = new FutureTask<HttpOutcome>(this::exchange);
        Thread worker = Thread.ofVirtual().name("http-request").start(task);
        try {
            watch(worker);
        } finally {
            stage.compareAndSet(Stage.CONNECTING, Stage.GIVEN_UP);
            if (worker.isAlive()) {
                end(worker);
            }
        }
        return outcome(task);
    }

    private void watch(Thread worker) throws InterruptedException {
        while (worker.isAlive()) {
            Duration left = left();
            if (!left.isPositive()) {
                return;
            }
            worker.join(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
    }

    /// Until the next deadline; notes which one has passed.
    private Duration left() {
        long now = System.nanoTime();
        Duration total = asked.limit().minusNanos(now - started);
        if (!total.isPositive()) {
            return over("it was not finished in the time of a call", total);
        }
        if (stage.get() == Stage.CONNECTING) {
            Duration connecting = bounds.connect().minusNanos(now - started);
            return connecting.isPositive()
                    ? connecting
                    : over("no connection within " + words(bounds.connect()), connecting);
        }
        if (!answering) {
            Duration waiting = bounds.answer().minusNanos(now - sendingSince);
            return waiting.isPositive()
                    ? waiting
                    : over("no first byte within " + words(bounds.answer()), waiting);
        }
        return total;
    }

    private Duration over(String what, Duration left) {
        expired = Optional.of(what);
        return left;
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private void end(Thread worker) {
        // The raw connection: closing the TLS one would wait for whoever is writing to it.
        connection.ifPresent(HttpExchange::close);
        worker.interrupt();
        if (stage.get() == Stage.GIVEN_UP) {
            // It can not send any more, and a look-up may not be to be woken: left to itself.
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            var _ = worker.join(GRACE);
        } catch (InterruptedException _) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, closed or not.
        }
    }

    private HttpOutcome outcome(FutureTask<HttpOutcome> task) throws InterruptedException {
        if (!task.isDone()) {
            String why = expired.orElse("it was given up");
            return stage.get() == Stage.SENDING ? new Lost(why) : new NotSent(why);
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException thrown -> throw thrown;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private HttpOutcome exchange() {
        Socket socket;
        try {
            socket = dial.open(asked.url(), asked.internal(), bounds.connect(), this::opened);
        } catch (IOException e) {
            return new NotSent(expired.orElseGet(() -> HttpReader.why(e)));
        }
        try (socket) {
            return carry(socket);
        } catch (IOException e) {
            return new Lost(expired.orElseGet(() -> HttpReader.why(e)));
        }
    }

    private void opened(Socket socket) {
        connection = Optional.of(socket);
        if (stage.get() == Stage.GIVEN_UP) {
            close(socket);
        }
    }

    private HttpOutcome carry(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(new Noticed(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        asked.before().run();
        sendingSince = System.nanoTime();
        if (!stage.compareAndSet(Stage.CONNECTING, Stage.SENDING)) {
            return new NotSent(expired.orElse("it was given up"));
        }
        // A server may answer before it has read all, and then read no more: whoever only wrote
        // would never see that answer.
        Thread sender = Thread.ofVirtual().name("http-send").start(() -> send(out));
        try {
            return read(in);
        } finally {
            if (sender.isAlive()) {
                connection.ifPresent(HttpExchange::close);
            }
        }
    }

    private void send(OutputStream out) {
        try {
            out.write(asked.message());
            out.flush();
        } catch (IOException _) {
            // What became of it is seen by what comes back, or does not.
        }
    }

    private HttpOutcome read(InputStream in) throws IOException {
        var answered = new HttpReader(in, bounds.bodyBytes()).read(asked.bodiless());
        var body = answered.body();
        // A body that a deadline has cut off only knows that its connection was closed.
        if (body.end() instanceof HttpOutcome.End.Cut && expired.isPresent()) {
            body =
                    new HttpOutcome.Body(
                            body.head(), body.read(), new HttpOutcome.End.Cut(expired.get()));
        }
        return new HttpOutcome.Answered(
                answered.status(), answered.reason(), answered.headers(), body);
    }

    /// Notes that the answer has begun.
    private final class Noticed extends FilterInputStream {
        Noticed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            if (got > 0) {
                answering = true;
            }
            return got;
        }
    }
}
