package dev.lorimer.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// A server of raw bytes: it can cut, stall and drip, which a proper HTTP server would not let us.
final class FakeServer implements AutoCloseable {
    /// @param head request line and headers, in small letters
    record Received(String head, String body) {}

    /// Writes the answer; the connection is closed when it returns.
    interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Answer answer;
    private final Ending ending;
    private final Thread listener;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> hangUps = new LinkedBlockingQueue<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// What happens to a connection after an answer.
    enum Ending {
        CLOSE,
        RESET,
        KEEP
    }

    FakeServer(Answer answer) throws IOException {
        this(answer, Ending.CLOSE);
    }

    /// @param ending what happens to a connection after an answer
    FakeServer(Answer answer, Ending ending) throws IOException {
        this.answer = answer;
        this.ending = ending;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    static FakeServer of(String raw) throws IOException {
        return new FakeServer(out -> out.write(raw.getBytes(StandardCharsets.UTF_8)));
    }

    /// A whole answer after which the connection can be used again.
    static String chunked(String body) {
        String length = Integer.toHexString(body.getBytes(StandardCharsets.UTF_8).length);
        return "HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n"
                + (length + "\r\n" + body + "\r\n0\r\n\r\n");
    }

    /// An answer with that status, ended by closing the connection.
    static String http(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " X\r\nconnection: close\r\n" + headers + "\r\n" + body;
    }

    /// An answer whose body has the length it says.
    static String sized(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return http(status, "content-length: " + length + "\r\n" + headers, body);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    int connections() {
        return open.size();
    }

    BlockingQueue<Received> received() {
        return received;
    }

    /// When a client hung up, by the monotonic clock; noticed only while the answer is written.
    BlockingQueue<Long> hangUps() {
        return hangUps;
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            do {
                received.add(request(connection.getInputStream()));
                answer.write(connection.getOutputStream());
            } while (ending == Ending.KEEP);
            if (ending == Ending.RESET) {
                // Closing without patience makes the system send a reset.
                connection.setSoLinger(true, 0);
            }
        } catch (IOException hungUp) {
            hangUps.add(System.nanoTime());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Received request(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int length =
                text.lines()
                        .filter(line -> line.startsWith("content-length:"))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
        return new Received(text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        listener.interrupt();
        try {
            // Until it has left the socket, the system goes on to take connections.
            listener.join(Duration.ofSeconds(10));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
