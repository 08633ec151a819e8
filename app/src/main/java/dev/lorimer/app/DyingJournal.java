package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A journal whose process is killed right after its n-th append became durable: so that everybody
/// can see for himself what a run does after that. Nothing is flushed, closed or said.
final class DyingJournal implements Journal {
    /// How many appends the process may live through.
    static final String VARIABLE = "LORIMER_DIE_AFTER_APPENDS";

    /// What a shell reports for a process that was killed with signal 9.
    private static final int KILLED = 137;

    private final Journal journal;
    private int left;

    private DyingJournal(Journal journal, int left) {
        this.journal = journal;
        this.left = left;
    }

    static Journal of(Journal journal, Console console) {
        return console.variable(VARIABLE)
                .<Journal>map(text -> {
                    try {
                        return new DyingJournal(journal, Integer.parseInt(text));
                    } catch (NumberFormatException e) {
                        throw Failure.usage(
                                "%s is \"%s\", which is no number; unset it", VARIABLE, text);
                    }
                })
                .orElse(journal);
    }

    @Override
    public long append(Lease lease, long expectedSeq, List<Draft> lines, String status) {
        var next = journal.append(lease, expectedSeq, lines, status);
        left--;
        if (left == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
        return next;
    }

    @Override
    public void create(RunId run, String title, Instant at) {
        journal.create(run, title, at);
    }

    @Override
    public Lease acquire(RunId run, String owner, Instant at) {
        return journal.acquire(run, owner, at);
    }

    @Override
    public List<Line> read(RunId run, long fromSeq) {
        return journal.read(run, fromSeq);
    }

    @Override
    public List<Head> runs(int limit) {
        return journal.runs(limit);
    }

    @Override
    public Optional<Head> head(RunId run) {
        return journal.head(run);
    }

    @Override
    public void send(RunId run, String kind, String json, Instant at) {
        journal.send(run, kind, json, at);
    }

    @Override
    public List<Signal> signals(RunId run, long after) {
        return journal.signals(run, after);
    }

    @Override
    public List<String> inspect() {
        return journal.inspect();
    }

    @Override
    public void close() {
        journal.close();
    }
}
