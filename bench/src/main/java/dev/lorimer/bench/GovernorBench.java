package dev.lorimer.bench;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import dev.lorimer.models.Deadlines;
import dev.lorimer.models.Keys;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Models;
import dev.lorimer.retry.Backoff;
import dev.lorimer.retry.Disposition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Fifty runs at once on one credential before a server with limits: how many fail, how many
/// requests are refused after a minute of learning, and how much of what is allowed is used. Beside
/// it the same runs with the usual retry: exponential backoff with jitter. Prints Markdown.
///
/// Arguments: seconds to measure, the minute of learning not counted (120); seconds of the server's
/// windows, which are a minute at the big providers (10).
public final class GovernorBench {
    private static final int RUNS = 50;
    private static final Duration LEARNING = Duration.ofSeconds(60);

    private final LimitedModel server;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private GovernorBench(LimitedModel server) {
        this.server = server;
    }

    /// A run's one turn with the model.
    private interface Turn {
        /// @return how long to wait before it is tried again; empty when it is done
        Optional<Duration> take(int size, int attempt, Random random)
                throws IOException, InterruptedException;
    }

    private record Row(String client, String terms, GovernorBench bench, AutoCloseable wire) {}

    /// @param arguments see above
    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 120;
        long period = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10;
        var rows = new ArrayList<Row>();
        for (boolean governed : new boolean[] {true, false}) {
            for (var windows : LimitedModel.Windows.values()) {
                for (int told = 0; told < 3; told++) {
                    var terms =
                            new LimitedModel.Terms(
                                    windows, told == 0, told < 2, Duration.ofSeconds(period));
                    rows.add(row(governed, terms));
                }
            }
        }
        Thread.sleep(LEARNING.plusSeconds(seconds));
        System.out.println(
                "| client | server | requests taken | failed runs | refused (%) | allowed throughput used (%) |");
        System.out.println("|---|---|---:|---:|---:|---:|");
        for (Row row : rows) {
            row.bench().print(row);
        }
        for (Row row : rows) {
            row.bench().stop();
            row.wire().close();
        }
    }

    private static Row row(boolean governed, LimitedModel.Terms terms) throws IOException {
        var server = new LimitedModel(terms, LEARNING);
        var bench = new GovernorBench(server);
        if (!governed) {
            var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            bench.start((size, attempt, random) -> naive(client, server, size, attempt, random));
            return new Row("backoff", terms.name(), bench, client);
        }
        var keys = new Keys(_ -> Optional.of("sk-bench-0123456789"), Optional.empty());
        var models = new Models(keys, Deadlines.USUAL, InstantSource.system());
        Model model =
                models.open(ModelSpec.parse("openai:m", Optional.of(server.url().toString())));
        bench.start((size, attempt, random) -> governed(model, size, attempt, random));
        return new Row("lorimer", terms.name(), bench, models);
    }

    private void start(Turn turn) {
        for (int run = 0; run < RUNS; run++) {
            var random = new Random(run);
            threads.add(Thread.ofVirtual().start(() -> run(turn, random)));
        }
    }

    /// Turns without end; a turn that fails more often than a run would stand ends the run, and the
    /// next one takes its place.
    private void run(Turn turn, Random random) {
        try {
            while (!stopped.get()) {
                int size = 800 + random.nextInt(6400);
                for (int attempt = 1; ; attempt++) {
                    Optional<Duration> wait = turn.take(size, attempt, random);
                    if (wait.isEmpty()) {
                        break;
                    }
                    if (attempt >= Backoff.ATTEMPTS_MAX) {
                        failed.incrementAndGet();
                        break;
                    }
                    Thread.sleep(wait.get());
                }
            }
        } catch (InterruptedException | IOException ended) {
            if (!stopped.get()) {
                failed.incrementAndGet();
            }
        }
    }

    private static Optional<Duration> governed(Model model, int size, int attempt, Random random)
            throws InterruptedException {
        var request =
                new Request(
                        "", List.of(), List.of(new Message.User("word ".repeat(size / 5))), 1000);
        try {
            model.complete(request, _ -> {});
            return Optional.empty();
        } catch (ModelException failure) {
            return switch (Disposition.of(failure.kind())) {
                case RETRY, WAIT, ASK_AGAIN ->
                        Optional.of(
                                Backoff.before(attempt, failure.retryAfter(), random.nextDouble()));
                case COMPACT, FALL_BACK, SURFACE -> throw failure;
            };
        }
    }

    private static Optional<Duration> naive(
            HttpClient client, LimitedModel server, int size, int attempt, Random random)
            throws IOException, InterruptedException {
        String body = "{\"messages\":\"" + "word ".repeat(size / 5) + "\"}";
        var request =
                HttpRequest.newBuilder(server.url())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return status == 200
                ? Optional.empty()
                : Optional.of(Backoff.before(attempt, Optional.empty(), random.nextDouble()));
    }

    private void print(Row row) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %d | %.2f | %.1f |%n",
                row.client(),
                row.terms(),
                server.taken(),
                failed.get(),
                100 * server.refusedShare(),
                100 * server.used());
    }

    private void stop() throws InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        server.close();
    }
}
