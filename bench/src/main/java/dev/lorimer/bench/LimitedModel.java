package dev.lorimer.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// A Chat Completions server on this machine that enforces a limit of requests and one of tokens,
/// and answers 429 beyond them.
final class LimitedModel implements AutoCloseable {
    /// How a limit comes back.
    enum Windows {
        FIXED("fixed windows"),
        BUCKET("buckets"),
        SLIDING("sliding windows"),
        COUNTER("weighted windows");

        private final String words;

        Windows(String words) {
            this.words = words;
        }
    }

    /// @param headers whether answers tell of the limits
    /// @param hint whether refusals tell when to come back
    record Terms(Windows windows, boolean headers, boolean hint, Duration period) {
        String name() {
            String told = headers ? "headers" : hint ? "Retry-After only" : "nothing";
            return windows.words + ", " + told;
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
            requests.charge(1);
            tokens.charge((double) cost);
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

    private record Charge(long at, double cost) {}

    private final class Account {
        private final double limit;
        private final long period = terms.period().toNanos();
        private final ArrayDeque<Charge> log = new ArrayDeque<>();
        private double used;
        private double before;
        private long at;

        Account(double limit) {
            this.limit = limit;
        }

        void roll(long now) {
            switch (terms.windows()) {
                case FIXED, COUNTER -> {
                    long passed = now / period - at / period;
                    before = passed == 0 ? before : passed == 1 ? used : 0;
                    used = passed == 0 ? used : 0;
                }
                case BUCKET -> used = Math.max(0, used - limit / period * (now - at));
                case SLIDING -> {
                    while (!log.isEmpty() && log.getFirst().at() <= now - period) {
                        used -= log.removeFirst().cost();
                    }
                }
            }
            at = now;
        }

        void charge(double cost) {
            used += cost;
            log.addLast(new Charge(at, cost));
            if (terms.windows() != Windows.SLIDING) {
                log.clear();
            }
        }

        double left() {
            double counted = before * (1 - (double) (at % period) / period);
            return limit - used - (terms.windows() == Windows.COUNTER ? counted : 0);
        }

        long reset(long now) {
            return switch (terms.windows()) {
                case FIXED, COUNTER -> period - now % period;
                case BUCKET -> (long) (used / limit * period);
                case SLIDING -> log.isEmpty() ? 0 : log.getLast().at() + period - now;
            };
        }

        long wait(double cost, long now) {
            if (left() >= cost) {
                return 0;
            }
            return switch (terms.windows()) {
                case FIXED, COUNTER -> reset(now);
                case BUCKET -> (long) ((cost - left()) / limit * period);
                case SLIDING -> log.isEmpty() ? period : log.getFirst().at() + period - now;
            };
        }
    }
}
