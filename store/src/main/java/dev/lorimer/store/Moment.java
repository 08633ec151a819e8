package dev.lorimer.store;

import java.time.Instant;

/// Instants as they are stored: as [Instant#toString] writes them. Lines come many a second, so the
/// text of the second is kept; to make it anew took an eighth of a caller's time.
final class Moment {
    private static final int NANOS = 1_000_000_000;
    private static final int GROUP = 1_000;

    private static volatile Second last = Second.of(0);

    private Moment() {}

    /// @param text without the letter at the end
    private record Second(long number, String text) {
        static Second of(long number) {
            String text = Instant.ofEpochSecond(number).toString();
            return new Second(number, text.substring(0, text.length() - 1));
        }
    }

    static String text(Instant at) {
        Second second = last;
        if (second.number() != at.getEpochSecond()) {
            second = Second.of(at.getEpochSecond());
            last = second;
        }
        int nanos = at.getNano();
        if (nanos == 0) {
            return second.text() + 'Z';
        }
        // Thousandths, millionths or all of it, by what is needed.
        int unit = 1;
        while (unit < NANOS / GROUP && nanos / unit % GROUP == 0) {
            unit *= GROUP;
        }
        String digits = Integer.toString((NANOS + nanos) / unit);
        return second.text() + '.' + digits.substring(1) + 'Z';
    }
}
