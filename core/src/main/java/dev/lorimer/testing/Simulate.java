package dev.lorimer.testing;

import java.time.Duration;
import java.util.List;

/// The simulator as a program: `--seeds N`, how many histories to play; `--from S`, the first seed;
/// `--flaw F`, what is broken on purpose. Exits with 0 when all held, with 1 and the seed when
/// something did not, with 2 when it was asked wrongly.
public final class Simulate {
    private Simulate() {}

    private record Asked(long seeds, long from, SimFlaw flaw) {
        static Asked of(List<String> args) {
            var asked = new Asked(1000, 1, SimFlaw.NONE);
            for (var i = 0; i < args.size(); i += 2) {
                if (i + 1 == args.size()) {
                    throw new IllegalArgumentException(
                            "\"%s\" has no value".formatted(args.get(i)));
                }
                asked = asked.with(args.get(i), args.get(i + 1));
            }
            return asked;
        }

        private Asked with(String flag, String value) {
            return switch (flag) {
                case "--seeds" -> new Asked(Long.parseLong(value), from, flaw);
                case "--from" -> new Asked(seeds, Long.parseLong(value), flaw);
                case "--flaw" -> new Asked(seeds, from, SimFlaw.valueOf(value));
                default ->
                        throw new IllegalArgumentException(
                                "there is no \"%s\"; there are --seeds, --from, --flaw"
                                        .formatted(flag));
            };
        }
    }

    public static void main(String[] args) {
        Asked asked;
        try {
            asked = Asked.of(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("simulate: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(play(asked) ? 0 : 1);
    }

    private static boolean play(Asked asked) {
        var start = System.nanoTime();
        var counts = SimReport.Counts.NONE;
        for (var seed = asked.from(); seed < asked.from() + asked.seeds(); seed++) {
            var report = Simulator.run(seed, asked.flaw());
            counts = counts.plus(report.counts());
            if (!report.holds()) {
                report.history().forEach(System.err::println);
                report.violations().forEach(System.out::println);
                System.out.printf("next: ./dev simulate --from %d --seeds 1%n", seed);
                return false;
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%d histories hold (%d runs, %d crashes, %d takeovers, %d effects) in %.1f s%n",
                asked.seeds(),
                counts.runs(),
                counts.crashes(),
                counts.takeovers(),
                counts.effects(),
                took.toMillis() / 1000.0);
        return true;
    }
}
