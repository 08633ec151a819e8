package dev.lorimer.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// A Chat Completions server on this machine that enforces a limit of requests and one of tokens,
/// and answers 429 beyond them.
final class LimitedModel implements AutoCloseable {
    /// @param fixed windows that end at once; else buckets that fill up steadily
    /// @param headers whether answers tell of the limits
    /// @param hint whether refusals tell when to come back
    record Terms(boolean fixed, boolean headers, boolean hint, Duration period) {
        String name() {
            String told = headers ? "headers" : hint ? "Retry-After only" : "nothing";
            return (fixed ? "fixed windows" : "buckets") + ", " + told;
        }
    }

    static final long REQUESTS_PER_SECOND = 20;
    static final long TOKENS_PER_SECOND = 15_000;

    private final Terms terms;
    private final Account requests;
    private final Account tokens;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long started = System.nanoTime();
    private final long measuredFrom;
    private long taken;
    private long refused;
    private double tokensTaken;

    /// @param learning how long before it starts to count
    LimitedModel(Terms terms, Duration learning) throws IOException {
        this.terms = terms;
        this.measuredFrom = learning.toNanos();
        long seconds = terms.period().toSeconds();
        this.requests = new Account(REQUESTS_PER_SECOND * seconds);
        this.tokens = new Account(TOKENS_PER_SECOND * seconds);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long input = exchange.getRequestBody().readAllBytes().length / 4;
            long output = 20L + ThreadLocalRandom.current().nextInt(200);
            boolean fits = take(exchange, input + output);
            byte[] body = (fits ? reply(input, output) : REFUSAL).getBytes(StandardCharsets.UTF_8);
            if (fits) {
                Thread.sleep(50 + ThreadLocalRandom.current().nextInt(250));
            }
            exchange.sendResponseHeaders(fits ? 200 : 429, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static final String REFUSAL = "{\"error\":{\"message\":\"too many, slow down\"}}";

    private static String reply(long input, long output) {
        return "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"done\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                .formatted(input, output, input + output);
    }

    private synchronized boolean take(HttpExchange exchange, long cost) {
        long now = System.nanoTime() - started;
        requests.roll(now);
        tokens.roll(now);
        boolean fits = requests.left() >= 1 && tokens.left() >= cost;
        long wait = fits ? 0 : Math.max(requests.wait(1, now), tokens.wait((double) cost, now));
        if (fits) {
            requests.used++;
            tokens.used += cost;
        }
        if (now >= measuredFrom) {
            taken += fits ? 1 : 0;
            refused += fits ? 0 : 1;
            tokensTaken += fits ? cost : 0;
        }
        if (terms.headers()) {
            tell(exchange, "requests", requests, now);
            tell(exchange, "tokens", tokens, now);
        }
        if (!fits && terms.hint()) {
            long seconds = Duration.ofNanos(wait + 999_999_999).toSeconds();
            exchange.getResponseHeaders().set("retry-after", String.valueOf(seconds));
        }
        return fits;
    }

    private static void tell(HttpExchange exchange, String what, Account account, long now) {
        var headers = exchange.getResponseHeaders();
        headers.set("x-ratelimit-limit-" + what, String.valueOf((long) account.limit));
        headers.set("x-ratelimit-remaining-" + what, String.valueOf((long) account.left()));
        String reset = String.format(Locale.ROOT, "%dms", account.reset(now) / 1_000_000);
        headers.set("x-ratelimit-reset-" + what, reset);
    }

    synchronized double refusedShare() {
        return (double) refused / Math.max(1, taken + refused);
    }

    /// What was taken of what was allowed, by the limit that was nearer.
    synchronized double used() {
        double seconds = (System.nanoTime() - started - measuredFrom) / 1e9;
        return Math.max(
                tokensTaken / (TOKENS_PER_SECOND * seconds),
                taken / (REQUESTS_PER_SECOND * seconds));
    }

    synchronized long taken() {
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private final class Account {
        private final double limit;
        private double used;
        private long at;

        Account(double limit) {
            this.limit = limit;
        }

        void roll(long now) {
            long period = terms.period().toNanos();
            if (!terms.fixed()) {
                used = Math.max(0, used - limit / period * (now - at));
            } else if (now / period != at / period) {
                used = 0;
            }
            at = now;
        }

        double left() {
            return limit - used;
        }

        long reset(long now) {
            long period = terms.period().toNanos();
            return terms.fixed() ? period - now % period : (long) (used / limit * period);
        }

        long wait(double cost, long now) {
            if (left() >= cost) {
                return 0;
            }
            long period = terms.period().toNanos();
            return terms.fixed() ? reset(now) : (long) ((cost - left()) / limit * period);
        }
    }
}
