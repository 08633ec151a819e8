package dev.lorimer.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A server whose certificate it has signed itself, and that counts what is said to it.
final class UnknownServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final SSLServerSocket socket;
    private final Thread listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    /// @param folder for its key
    UnknownServer(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys(folder.resolve("key.p12")).getKeyManagers(), null, null);
        this.socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.listener = Thread.ofVirtual().start(this::listen);
    }

    private static KeyManagerFactory keys(Path file)
            throws IOException, GeneralSecurityException, InterruptedException {
        // The Java platform can make no certificates but by this program.
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var words =
                "-genkeypair -alias a -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1 -validity 2 -storetype PKCS12";
        var command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(words.split(" ", -1)));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool made no key at \"%s\"".formatted(file));
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        return keys;
    }

    private void listen() {
        while (true) {
            try (var connection = socket.accept()) {
                connections.incrementAndGet();
                heard.addAndGet(connection.getInputStream().readNBytes(1).length);
            } catch (SocketException closed) {
                if (socket.isClosed()) {
                    return;
                }
            } catch (IOException unfriendly) {
                // The client has hung up at the sight of the certificate, as it should.
            }
        }
    }

    String url() {
        return "https://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /// How often somebody came.
    int connections() {
        return connections.get();
    }

    /// Bytes that were said after the handshake.
    int heard() {
        return heard.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
            listener.join(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
