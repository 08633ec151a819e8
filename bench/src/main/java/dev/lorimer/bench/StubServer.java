package dev.lorimer.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// A model server on loopback that answers at once, always with one call of `lookup`, in Chat
/// Completions: a stream to who asks for one. Connections stay open.
final class StubServer implements AutoCloseable {
    private static final int BACKLOG = 1_000;
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");

    private final ServerSocket socket;
    private final AtomicLong replies = new AtomicLong();

    StubServer() {
        try {
            this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no port on loopback", e);
        }
        Thread.ofVirtual().name("stub-server").start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/v1".formatted(socket.getLocalPort()));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the stub server was not closed", e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                Thread.ofVirtual().name("stub-connection").start(() -> serve(connection));
            }
        } catch (IOException _) {
            // It is closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
            var out = connection.getOutputStream();
            int length = bodyLength(in);
            while (length >= 0) {
                String asked = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
                out.write(STREAM.matcher(asked).find() ? stream() : whole());
                length = bodyLength(in);
            }
        } catch (IOException _) {
            // The client has gone.
        }
    }

    /// Reads a request's head.
    ///
    /// @return below 0 at the end of the connection
    private static int bodyLength(InputStream in) throws IOException {
        int length = -1;
        var line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                return -1;
            }
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            String text = line.toString().strip();
            line.setLength(0);
            if (text.isEmpty()) {
                return length;
            }
            if (text.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(text.substring(15).strip());
            }
        }
    }

    private byte[] stream() {
        long number = replies.incrementAndGet();
        return answer(
                "text/event-stream",
                """
                data: {"id":"c","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,"delta":{"role":"assistant","content":"Let me look.","tool_calls":[{"index":0,"id":"call_%d","type":"function","function":{"name":"lookup","arguments":"{\\"key\\":\\"alpha-%d\\"}"}}]},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

                data: {"id":"c","object":"chat.completion.chunk","model":"stub","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}

                data: [DONE]

                """
                        .formatted(number, number));
    }

    private byte[] whole() {
        long number = replies.incrementAndGet();
        return answer(
                "application/json",
                """
                {"id":"c","object":"chat.completion","model":"stub","choices":[{"index":0,"message":{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"call_%d","type":"function","function":{"name":"lookup","arguments":"{\\"key\\":\\"alpha-%d\\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}
                """
                        .formatted(number, number));
    }

    private static byte[] answer(String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
                        .formatted(type, body.length)
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = new byte[head.length + body.length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(body, 0, both, head.length, body.length);
        return both;
    }
}
