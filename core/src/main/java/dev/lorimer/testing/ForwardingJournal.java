package dev.lorimer.testing;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Passes everything on to another journal: the ground for journals that misbehave on purpose.
public abstract class ForwardingJournal implements Journal {
    private final Journal journal;

    protected ForwardingJournal(Journal journal) {
        this.journal = journal;
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
    public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing) {
        return journal.append(lease, expectedSeq, lines, standing);
    }

    @Override
    public void ensureRoom() {
        journal.ensureRoom();
    }

    @Override
    public List<Line> read(RunId run, long fromSeq, long toSeq) {
        return journal.read(run, fromSeq, toSeq);
    }

    @Override
    public void keep(Lease lease, Snapshot snapshot) {
        journal.keep(lease, snapshot);
    }

    @Override
    public Optional<Snapshot> snapshot(RunId run) {
        return journal.snapshot(run);
    }

    @Override
    public List<RunId> due(Instant now, int limit) {
        return journal.due(now, limit);
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
    public void prune(RunId run, String evidence, Instant at) {
        journal.prune(run, evidence, at);
    }

    @Override
    public Optional<String> evidence(RunId run) {
        return journal.evidence(run);
    }

    @Override
    public long sweep() {
        return journal.sweep();
    }

    @Override
    public void note(String key, String json) {
        journal.note(key, json);
    }

    @Override
    public void forget(String key) {
        journal.forget(key);
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        return journal.notes(prefix);
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
