package dev.lorimer.models;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Ends requests whose time is over or whose thread was interrupted: a thread that blocks in a
/// socket notices neither by itself. One thread looks after all requests, and rests while there is
/// none.
final class Watch implements AutoCloseable {
    /// How late a request may be ended. A tenth of the shortest time that anybody would notice.
    private static final Duration TICK = Duration.ofMillis(25);

    /// A reply goes on when a line ends or this many bytes have come: the smallest event that says
    /// something has as many. What comes slower is kept going to hold the connection, not to say
    /// anything.
    private static final int STRIDE_BYTES = 128;

    private final Deadlines deadlines;
    private final Set<Request> all = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    Watch(Deadlines deadlines) {
        this.deadlines = deadlines;
        this.thread = Thread.ofPlatform().daemon().name("model-deadlines").start(this::look);
    }

    /// Watches a request of the calling thread from now on, until it is closed.
    ///
    /// @param end closes the connection; may be called once, by another thread
    Request begin(Runnable end) {
        var request = new Request(Thread.currentThread(), end);
        all.add(request);
        LockSupport.unpark(thread);
        return request;
    }

    private void look() {
        while (!closed) {
            if (all.isEmpty()) {
                LockSupport.park(this);
            } else {
                long now = System.nanoTime();
                all.forEach(request -> request.look(now));
                LockSupport.parkNanos(this, TICK.toNanos());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private static String words(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    /// One request: when it was sent, when the last byte came, and when the reply last went on by a
    /// stride, by the monotonic clock.
    final class Request implements AutoCloseable {
        private final Thread caller;
        private final Runnable end;
        private final long sent = System.nanoTime();
        private volatile Optional<Long> lastByte = Optional.empty();
        private volatile long lastStride;
        private volatile Optional<String> expired = Optional.empty();
        private long count;
        private int sinceStride;

        private Request(Thread caller, Runnable end) {
            this.caller = caller;
            this.end = end;
        }

        /// Bytes have come.
        void noticed(byte[] bytes, int offset, int read) {
            long now = System.nanoTime();
            boolean strides = count == 0 || sinceStride + read >= STRIDE_BYTES;
            for (int at = offset; !strides && at < offset + read; at++) {
                strides = bytes[at] == '\n';
            }
            sinceStride = strides ? 0 : sinceStride + read;
            if (strides) {
                lastStride = now;
            }
            lastByte = Optional.of(now);
            count += read;
        }

        /// How many bytes have come.
        long count() {
            return count;
        }

        /// What the request was ended for, when its time was over.
        Optional<String> expired() {
            return expired;
        }

        private void look(long now) {
            var over = over(now);
            if (over.isPresent() || caller.isInterrupted()) {
                expired = over;
                if (all.remove(this)) {
                    end.run();
                }
            }
        }

        private Optional<String> over(long now) {
            if (now - sent >= deadlines.total().toNanos()) {
                return Optional.of("had not finished its reply after " + words(deadlines.total()));
            }
            return lastByte.isEmpty() ? unbegun(now) : silent(now);
        }

        private Optional<String> unbegun(long now) {
            return now - sent < deadlines.firstByte().toNanos()
                    ? Optional.empty()
                    : Optional.of("sent no first byte within " + words(deadlines.firstByte()));
        }

        private Optional<String> silent(long now) {
            long idle = deadlines.idle().toNanos();
            if (now - lastStride < idle) {
                return Optional.empty();
            }
            boolean drips = now - lastByte.orElse(now) < idle;
            return Optional.of(
                    drips
                            ? "sent neither a line nor %d bytes for %s inside its reply"
                                    .formatted(STRIDE_BYTES, words(deadlines.idle()))
                            : "fell silent for " + words(deadlines.idle()) + " inside its reply");
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }
}
