package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Contenders for one run: processes with many threads each. At any time one epoch writes.
final class Contenders {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final RunId RUN = new RunId("wanted");

    private Contenders() {}

    /// @param wins how often somebody got the run
    /// @param lines how many were written
    record Outcome(int contenders, int wins, int lines, List<String> findings) {}

    /// All ask at once, one gets it and keeps it.
    static Outcome once(Workplace workplace, int processes, int threads)
            throws IOException, InterruptedException {
        return contest(workplace, "once", processes, threads, Duration.ZERO);
    }

    /// All ask again and again for a while.
    static Outcome churn(Workplace workplace, int processes, int threads, Duration time)
            throws IOException, InterruptedException {
        return contest(workplace, "churn", processes, threads, time);
    }

    private static Outcome contest(
            Workplace workplace, String how, int processes, int threads, Duration time)
            throws IOException, InterruptedException {
        Path folder = workplace.place("contest-%s-%d-%d".formatted(how, processes, threads));
        try (Journal journal = workplace.open(folder)) {
            journal.create(RUN, "wanted by many", NOON);
        }
        var children = new ArrayList<Child>();
        try {
            for (int n = 0; n < processes; n++) {
                children.add(
                        Child.start(
                                Workplace.java(
                                        Contender.class,
                                        List.of(
                                                folder.toString(),
                                                workplace.cache().toString(),
                                                RUN.value(),
                                                how,
                                                String.valueOf(threads),
                                                // Some threads share a journal, some do not.
                                                String.valueOf(Math.max(1, threads / 5)),
                                                "p" + n))));
            }
            for (Child child : children) {
                child.await("ready"::equals);
            }
            Files.createFile(folder.resolve("go"));
            if (how.equals("once")) {
                awaitAnswers(children, processes * threads);
            } else {
                Thread.sleep(time);
            }
            Files.createFile(folder.resolve("stop"));
            var said = new ArrayList<String>();
            for (Child child : children) {
                said.addAll(child.end().output().lines().toList());
            }
            return judge(workplace, folder, how, processes * threads, said);
        } finally {
            children.forEach(Child::close);
            Workplace.remove(folder);
        }
    }

    private static void awaitAnswers(List<Child> children, int wanted) throws InterruptedException {
        long end = System.nanoTime() + Child.LIMIT.toNanos();
        while (System.nanoTime() < end) {
            long answers =
                    children.stream()
                            .flatMap(child -> child.lines().stream())
                            .filter(line ->
                                    line.startsWith("won ")
                                            || line.equals("busy")
                                            || line.startsWith("failed "))
                            .count();
            if (answers >= wanted) {
                return;
            }
            Thread.sleep(20);
        }
    }

    private static Outcome judge(
            Workplace workplace, Path folder, String how, int contenders, List<String> said) {
        var findings = new ArrayList<>(said.stream().filter(l -> l.startsWith("failed")).toList());
        List<String> won = said.stream().filter(line -> line.startsWith("won ")).toList();
        if (new HashSet<>(won).size() != won.size()) {
            findings.add("one epoch was given to two: " + won);
        }
        if (how.equals("once")) {
            long busy = said.stream().filter("busy"::equals).count();
            if (won.size() != 1 || busy != contenders - 1) {
                findings.add(
                        "of %d contenders %d got the run and %d were refused"
                                .formatted(contenders, won.size(), busy));
            }
        }
        List<String> wrote = said.stream().filter(line -> line.startsWith("wrote ")).toList();
        try (Journal journal = workplace.open(folder)) {
            findings.addAll(journal.inspect());
            List<Line> lines = journal.read(RUN, 0);
            compare(lines, wrote, findings);
            return new Outcome(contenders, won.size(), lines.size(), findings);
        }
    }

    private static void compare(List<Line> lines, List<String> wrote, List<String> findings) {
        if (lines.size() != wrote.size()) {
            findings.add(
                    "%d lines were acknowledged, %d are there"
                            .formatted(wrote.size(), lines.size()));
        }
        long epoch = 0;
        var acknowledged = new HashSet<>(wrote);
        for (Line line : lines) {
            if (line.epoch() < epoch) {
                findings.add(
                        "line %d is of epoch %d, after %d"
                                .formatted(line.seq(), line.epoch(), epoch));
            }
            epoch = line.epoch();
            String words = line.draft().json().replaceAll("\\{\"by\":\"|\"\\}", "");
            if (!acknowledged.contains("wrote %d %d %s".formatted(line.seq(), epoch, words))) {
                findings.add("line %d was acknowledged to nobody: %s".formatted(line.seq(), words));
            }
        }
    }
}
