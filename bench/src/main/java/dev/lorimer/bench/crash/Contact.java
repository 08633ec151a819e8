package dev.lorimer.bench.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One question to the [World], over loopback.
final class Contact {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Contact() {}

    /// @throws IllegalStateException when the answer is lost
    static String ask(int port, String line) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            String answer = new BufferedReader(in).readLine();
            if (answer == null) {
                throw new IllegalStateException("the connection was lost");
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException("the connection was lost", e);
        }
    }
}
