package dev.lorimer.models;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Carries one request at a time and a thread over [Connections], under deadlines that hold from
/// the first byte sent to the last byte read. Everything happens in the calling thread; a [Watch]
/// closes its connection when the time is over or the thread is interrupted.
final class Exchange implements AutoCloseable {
    /// Largest body. 128,000 output tokens are 0.5 MB of text; as a stream of one-token events of
    /// 250 bytes each they are 32 MB, and no model writes more at once.
    static final int REPLY_BYTES_MAX = 32 * 1024 * 1024;

    private final Connections connections;
    private final Watch watch;

    Exchange(Deadlines deadlines) {
        this.connections = new Connections(deadlines);
        this.watch = new Watch(deadlines);
    }

    /// Reads an answer to its end.
    interface Reading<T> {
        T read(Answer answer, InputStream body) throws IOException;
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
    <T> T run(Sent sent, Reading<T> reading)
            throws InterruptedException, IOException, Expired, Unanswered {
        var line = connections.line(sent);
        try (var watched = watch.begin(line::cut)) {
            try (var answered = send(line)) {
                T read = reading.read(answered.answer(), new Counted(answered.body(), watched));
                answered.keep();
                return read;
            } catch (IOException | RuntimeException | Unanswered failure) {
                if (watched.expired().isPresent()) {
                    throw new Expired(watched.expired().get());
                }
                // A failure that only says that the connection was closed for that.
                if (!(failure instanceof RuntimeException) && Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw failure;
            }
        }
    }

    /// A server may close a connection that rests in the very moment in which it is used again.
    /// Then no byte comes back, and the request is sent once more, on a connection of its own. On a
    /// new connection the same sight can mean that the server has begun to work, so that is a
    /// failure.
    private Connections.Open send(Connections.Line line) throws Unanswered {
        try {
            return line.send();
        } catch (Connections.Gone gone) {
            connections.closeResting();
        } catch (IOException failure) {
            throw new Unanswered(failure);
        }
        try {
            return line.send();
        } catch (IOException failure) {
            throw new Unanswered(failure);
        }
    }

    /// Ends open connections; requests under way fail.
    @Override
    public void close() {
        connections.close();
        watch.close();
    }

    /// The body, its bytes noticed and counted.
    private static final class Counted extends FilterInputStream {
        private final Watch.Request watched;

        Counted(InputStream body, Watch.Request watched) {
            super(body);
            this.watched = watched;
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
                watched.noticed(into, offset, read);
            }
            if (watched.count() > REPLY_BYTES_MAX) {
                throw BrokenReply.malformed("the reply is larger than 32 MB");
            }
            return read;
        }
    }
}
