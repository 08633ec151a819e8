package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Zombies: an owner is stopped past its lease, another takes the run over and works on, and the
/// first is woken. It may record nothing and do nothing any more.
final class Zombies {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final RunId RUN = new RunId("contested");

    /// Short, so that the takeover is soon; the store's own is 15 s.
    private static final Duration LEASE = Duration.ofSeconds(1);

    /// How long a takeover may take: the lease, the watch over it, and a busy machine.
    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(60);

    private static final int EARLIER = 3;
    private static final int LATER = 5;

    private Zombies() {}

    /// @param tried how many zombies were woken
    /// @param effects that zombies performed after their replacement had acted
    /// @param lines that they recorded after it
    record Outcome(int tried, int effects, int lines, List<String> findings) {
        Outcome plus(Outcome other) {
            var all = new ArrayList<>(findings);
            all.addAll(other.findings);
            return new Outcome(
                    tried + other.tried, effects + other.effects, lines + other.lines, all);
        }
    }

    /// Wakes one while its replacement works, and one after it has finished.
    ///
    /// @param mutant of the zombie's journal, or `none`
    static Outcome of(Workplace workplace, String mutant, int rounds)
            throws IOException, InterruptedException {
        var all = new Outcome(0, 0, 0, List.of());
        for (int round = 0; round < rounds; round++) {
            all = all.plus(one(workplace, mutant, round % 2 == 1));
        }
        return all;
    }

    private static Outcome one(Workplace workplace, String mutant, boolean finished)
            throws IOException, InterruptedException {
        Path folder = workplace.place("zombie");
        try (Journal journal = workplace.open(folder);
                var world = new World(1, 0)) {
            journal.create(RUN, "contested", NOON);
            try (Child zombie = Child.start(sleeper(workplace, folder, world, mutant))) {
                zombie.await(("acted " + EARLIER)::equals);
                zombie.signal("STOP");
                Lease lease = takeOver(journal);
                long next = work(journal, lease, world.port(), finished);
                world.rest();
                int before = effects(world);
                zombie.signal("CONT");
                var findings = new ArrayList<String>();
                if (mutant.equals("none")) {
                    zombie.await(line -> line.equals("fenced append") || line.startsWith("failed"));
                    zombie.await(line -> line.equals("fenced check") || line.startsWith("failed"));
                } else {
                    // It does not know when to end.
                    Thread.sleep(LEASE);
                    zombie.strike();
                }
                zombie.end();
                world.rest();
                if (!finished) {
                    next = append(journal, lease, next, findings);
                }
                zombie.lines().stream()
                        .filter(line -> line.startsWith("failed"))
                        .forEach(findings::add);
                return judge(journal, lease.epoch(), next, effects(world) - before, findings);
            }
        } finally {
            Workplace.remove(folder);
        }
    }

    private static List<String> sleeper(
            Workplace workplace, Path folder, World world, String mutant) {
        return Workplace.java(
                Sleeper.class,
                List.of(
                        folder.toString(),
                        workplace.cache().toString(),
                        RUN.value(),
                        String.valueOf(LEASE.toMillis()),
                        String.valueOf(world.port()),
                        mutant));
    }

    private static Lease takeOver(Journal journal) throws InterruptedException {
        long end = System.nanoTime() + TAKEOVER_MAX.toNanos();
        while (true) {
            try {
                return journal.acquire(RUN, "the replacement", NOON);
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.BUSY || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static long work(Journal journal, Lease lease, int port, boolean finished) {
        long next = journal.read(RUN, 0).size();
        for (int n = 0; n < LATER; n++) {
            lease.check();
            String answer =
                    Contact.ask(port, "do fenced %s new-%d %d".formatted(RUN, n, lease.epoch()));
            if (!answer.startsWith("done ")) {
                throw new IllegalStateException("the replacement was refused: " + answer);
            }
            boolean last = finished && n == LATER - 1;
            var standing = last ? Standing.ended("done", 0) : Standing.working("running", 0);
            next = journal.append(lease, next, List.of(draft(next)), standing);
        }
        if (finished) {
            lease.close();
        }
        return next;
    }

    private static long append(Journal journal, Lease lease, long next, List<String> findings) {
        try {
            var standing = Standing.working("running", 0);
            return journal.append(lease, next, List.of(draft(next)), standing);
        } catch (JournalException e) {
            findings.add("the replacement lost its run: " + e.getMessage());
            return next;
        }
    }

    private static Draft draft(long seq) {
        return new Draft("Settled", "{\"by\":\"replacement\",\"n\":%d}".formatted(seq), NOON);
    }

    private static int effects(World world) {
        return world.of(RUN.value()).values().stream().mapToInt(World.Count::done).sum();
    }

    private static Outcome judge(
            Journal journal, long epoch, long next, int effects, List<String> findings) {
        List<Line> lines = journal.read(RUN, 0);
        boolean taken = false;
        int late = 0;
        for (Line line : lines) {
            boolean own = line.draft().json().contains("replacement");
            late += taken && !own ? 1 : 0;
            taken |= own;
            if (own != (line.epoch() == epoch)) {
                findings.add("line %d is of epoch %d".formatted(line.seq(), line.epoch()));
            }
        }
        if (lines.size() != next) {
            findings.add("%d lines are there instead of %d".formatted(lines.size(), next));
        }
        if (late > 0) {
            findings.add("the zombie recorded %d lines".formatted(late));
        }
        if (effects > 0) {
            findings.add("the zombie performed %d effects".formatted(effects));
        }
        findings.addAll(journal.inspect());
        return new Outcome(1, effects, late, findings);
    }
}
