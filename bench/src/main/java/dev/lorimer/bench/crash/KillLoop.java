package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Kills: a process carries errands whose effects are counted elsewhere, is killed at random times
/// and in the windows around each effect, and started again until every run has ended. Persons who
/// are asked answer truthfully. Then the books are compared.
final class KillLoop {
    private static final int FINDINGS_MAX = 20;
    private static final int RUNS = 6;

    /// Answers of the world that are lost, of a hundred: enough for a few in each batch.
    private static final int LOST = 3;

    /// A batch of errands that is not over after so many lives goes round in circles.
    private static final int LIVES_MAX = 300;

    private final Workplace workplace;
    private final String name;
    private final long seed;
    private final String mutant;
    private final SplittableRandom random;
    private final World world;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> acknowledged = new HashMap<>();
    private final List<RunId> runs =
            IntStream.range(0, RUNS).mapToObj(n -> new RunId("errand-" + n)).toList();
    private int kills;
    private int lives;
    private int ended;
    private int answers;
    private long lines;
    private long effects;

    /// @param kills that hit a living process
    /// @param lives processes started
    /// @param ended runs that came to an outcome, each compared
    /// @param answers of persons
    /// @param lines acknowledged and found again
    /// @param effects counted by the outside world
    record Outcome(
            int kills,
            int lives,
            int ended,
            int answers,
            long lines,
            long effects,
            List<String> findings) {
        static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, 0, List.of());

        Outcome plus(Outcome other) {
            var all = new ArrayList<>(findings);
            all.addAll(other.findings);
            return new Outcome(
                    kills + other.kills,
                    lives + other.lives,
                    ended + other.ended,
                    answers + other.answers,
                    lines + other.lines,
                    effects + other.effects,
                    all.subList(0, Math.min(all.size(), FINDINGS_MAX)));
        }
    }

    private KillLoop(Workplace workplace, String name, long seed, String mutant, World world) {
        this.workplace = workplace;
        this.name = name;
        this.seed = seed;
        this.mutant = mutant;
        this.random = new SplittableRandom(seed);
        this.world = world;
    }

    /// @param name of its folder; loops that run at once need different ones
    /// @param kills how many at least; the batch under way then is brought to its end
    /// @param mutant see [Mutants], or `none`
    static Outcome of(Workplace workplace, String name, long seed, int kills, String mutant)
            throws IOException, InterruptedException {
        var all = Outcome.NONE;
        for (int batch = 0; all.kills() < kills && all.findings().isEmpty(); batch++) {
            long batchSeed = seed * 1_000 + batch;
            try (var world = new World(batchSeed, mutant.equals("none") ? LOST : 0)) {
                var loop = new KillLoop(workplace, name, batchSeed, mutant, world);
                all = all.plus(loop.batch());
            }
        }
        return all;
    }

    private Outcome batch() throws IOException, InterruptedException {
        Path place = workplace.place("kills-" + name);
        Path journal = place.resolve("journal");
        try {
            boolean over = false;
            while (!over && findings.isEmpty()) {
                if (lives > LIVES_MAX) {
                    find("the errands are not over after %d lives".formatted(lives));
                    break;
                }
                boolean killed = life(place, journal);
                // Persons answer while nobody works, and not always before the next start.
                over = (!killed || random.nextInt(3) == 0) && attend(journal);
            }
            // What a broken promise has left half done says nothing about the others.
            if (findings.isEmpty()) {
                compare(journal);
            }
        } finally {
            Workplace.remove(place);
        }
        return new Outcome(kills, lives, ended, answers, lines, effects, findings);
    }

    /// One process, from its start to its end.
    private boolean life(Path place, Path journal) throws IOException, InterruptedException {
        lives++;
        try (Child child = Child.start(conductor(place, journal))) {
            switch (random.nextInt(10)) {
                // In the window around an effect.
                case 0, 1, 2, 3, 4, 5 -> world.arm(1 + random.nextInt(40), child::strike);
                // At any time, the start of the process included.
                case 6, 7, 8 -> {
                    Thread.sleep(150 + random.nextInt(700));
                    child.strike();
                }
                default -> {}
            }
            Child.Ended end = child.end();
            world.disarm();
            world.rest();
            note(child.pid(), end.output());
            boolean killed = end.code() == 137;
            kills += killed ? 1 : 0;
            if (!killed && end.code() != 0) {
                find("the process ended with %d: %s".formatted(end.code(), end.output()));
            }
            return killed;
        }
    }

    private List<String> conductor(Path place, Path journal) {
        return Workplace.java(
                Conductor.class,
                List.of(
                        journal.toString(),
                        workplace.cache().toString(),
                        String.valueOf(world.port()),
                        String.valueOf(seed),
                        String.valueOf(RUNS),
                        place.resolve("shelves").toString(),
                        mutant));
    }

    private void note(long pid, String output) {
        for (String line : output.split("\n", -1)) {
            if (line.startsWith("failed ")) {
                find("pid %d: %s".formatted(pid, line));
            } else if (line.matches("ack [a-z0-9-]+ \\d+ [0-9a-f]{8}")) {
                // A kill may cut the last line short: then it does not match.
                String[] words = line.split(" ", -1);
                acknowledged.put(words[1] + " " + words[2], Integer.parseUnsignedInt(words[3], 16));
            }
        }
    }

    /// Answers what is asked.
    ///
    /// @return whether every run has ended
    private boolean attend(Path folder) {
        try (Journal journal = workplace.open(folder)) {
            boolean over = true;
            for (RunId run : runs) {
                if (journal.head(run).filter(head -> head.entries() > 0).isEmpty()) {
                    over = false;
                    continue;
                }
                RunState state = Recorded.state(Recorded.read(journal, run));
                if (state.phase() instanceof Phase.Waiting waiting) {
                    answer(journal, run, waiting);
                }
                over &= state.phase() instanceof Phase.Ended;
            }
            return over;
        } catch (JournalException | IllegalStateException e) {
            find("persons can not see what is asked: " + e.getMessage());
            return true;
        }
    }

    private void answer(Journal journal, RunId run, Phase.Waiting waiting) {
        Answer answer =
                switch (waiting.question()) {
                    case Question.Approval _ ->
                            random.nextInt(5) == 0 ? new Answer.Deny() : new Answer.Approve();
                    case Question.InDoubt doubt -> truth(waiting, doubt);
                };
        String call = waiting.open().getFirst().id();
        new Desk(journal, Timing.system(), Listener.none())
                .answer(run, call, answer, "", "a person");
        answers++;
    }

    private Answer truth(Phase.Waiting waiting, Question.InDoubt doubt) {
        String key = waiting.intent().orElseThrow().key();
        if (random.nextInt(8) == 0) {
            return new Answer.Abandon();
        }
        if (doubt.undo().orElse(false) && random.nextInt(4) == 0) {
            return new Answer.Undo();
        }
        return world.standing(key) > 0
                ? new Answer.Done(Optional.of("done " + key))
                : new Answer.NotDone();
    }

    private void compare(Path folder) {
        try (Journal journal = workplace.open(folder)) {
            journal.inspect().forEach(this::find);
            for (RunId run : runs) {
                if (journal.head(run).isEmpty()) {
                    continue;
                }
                List<Line> found = journal.read(run, 0);
                checkAcknowledged(run, found);
                var entries = Recorded.read(journal, run).stream().map(Recorded::entry).toList();
                var counts = world.of(run.value());
                effects += counts.values().stream().mapToInt(World.Count::done).sum();
                Truth.of(run, entries, counts).forEach(this::find);
                ended++;
            }
        } catch (JournalException | IllegalStateException e) {
            find("the runs can not be read: " + e.getMessage());
        }
    }

    private void checkAcknowledged(RunId run, List<Line> found) {
        acknowledged.forEach((place, print) -> {
            if (!place.startsWith(run + " ")) {
                return;
            }
            int seq = Integer.parseInt(place.substring(run.value().length() + 1));
            if (seq >= found.size()) {
                find("run %s line %d was acknowledged and is gone".formatted(run, seq));
            } else if (Conductor.print(found.get(seq).draft()) != print) {
                find("run %s line %d is not what was acknowledged".formatted(run, seq));
            } else {
                lines++;
            }
        });
    }

    private void find(String what) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add("seed %d: %s".formatted(seed, what));
        }
    }
}
