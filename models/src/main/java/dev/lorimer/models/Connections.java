package dev.lorimer.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Connections to model servers, kept open for the next request. One request a connection at a
/// time: a stalled or cut reply is that request's alone.
final class Connections implements AutoCloseable {
    /// Servers end the body in the same breath as its last event; this bounds the wait for those
    /// that do not.
    private static final Duration LINGER = Duration.ofMillis(20);

    /// How long a connection rests before it is closed. Providers' own front doors close theirs
    /// after a minute or more.
    private static final Duration RESTED = Duration.ofSeconds(30);

    /// As many as there are runs; the gates before it say how many of them may ask at once.
    private static final int OPEN_MAX = 10_000;

    /// Where a request leaves the connection that carries it.
    private static final String CARRIER = "lorimer.carrier";

    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;

    Connections(Deadlines deadlines) {
        Timeout connect = Timeout.of(deadlines.connect());
        this.pool =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(OPEN_MAX)
                        .setMaxConnPerRoute(OPEN_MAX)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(connect)
                                        .setSocketTimeout(connect)
                                        .build())
                        .setDnsResolver(new Names(deadlines.connect()))
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .build();
        this.client =
                HttpClients.custom()
                        .setConnectionManager(pool)
                        .setRequestExecutor(new Carrying())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(connect)
                                        // Its watcher ends a request; this is for a socket that
                                        // nobody watches any more.
                                        .setResponseTimeout(Timeout.of(deadlines.total()))
                                        .setDefaultKeepAlive(
                                                RESTED.toMillis(), TimeUnit.MILLISECONDS)
                                        // Some local servers drop the body of a request that
                                        // offers an upgrade.
                                        .setProtocolUpgradeEnabled(false)
                                        .build())
                        .setProxySelector(ProxySelector.getDefault())
                        // A redirect would carry the key to an address nobody has chosen.
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .evictIdleConnections(TimeValue.of(RESTED))
                        .build();
    }

    /// Name look-up that ends in time: the system's own can not be interrupted.
    private record Names(Duration limit) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var task = new FutureTask<>(() -> InetAddress.getAllByName(host));
            Thread.ofVirtual().name("name-look-up").start(task);
            try {
                return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException unknown) {
                throw new UnknownHostException(host + " is not known");
            } catch (TimeoutException late) {
                throw new UnknownHostException(host + " was not found in time");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnknownHostException(host + " was not waited for");
            }
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// A connection that had rested was closed before a byte of the answer came.
    static final class Gone extends IOException {
        Gone(IOException failure) {
            super(failure);
        }
    }

    /// A request about to be sent.
    Line line(Sent sent) {
        return new Line(sent);
    }

    /// One request and the connections that it goes over, one after the other. It can be cut from
    /// another thread at any time.
    final class Line {
        private final Sent sent;
        private volatile boolean cut;
        private volatile Optional<HttpUriRequestBase> current = Optional.empty();

        private Line(Sent sent) {
            this.sent = sent;
        }

        /// Sends, and reads the answer's head. Blocks; an interrupt of a virtual thread closes the
        /// connection.
        ///
        /// @throws IOException when no answer begins
        Open send() throws IOException {
            var request = request(sent);
            current = Optional.of(request);
            if (cut) {
                throw new IOException("cut before it was sent");
            }
            var context = HttpClientContext.create();
            try {
                return new Open(request, client.executeOpen(null, request, context), context);
            } catch (IOException failure) {
                if (!cut
                        && context.getAttribute(CARRIER) instanceof Carrier carrier
                        && carrier.gone()) {
                    throw new Gone(failure);
                }
                throw failure;
            }
        }

        /// Closes the connection, now and for later.
        void cut() {
            cut = true;
            current.ifPresent(HttpUriRequestBase::cancel);
        }
    }

    private static HttpUriRequestBase request(Sent sent) {
        var request = new HttpUriRequestBase(sent.body().isPresent() ? "POST" : "GET", sent.to());
        sent.headers().forEach(request::setHeader);
        sent.body()
                .map(text -> new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8), null))
                .ifPresent(request::setEntity);
        return request;
    }

    /// All connections without a request are closed.
    void closeResting() {
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /// A connection with the request on it, as it was before.
    ///
    /// @param requests how many it had carried
    /// @param received how many bytes had come
    private record Carrier(
            HttpClientConnection connection, EndpointDetails counts, long requests, long received) {
        static Carrier of(HttpClientConnection connection) {
            EndpointDetails counts = connection.getEndpointDetails();
            return new Carrier(
                    connection, counts, counts.getRequestCount(), counts.getReceivedBytesCount());
        }

        boolean gone() {
            return requests > 0 && counts.getReceivedBytesCount() == received;
        }
    }

    /// Notes on which connection a request goes.
    private static final class Carrying extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informed,
                HttpContext context)
                throws IOException, HttpException {
            context.setAttribute(CARRIER, Carrier.of(connection));
            return super.execute(request, connection, informed, context);
        }
    }

    /// An answer whose body can be read.
    static final class Open implements AutoCloseable {
        private final HttpUriRequestBase request;
        private final ClassicHttpResponse response;
        private final HttpContext context;
        private final InputStream body;
        private boolean kept;

        private Open(HttpUriRequestBase request, ClassicHttpResponse response, HttpContext context)
                throws IOException {
            this.request = request;
            this.response = response;
            this.context = context;
            this.body =
                    response.getEntity() == null
                            ? InputStream.nullInputStream()
                            : response.getEntity().getContent();
        }

        Answer answer() {
            Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (Header header : response.getHeaders()) {
                all.computeIfAbsent(header.getName(), _ -> new ArrayList<>())
                        .add(Optional.ofNullable(header.getValue()).orElse(""));
            }
            return new Answer(response.getCode(), HttpHeaders.of(all, (_, _) -> true));
        }

        InputStream body() {
            return body;
        }

        /// Reads the end of the body, if it is there by now: only then is the connection used
        /// again. The reply is whole already, so nothing that happens here can harm it.
        void keep() {
            try {
                if (context.getAttribute(CARRIER) instanceof Carrier carrier) {
                    carrier.connection().setSocketTimeout(Timeout.of(LINGER));
                    kept = body.read() < 0;
                }
            } catch (IOException unusable) {
                // The connection is closed with the body.
            }
        }

        /// Closes the connection, unless it is kept.
        @Override
        public void close() {
            if (!kept) {
                // Before the response: closing that reads on to its end.
                request.cancel();
            }
            try {
                response.close();
            } catch (IOException closed) {
                // It is.
            }
        }
    }
}
