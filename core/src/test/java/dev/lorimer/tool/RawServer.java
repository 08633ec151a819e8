package dev.lorimer.tool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/// A server on loopback that does to each connection what the test says, down to the byte.
final class RawServer implements AutoCloseable {
    /// A test that hangs longer than this has failed by then.
    private static final int PATIENCE_MILLIS = 20_000;

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    /// What came.
    ///
    /// @param head all lines up to the empty one
    record Request(String head, String body) {
        String line() {
            return head.lines().findFirst().orElse("");
        }

        List<String> headers(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .toList();
        }
    }

    /// What is done once a request has come.
    interface Answering {
        void answer(Request request, Wire wire) throws Exception;
    }

    /// The connection under a request.
    record Wire(Socket socket) {
        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /// Answers with a body of known length.
        void answer(String status, String type, byte[] body) throws IOException {
            send(
                    "HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
                            .formatted(status, type, body.length));
            send(body);
        }

        void answer(String status, String body) throws IOException {
            answer(status, "text/plain", body.getBytes(StandardCharsets.UTF_8));
        }

        /// Until the other side hangs up.
        void stall() throws IOException {
            while (socket.getInputStream().read() >= 0) {}
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    RawServer(Answering answering) {
        this("127.0.0.1", 0, ServerSocketFactory.getDefault(), answering);
    }

    RawServer(String address, int port, ServerSocketFactory sockets, Answering answering) {
        try {
            server = sockets.createServerSocket();
            server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(() -> accept(answering));
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    int connections() {
        return connections.size();
    }

    private void accept(Answering answering) {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket, answering));
            }
        } catch (IOException _) {
            // Closed by the test.
        }
    }

    private void serve(Socket socket, Answering answering) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Request request = read(new BufferedInputStream(socket.getInputStream()));
            requests.add(request);
            answering.answer(request, new Wire(socket));
        } catch (Exception _) {
            // The test sees it from the other side.
        }
    }

    private static Request read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new SocketException("closed inside a head");
            }
            head.write(b);
        }
        var request = new Request(head.toString(StandardCharsets.ISO_8859_1), "");
        int length =
                request.headers("content-length").stream()
                        .findFirst()
                        .map(Integer::parseInt)
                        .orElse(0);
        byte[] body = in.readNBytes(length);
        return new Request(request.head(), new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try (server) {
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException _) {
            // Nothing more can be done about it.
        }
    }
}
