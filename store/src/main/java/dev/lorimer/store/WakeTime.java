package dev.lorimer.store;

import dev.lorimer.journal.Journal.Standing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// A wake time as it is stored: text of one length, so that its order is that of time.
final class WakeTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    /// Years of four digits. Who waits for a later one waits for ever.
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /// The wake time of a run that does not wait.
    static final String NOW = text(Standing.NOW);

    private WakeTime() {}

    static String text(Instant at) {
        if (at.equals(Standing.NOW)) {
            // On the way of every append.
            return "1970-01-01T00:00:00.000000000Z";
        }
        return FORM.format(at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at);
    }

    /// Whether the text is one of ours.
    static boolean isSound(String text) {
        try {
            return text(Instant.parse(text)).equals(text);
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
