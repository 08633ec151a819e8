package dev.lorimer.tool;

import static dev.lorimer.tool.HttpScenes.call;
import static dev.lorimer.tool.HttpScenes.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.Tool.Result;
import dev.lorimer.tool.Tool.Result.Status;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is sent on a connection that can not be trusted.
class HttpTlsTest {
    @Test
    void tls_is_checked_against_the_name_and_its_failure_sends_nothing(@TempDir Path directory)
            throws Exception {
        SSLContext context = selfSigned(directory, "api.example.test");
        HostLookup loopback = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
        try (var server =
                new RawServer(
                        "127.0.0.1",
                        0,
                        context.getServerSocketFactory(),
                        (_, wire) -> wire.answer("200 OK", "safe"))) {
            var good = new Site("api.example.test", Optional.of(server.port()), true, true);
            var bad = new Site("other.example.test", Optional.of(server.port()), true, true);
            var trusting = context.getSocketFactory();
            assertThat(
                            call(
                                    tool(good, loopback, trusting),
                                    "POST",
                                    "https://api.example.test:" + server.port() + "/"))
                    .isEqualTo(Result.done("200 OK\ncontent-type: text/plain\n\nsafe"));
            assertThat(server.requests).hasSize(1);

            var otherName =
                    call(
                            tool(bad, loopback, trusting),
                            "POST",
                            "https://other.example.test:" + server.port() + "/");
            assertThat(otherName.status()).isEqualTo(Status.FAILED);
            assertThat(otherName.text()).startsWith("nothing was sent: no TLS connection: ");
            var untrusted =
                    call(
                            tool(good, loopback, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                            "POST",
                            "https://api.example.test:" + server.port() + "/");
            assertThat(untrusted.status()).isEqualTo(Status.FAILED);
            assertThat(untrusted.text()).startsWith("nothing was sent: no TLS connection: ");
            assertThat(server.requests).hasSize(1);
        }
        try (var plain = new RawServer((_, wire) -> wire.answer("200 OK", "plain"))) {
            var site = new Site("api.example.test", Optional.of(plain.port()), true, true);
            // It waits for a request that never comes, as the client for a handshake.
            var hurried =
                    new Bounds(
                            Duration.ofMillis(500),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(30),
                            1_000);
            assertThat(
                            call(
                                    tool(hurried, site, loopback, context.getSocketFactory()),
                                    "POST",
                                    "https://api.example.test:" + plain.port() + "/"))
                    .isEqualTo(Result.failed("nothing was sent: no connection within 500 ms"));
            assertThat(plain.requests).isEmpty();
        }
    }

    private static SSLContext selfSigned(Path directory, String name) throws Exception {
        Path file = directory.resolve("keys.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "a",
                                "-dname",
                                "CN=x",
                                "-ext",
                                "san=dns:" + name,
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
