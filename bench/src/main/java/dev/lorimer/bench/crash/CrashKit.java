package dev.lorimer.bench.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The crash kit's main. Its arguments are names of parts, or `all`, and options; see
/// `bench/crash/run.sh`. Prints a table, then each broken promise with the seed that shows it.
///
/// Ends with 0 when every promise was kept and every mutant caught, 1 when not, 2 when asked
/// wrongly.
public final class CrashKit {
    /// All parts, in the order in which they are run.
    private static final List<String> PARTS =
            List.of("power", "calls", "damage", "contenders", "zombies", "kills", "mutants");

    private final Workplace workplace;
    private final Options options;

    private CrashKit(Workplace workplace, Options options) {
        this.workplace = workplace;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.read(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("crash kit: " + e.getMessage());
            System.exit(2);
            return;
        }
        boolean all = options.parts().isEmpty() || options.parts().contains("all");
        var parts = all ? PARTS : options.parts();
        if (!PARTS.containsAll(parts)) {
            System.err.println("crash kit: name parts of %s, or all".formatted(PARTS));
            System.exit(2);
        }
        boolean kept = true;
        var report = new Report(options.record(), "./dev crash " + String.join(" ", arguments));
        try (var workplace = Workplace.make()) {
            var kit = new CrashKit(workplace, options);
            for (String name : parts) {
                long start = System.nanoTime();
                Part part = kit.part(name);
                report.add(part, Duration.ofNanos(System.nanoTime() - start));
                kept &= part.broken().isEmpty();
            }
        }
        System.exit(kept ? 0 : 1);
    }

    private Part part(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "power" -> power();
            case "calls" -> calls();
            case "damage" -> damage();
            case "contenders" -> contenders();
            case "zombies" -> zombies();
            case "kills" -> kills();
            case "mutants" -> mutants();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Part power() throws InterruptedException {
        long wanted = options.number("states");
        var left = new AtomicLong(wanted);
        var seeds = new AtomicLong(options.number("seed"));
        var lanes = new ArrayList<Callable<PowerLoss.Outcome>>();
        for (int lane = 0; lane < Lanes.count(); lane++) {
            boolean first = lane == 0;
            lanes.add(() -> powerLane(left, seeds, first && wanted >= LONG_FROM));
        }
        var all = Lanes.run(lanes).stream().reduce(PowerLoss.Outcome.NONE, PowerLoss.Outcome::plus);
        return new Part(
                "power",
                "%d states after each of %d file operations: nothing unsynced survives, all does, or any sectors"
                        .formatted(all.states(), all.operations()),
                "%d lines acknowledged; %d states broke a promise"
                        .formatted(all.acknowledged(), all.lossy()),
                orNothing(all.findings(), all.acknowledged(), "lines acknowledged"));
    }

    /// Below so many states a recording with a checkpoint under way would leave no room for others.
    private static final long LONG_FROM = 5_000;

    private PowerLoss.Outcome powerLane(AtomicLong left, AtomicLong seeds, boolean lengthy)
            throws IOException, InterruptedException {
        var all = PowerLoss.Outcome.NONE;
        boolean first = lengthy;
        while (left.get() > 0) {
            long seed = seeds.getAndIncrement();
            var plan = first ? PowerLoss.Plan.lengthy(seed) : PowerLoss.Plan.brief(seed, "none");
            var outcome = PowerLoss.of(workplace, plan, Math.max(1, left.get()));
            left.addAndGet(-outcome.states());
            all = all.plus(outcome);
            first = false;
        }
        return all;
    }

    private Part calls() throws InterruptedException {
        int stride = (int) options.number("stride");
        long seed = options.number("seed");
        int lanes = Lanes.count();
        var works =
                IntStream.range(0, lanes)
                        .mapToObj(lane ->
                                (Callable<FailingCalls.Outcome>)
                                        () -> FailingCalls.of(workplace, seed, stride, lane, lanes))
                        .toList();
        var all =
                Lanes.run(works).stream()
                        .reduce(FailingCalls.Outcome.NONE, FailingCalls.Outcome::plus);
        return new Part(
                "calls",
                "%d processes, each with one failing write, sync, cut, removal or opening (every %s), or a limit on file sizes"
                        .formatted(all.tried(), stride == 1 ? "one of them" : stride + "th"),
                "%d met their fault, %d were told; %d refused lines were there all the same"
                        .formatted(all.hit(), all.refused(), all.surprises()),
                orNothing(all.findings(), all.hit(), "failing calls met"));
    }

    /// What tried nothing has proven nothing.
    private static List<String> orNothing(List<String> findings, long number, String what) {
        return number == 0 && findings.isEmpty()
                ? List.of("there were no %s, so nothing was tried".formatted(what))
                : findings;
    }

    private Part damage() throws IOException {
        var all = Damage.of(workplace, options.number("seed"), (int) options.number("tries"));
        var sums = new EnumMap<Damage.Verdict, Integer>(Damage.Verdict.class);
        for (var verdict : Damage.Verdict.values()) {
            sums.put(verdict, all.count(verdict));
        }
        return new Part(
                "damage",
                "%d pieces of damage: bits, bytes, sectors, cuts, old pages".formatted(all.tried()),
                sums.toString(),
                all.findings());
    }

    private Part contenders() throws IOException, InterruptedException {
        var broken = new ArrayList<String>();
        var seen = new ArrayList<String>();
        var time = Duration.ofSeconds(options.number("seconds"));
        // Processes and threads in each: 2, 20 and 100 contenders.
        for (int[] crowd : new int[][] {{2, 1}, {4, 5}, {5, 20}}) {
            var once = Contenders.once(workplace, crowd[0], crowd[1]);
            var churn = Contenders.churn(workplace, crowd[0], crowd[1], time);
            broken.addAll(once.findings());
            broken.addAll(churn.findings());
            seen.add(
                    "%d: 1 of all at once, %d turns one after another"
                            .formatted(once.contenders(), churn.wins()));
        }
        return new Part(
                "contenders",
                "2, 20 and 100 contenders in several processes, once and again and again",
                String.join("; ", seen),
                broken);
    }

    private Part zombies() throws IOException, InterruptedException {
        var all = Zombies.of(workplace, "none", (int) options.number("rounds"));
        return new Part(
                "zombies",
                "%d owners stopped past their lease and woken after the takeover"
                        .formatted(all.tried()),
                "%d lines recorded, %d effects performed by them"
                        .formatted(all.lines(), all.effects()),
                all.findings());
    }

    private Part kills() throws InterruptedException {
        int lanes = Lanes.count();
        int each = (int) Math.ceilDiv(options.number("kills"), (long) lanes);
        long seed = options.number("seed");
        var works =
                IntStream.range(0, lanes)
                        .mapToObj(lane ->
                                (Callable<KillLoop.Outcome>)
                                        () ->
                                                KillLoop.of(
                                                        workplace,
                                                        "lane-" + lane,
                                                        seed * lanes + lane,
                                                        each,
                                                        "none"))
                        .toList();
        var all = Lanes.run(works).stream().reduce(KillLoop.Outcome.NONE, KillLoop.Outcome::plus);
        return new Part(
                "kills",
                "%d kills -9 in %d lives of processes with 6 runs each; %d runs, all effect classes, %d answers of persons"
                        .formatted(all.kills(), all.lives(), all.ended(), all.answers()),
                "%d acknowledged lines found again; %d effects counted outside, none doubled, none misreported"
                        .formatted(all.lines(), all.effects()),
                orNothing(all.findings(), all.effects(), "effects"));
    }

    /// Each mutant has to be caught by some part.
    private Part mutants() throws IOException, InterruptedException {
        long seed = options.number("seed");
        var seen = new ArrayList<String>();
        var missed = new ArrayList<String>();
        for (String mutant : List.of("normal", "early")) {
            var caught = PowerLoss.of(workplace, PowerLoss.Plan.brief(seed, mutant), MUTANT_STATES);
            judge(mutant, caught.findings(), "power", seen, missed);
        }
        judge("unfenced", Zombies.of(workplace, "unfenced", 1).findings(), "zombies", seen, missed);
        var dropped = KillLoop.of(workplace, "mutant", seed, MUTANT_KILLS, "forgetful");
        judge("forgetful", dropped.findings(), "kills", seen, missed);
        return new Part(
                "mutants",
                "a log that is not synced, acknowledging before the commit, no fence, no intents",
                String.join("; ", seen),
                missed);
    }

    private static final long MUTANT_STATES = 1_000;

    /// A dropped intent shows when a kill falls between an effect and its outcome: every third
    /// does.
    private static final int MUTANT_KILLS = 60;

    private static void judge(
            String mutant,
            List<String> findings,
            String part,
            List<String> seen,
            List<String> missed) {
        if (findings.isEmpty()) {
            missed.add("the mutant \"%s\" was not caught by %s".formatted(mutant, part));
        } else {
            seen.add("%s caught by %s".formatted(mutant, part));
            System.err.println("%s: %s".formatted(mutant, findings.getFirst()));
        }
    }
}
