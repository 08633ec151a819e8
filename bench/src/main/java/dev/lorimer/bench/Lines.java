package dev.lorimer.bench;

import dev.lorimer.journal.Journal.Draft;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// Lines as runs write them, with text that does not compress: letters that use up their bytes.
final class Lines {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

    private final Random random;

    Lines(long seed) {
        this.random = new Random(seed);
    }

    /// A settled call of about that many bytes.
    ///
    /// @param bytes 200 or more
    Draft settled(int number, int bytes) {
        return new Draft(
                "Settled",
                "{\"call\":\"%d.1\",\"result\":{\"done\":true,\"text\":\"%s\"},\"tree\":\"4b825dc642cb6eb9a060e54bf8d69288fbee4904\",\"took\":\"PT0.1S\"}"
                        .formatted(number, text(bytes - 120)),
                NOON.plusMillis(number));
    }

    /// The entries of one turn: a reply that asks for a call, the intent, and what came of it.
    ///
    /// @param bytes of new text in it, one half said and one half found
    List<Draft> turn(int number, int bytes) {
        Instant at = NOON.plusSeconds(number);
        return List.of(
                new Draft(
                        "Replied",
                        "{\"message\":{\"text\":\"%s\",\"calls\":[{\"id\":\"call-%d\",\"name\":\"read_file\",\"arguments\":\"{}\"}]},\"usage\":{\"in\":1200,\"out\":310},\"model\":\"bench\"}"
                                .formatted(text(bytes / 2), number),
                        at),
                new Draft(
                        "Intended",
                        "{\"call\":\"%d.1\",\"effect\":\"read\",\"key\":\"0f343b0931126a20f133d67c2b018a3b\"}"
                                .formatted(number),
                        at),
                settled(number, bytes - bytes / 2 + 120));
    }

    private String text(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
