package dev.lorimer.models;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Carries one request at a time and a thread through the JDK's HTTP client, under deadlines that
/// hold for the body too (the client's own end with the headers).
///
/// The bytes are read by a thread of their own, which the calling thread watches and interrupts;
/// either way it has ended, or lost its voice, when [#run] returns.
final class Exchange {
    /// Largest body. 128,000 output tokens are 0.5 MB of text; as a stream of one-token events of
    /// 250 bytes each they are 32 MB, and no model writes more at once.
    static final int REPLY_BYTES_MAX = 32 * 1024 * 1024;

    /// How long an interrupted reader gets to notice; it only decodes what it has already read.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Servers end the body in the same breath as its last event; this bounds the wait for those
    /// that do not.
    private static final Duration LINGER = Duration.ofMillis(20);

    /// Meanwhile bytes can come that have to be read before the end.
    private static final Duration GLANCE = Duration.ofMillis(1);

    /// A reply goes on when a line ends or this many bytes have come: the smallest event that says
    /// something has as many. What comes slower is kept going to hold the connection, not to say
    /// anything.
    private static final int STRIDE_BYTES = 128;

    private final HttpClient client;
    private final Deadlines deadlines;
    private final Idle idle = new Idle();

    Exchange(HttpClient client, Deadlines deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /// Reads an answer to its end.
    interface Reading<T> {
        /// @param abandoned true once nobody waits for the result any more
        T read(HttpResponse<InputStream> answer, InputStream body, BooleanSupplier abandoned)
                throws IOException;
    }

    /// A deadline has passed.
    static final class Expired extends Exception {
        private final String what;

        Expired(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    /// The connection failed before the answer had begun.
    static final class Unanswered extends Exception {
        private final IOException failure;

        Unanswered(IOException failure) {
            super(failure);
            this.failure = failure;
        }

        IOException failure() {
            return failure;
        }
    }

    /// Sends and reads. Blocks; an interrupt closes the connection.
    ///
    /// @throws IOException when the connection fails inside the answer
    <T> T run(HttpRequest request, Reading<T> reading)
            throws InterruptedException, IOException, Expired, Unanswered {
        var pulse = new Pulse(System.nanoTime());
        var abandoned = new AtomicBoolean();
        Callable<T> work =
                () -> {
                    var end = new BodyEnd();
                    HttpResponse<InputStream> answer = send(request, end);
                    try (InputStream body = new Counted(answer.body(), pulse)) {
                        T read = reading.read(answer, body, abandoned::get);
                        drain(body, end);
                        return read;
                    } finally {
                        if (end.reached()) {
                            idle.add(answer);
                        }
                    }
                };
        var task = new FutureTask<T>(work);
        Thread reader = Thread.ofVirtual().name("model-reply").start(task);
        try {
            watch(reader, pulse);
        } finally {
            abandoned.set(true);
            end(reader);
        }
        return result(task);
    }

    /// Reads the end of the body, if it is there by now: only then is the connection used again.
    /// The reply is whole already, so nothing that happens here can harm it.
    private static void drain(InputStream body, BodyEnd end) throws InterruptedException {
        long until = System.nanoTime() + LINGER.toNanos();
        try {
            for (long left = LINGER.toNanos();
                    left > 0 && !end.reached();
                    left = until - System.nanoTime()) {
                int there = body.available();
                if (there > 0) {
                    body.readNBytes(there);
                } else if (end.reachedWithin(Duration.ofNanos(Math.min(left, GLANCE.toNanos())))) {
                    return;
                }
            }
        } catch (IOException | BrokenReply unusable) {
            // The connection is closed with the body.
        }
    }

    /// A server may close a connection that rests in the very moment in which it is used again.
    /// Then no byte comes back, and the request is sent once more, on a connection of its own. On a
    /// new connection the same sight can mean that the server has begun to work, so that is a
    /// failure.
    private HttpResponse<InputStream> send(HttpRequest request, BodyEnd end)
            throws InterruptedException, Unanswered {
        boolean rested = idle.take(request.uri());
        try {
            return client.send(request, end.handler());
        } catch (IOException failure) {
            if (!rested || !Idle.gone(failure)) {
                throw new Unanswered(failure);
            }
        }
        try {
            return client.send(request, end.handler());
        } catch (IOException failure) {
            throw new Unanswered(failure);
        }
    }

    /// When the request was sent, when the last byte came, and when the reply last went on by a
    /// stride, by the monotonic clock.
    private static final class Pulse {
        private final long sent;
        private volatile Optional<Long> lastByte = Optional.empty();
        private volatile long lastStride;

        Pulse(long sent) {
            this.sent = sent;
        }
    }

    private void watch(Thread reader, Pulse pulse) throws InterruptedException, Expired {
        while (true) {
            long now = System.nanoTime();
            Duration total = deadlines.total().minusNanos(now - pulse.sent);
            Duration next =
                    pulse.lastByte
                            .map(_ -> deadlines.idle().minusNanos(now - pulse.lastStride))
                            .orElseGet(() -> deadlines.firstByte().minusNanos(now - pulse.sent));
            Duration left = shorter(next, total);
            if (!left.isPositive()) {
                throw new Expired(total.isPositive() ? silence(pulse, now) : tooLong());
            }
            // A byte may come at once after this look, and the idle deadline counts from then on.
            if (reader.join(shorter(left, deadlines.idle()))) {
                return;
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private String silence(Pulse pulse, long now) {
        if (pulse.lastByte.isEmpty()) {
            return "sent no first byte within " + words(deadlines.firstByte());
        }
        boolean drips = now - pulse.lastByte.get() < deadlines.idle().toNanos();
        return drips
                ? "sent neither a line nor %d bytes for %s inside its reply"
                        .formatted(STRIDE_BYTES, words(deadlines.idle()))
                : "fell silent for " + words(deadlines.idle()) + " inside its reply";
    }

    private String tooLong() {
        return "had not finished its reply after " + words(deadlines.total());
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private static void end(Thread reader) throws InterruptedException {
        reader.interrupt();
        reader.join(GRACE);
    }

    private static <T> T result(FutureTask<T> task)
            throws InterruptedException, IOException, Unanswered {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException broken -> throw broken;
                case Unanswered unanswered -> throw unanswered;
                case RuntimeException found -> throw found;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /// The body, its bytes noticed and counted.
    private static final class Counted extends FilterInputStream {
        private final Pulse pulse;
        private long count;
        private int sinceStride;

        Counted(InputStream body, Pulse pulse) {
            super(body);
            this.pulse = pulse;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                noticed(into, offset, read);
            }
            if (count > REPLY_BYTES_MAX) {
                throw BrokenReply.malformed("the reply is larger than 32 MB");
            }
            return read;
        }

        private void noticed(byte[] bytes, int offset, int read) {
            long now = System.nanoTime();
            boolean strides = count == 0 || sinceStride + read >= STRIDE_BYTES;
            for (int at = offset; !strides && at < offset + read; at++) {
                strides = bytes[at] == '\n';
            }
            sinceStride = strides ? 0 : sinceStride + read;
            if (strides) {
                pulse.lastStride = now;
            }
            pulse.lastByte = Optional.of(now);
            count += read;
        }
    }
}
