package dev.lorimer.models;

import java.time.Duration;
import java.util.stream.Stream;

/// How long each part of one request may take; all of them end it with a timeout.
///
/// @param connect until the connection stands, name look-up and TLS included
/// @param firstByte from sending until the first byte of the body
/// @param idle between two bytes of the body
/// @param total for the whole request; bounds a server that drips
public record Deadlines(Duration connect, Duration firstByte, Duration idle, Duration total) {
    /// 10 s to connect is ten times a slow TLS handshake. 5 min to the first byte leaves room for a
    /// model that thinks before it speaks and for a local one that reads a long prompt first. 2 min
    /// of silence is eight times the interval at which providers send pings. 20 min in total is
    /// 32,000 tokens at 27 tokens a second, a slow large model.
    public static final Deadlines USUAL =
            new Deadlines(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(20));

    public Deadlines {
        boolean positive =
                Stream.of(connect, firstByte, idle, total).allMatch(Duration::isPositive);
        if (!positive) {
            throw new IllegalArgumentException(
                    "deadlines of %s, %s, %s and %s are not all above zero; give each one some time"
                            .formatted(connect, firstByte, idle, total));
        }
    }
}
