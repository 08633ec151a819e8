package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a journal owes the world: all that it has acknowledged, and nothing that was never offered.
/// Learnt from the ledger of the process that used it, see [Scribe].
final class Promises {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

    private final Content content;
    private final SortedMap<String, Owed> runs = new TreeMap<>();
    private final SortedMap<String, Range> notes = new TreeMap<>();
    private long changes;

    /// From what was acknowledged to what was offered.
    private record Range(long kept, long offered) {
        static final Range NONE = new Range(0, 0);

        Range offered(long n) {
            return new Range(kept, Math.max(offered, n));
        }

        Range kept(long n) {
            return new Range(Math.max(kept, n), offered);
        }

        boolean holds(long n) {
            return n >= kept && n <= offered;
        }
    }

    /// What is owed about one run; 1 stands for a thing that was done.
    private static final class Owed {
        private Range created = Range.NONE;
        private Range lines = Range.NONE;
        private Range messages = Range.NONE;
        private Range pruned = Range.NONE;
        private long epoch;
    }

    Promises(Content content) {
        this.content = content;
    }

    /// Raised by every line that says something new.
    long changes() {
        return changes;
    }

    long acknowledged() {
        return runs.values().stream().mapToLong(owed -> owed.lines.kept()).sum();
    }

    /// Takes one line of the ledger: `offered` or `kept`, what, of which run or key, how far.
    void hear(String line) {
        changes++;
        String[] words = line.split(" ", -1);
        boolean offered = words[0].equals("offered");
        long n = Long.parseLong(words[3]);
        if (words[1].equals("note")) {
            notes.merge(
                    words[2],
                    more(Range.NONE, offered, n),
                    (before, _) -> more(before, offered, n));
            return;
        }
        Owed owed = runs.computeIfAbsent(words[2], _ -> new Owed());
        switch (words[1]) {
            case "create" -> owed.created = more(owed.created, offered, n);
            case "append" -> owed.lines = more(owed.lines, offered, n);
            case "send" -> owed.messages = more(owed.messages, offered, n);
            case "prune" -> owed.pruned = more(owed.pruned, offered, n);
            case "epoch" -> owed.epoch = Math.max(owed.epoch, n);
            default -> throw new IllegalArgumentException("the ledger says \"%s\"".formatted(line));
        }
    }

    private static Range more(Range range, boolean offered, long n) {
        return offered ? range.offered(n) : range.kept(n);
    }

    /// What a freshly opened journal does not keep of all this; empty when it keeps everything.
    List<String> broken(Journal journal) {
        var broken = new ArrayList<String>();
        try {
            broken.addAll(journal.inspect());
            for (Journal.Head head : journal.runs(Integer.MAX_VALUE)) {
                if (!runs.containsKey(head.run().value())) {
                    broken.add("run %s was never offered".formatted(head.run()));
                }
            }
            runs.forEach((name, owed) -> check(journal, new RunId(name), owed, broken));
            checkNotes(journal, broken);
        } catch (JournalException e) {
            broken.add("%s: %s".formatted(e.kind(), e.getMessage()));
        }
        return broken;
    }

    private void check(Journal journal, RunId run, Owed owed, List<String> broken) {
        var head = journal.head(run);
        if (head.isEmpty()) {
            if (owed.created.kept() > 0) {
                broken.add("run %s was created and is gone".formatted(run));
            }
            return;
        }
        if (journal.evidence(run).isPresent()) {
            checkPruned(journal, run, owed, broken);
            return;
        }
        if (owed.pruned.kept() > 0) {
            broken.add("run %s was pruned and is whole again".formatted(run));
        }
        List<Line> lines = journal.read(run, 0);
        if (head.get().entries() != lines.size()) {
            broken.add(
                    "run %s says %d entries and has %d"
                            .formatted(run, head.get().entries(), lines.size()));
        }
        checkLines(run, owed, lines, broken);
        checkMessages(journal, run, owed, broken);
    }

    private void checkLines(RunId run, Owed owed, List<Line> lines, List<String> broken) {
        if (!owed.lines.holds(lines.size())) {
            broken.add(
                    "run %s has %d lines; %d were acknowledged and %d offered"
                            .formatted(run, lines.size(), owed.lines.kept(), owed.lines.offered()));
        }
        long epoch = 0;
        for (int seq = 0; seq < lines.size(); seq++) {
            Line line = lines.get(seq);
            if (line.seq() != seq || !line.draft().equals(content.line(run, seq))) {
                broken.add("run %s line %d is not what was written".formatted(run, seq));
                return;
            }
            if (line.epoch() < epoch) {
                broken.add("run %s line %d is of an older epoch".formatted(run, seq));
            }
            epoch = line.epoch();
        }
    }

    private void checkPruned(Journal journal, RunId run, Owed owed, List<String> broken) {
        if (owed.pruned.offered() == 0) {
            broken.add("run %s is pruned, which nobody asked for".formatted(run));
        } else if (!journal.evidence(run).orElseThrow().equals(content.evidence(run))) {
            broken.add("run %s: its evidence is not what was written".formatted(run));
        }
    }

    private void checkMessages(Journal journal, RunId run, Owed owed, List<String> broken) {
        List<Signal> messages = journal.signals(run, 0);
        if (!owed.messages.holds(messages.size())) {
            broken.add(
                    "run %s has %d messages; %d were acknowledged and %d offered"
                            .formatted(
                                    run,
                                    messages.size(),
                                    owed.messages.kept(),
                                    owed.messages.offered()));
        }
        for (int n = 0; n < messages.size(); n++) {
            if (!messages.get(n).json().equals(content.message(run, n + 1))) {
                broken.add("run %s message %d is not what was sent".formatted(run, n + 1));
                return;
            }
        }
    }

    private void checkNotes(Journal journal, List<String> broken) {
        Map<String, String> found = journal.notes("");
        notes.forEach((key, range) -> {
            String value = found.getOrDefault(key, "");
            boolean fits = value.isEmpty() && range.kept() == 0;
            for (long n = Math.max(range.kept(), 1); n <= range.offered() && !fits; n++) {
                fits = value.equals(content.note(key, n));
            }
            if (!fits) {
                broken.add("note %s is not what was written".formatted(key));
            }
        });
        found.keySet().stream()
                .filter(key -> !notes.containsKey(key))
                .forEach(key -> broken.add("note %s was never offered".formatted(key)));
    }

    /// Goes on with one of the runs, as its next owner would: under a higher epoch than any that
    /// was ever given away, and with a line that is there afterwards.
    ///
    /// @param nth which of them
    List<String> goOn(Journal journal, int nth) {
        var able =
                runs.keySet().stream()
                        .map(RunId::new)
                        .filter(run -> journal.head(run).isPresent())
                        .filter(run -> journal.evidence(run).isEmpty())
                        .toList();
        if (able.isEmpty()) {
            return List.of();
        }
        RunId run = able.get(Math.floorMod(nth, able.size()));
        var broken = new ArrayList<String>();
        try (var lease = journal.acquire(run, "the next", LATER)) {
            long given = owed(run).epoch;
            if (lease.epoch() <= given) {
                broken.add(
                        "run %s: epoch %d was given away, and now %d again"
                                .formatted(run, given, lease.epoch()));
            }
            long next = journal.read(run, 0).size();
            var line = content.line(run, next);
            journal.append(lease, next, List.of(line), Journal.Standing.working("running", next));
            List<Line> read = journal.read(run, next);
            if (read.size() != 1 || !read.getFirst().draft().equals(line)) {
                broken.add("run %s does not go on at line %d".formatted(run, next));
            }
        } catch (JournalException e) {
            broken.add("run %s does not go on: %s %s".formatted(run, e.kind(), e.getMessage()));
        }
        return broken;
    }

    private Owed owed(RunId run) {
        Owed owed = runs.get(run.value());
        return owed == null ? new Owed() : owed;
    }
}
