package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// What the kit's processes write: a function of seed, run and place, so that whoever checks needs
/// no copy of it. Small lines, long ones that do not compress, and long ones that runs share.
///
/// @param seed of the whole recording
record Content(long seed) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzäöü0123456789 \\n";

    Draft line(RunId run, long seq) {
        var random = new SplittableRandom(mixed(run, seq));
        String text =
                switch (random.nextInt(10)) {
                    case 0 -> text(random, 2_000 + random.nextInt(6_000));
                    // The same for all runs, so that it is stored once.
                    case 1 -> text(new SplittableRandom(seed + seq % 3), 3_000);
                    default -> text(random, 20 + random.nextInt(500));
                };
        String kind = seq % 2 == 0 ? "Intended" : "Settled";
        return new Draft(kind, json(seq, text), Instant.ofEpochSecond(1_800_000_000L + seq));
    }

    List<Draft> lines(RunId run, long from, long count) {
        return LongStream.range(from, from + count).mapToObj(seq -> line(run, seq)).toList();
    }

    /// The n-th message to a run.
    String message(RunId run, long n) {
        return json(n, text(new SplittableRandom(mixed(run, -1 - n)), 100));
    }

    /// The n-th value of a note.
    String note(String key, long n) {
        return json(n, text(new SplittableRandom(seed ^ key.hashCode() ^ n), 200));
    }

    /// What is kept of a pruned run.
    String evidence(RunId run) {
        return json(0, text(new SplittableRandom(mixed(run, Long.MAX_VALUE)), 300));
    }

    private long mixed(RunId run, long n) {
        return (seed * 31 + run.value().hashCode()) * 0x9E3779B97F4A7C15L + n;
    }

    private static String json(long n, String text) {
        return "{\"n\":%d,\"text\":\"%s\"}".formatted(n, text);
    }

    private static String text(RandomGenerator random, int length) {
        var text = new StringBuilder(length + 1);
        while (text.length() < length) {
            int at = random.nextInt(LETTERS.length() - 1);
            // The last two letters belong together: an escaped line break.
            text.append(at == LETTERS.length() - 2 ? "\\n" : LETTERS.substring(at, at + 1));
        }
        return text.toString();
    }
}
