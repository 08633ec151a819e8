package dev.lorimer.models;

import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How many connections to each server rest in the JDK client's pool. The client does not say
/// whether it used one of them, but it always does when there is one.
final class Idle {
    /// How long the client keeps one: its default since JDK 20.
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Map<String, Deque<Long>> since = new ConcurrentHashMap<>();

    /// An answer was read to its end.
    void add(HttpResponse<?> answer) {
        boolean closes =
                answer.headers()
                        .firstValue("connection")
                        .filter(it -> it.toLowerCase(Locale.ROOT).contains("close"))
                        .isPresent();
        boolean bounded =
                answer.headers().firstValue("content-length").isPresent()
                        || answer.headers().firstValue("transfer-encoding").isPresent();
        if (!closes && bounded) {
            Deque<Long> resting = resting(answer.uri());
            synchronized (resting) {
                resting.addLast(System.nanoTime());
            }
        }
    }

    /// A request is sent.
    ///
    /// @return whether on a connection that has rested
    boolean take(URI to) {
        Deque<Long> resting = resting(to);
        synchronized (resting) {
            long now = System.nanoTime();
            resting.removeIf(it -> now - it > KEPT.toNanos());
            return Optional.ofNullable(resting.pollLast()).isPresent();
        }
    }

    private Deque<Long> resting(URI uri) {
        return since.computeIfAbsent(uri.getAuthority(), _ -> new ArrayDeque<>());
    }

    /// Whether the connection was closed before a byte of the answer came.
    static boolean gone(IOException failure) {
        boolean nothing = false;
        for (Optional<Throwable> at = Optional.of(failure);
                at.isPresent();
                at = at.map(Throwable::getCause)) {
            String words = String.valueOf(at.get().getMessage());
            if (words.contains("parser state")) {
                // The JDK's words for an answer that broke off inside its head.
                return false;
            }
            nothing |= words.contains("received no bytes");
            nothing |= at.get() instanceof SocketException && words.contains("Broken pipe");
        }
        return nothing;
    }
}
