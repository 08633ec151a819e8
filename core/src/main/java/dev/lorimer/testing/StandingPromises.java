package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.ENDED;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;
import static dev.lorimer.journal.JournalException.Kind.SIGNALLED;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;
import static dev.lorimer.testing.Expect.same;
import static dev.lorimer.testing.Expect.throwsArgument;
import static dev.lorimer.testing.Expect.throwsKind;
import static dev.lorimer.testing.Specimens.NOON;
import static dev.lorimer.testing.Specimens.RUN;
import static dev.lorimer.testing.Specimens.created;
import static dev.lorimer.testing.Specimens.draft;
import static dev.lorimer.testing.Specimens.drafts;
import static dev.lorimer.testing.Specimens.filled;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.JournalContract.Storage;
import dev.lorimer.testing.Specimens.Claim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of the contract that wakes runs, and that keeps what is not a line.
final class StandingPromises {
    private static final RunId CHILD = new RunId("child");
    private static final int ALL = 99;

    private StandingPromises() {}

    static void due(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            same(List.of(), created(journal).due(Instant.MAX, ALL));
            Lease working = journal.acquire(RUN, "me", NOON);
            journal.append(working, 0, drafts(1), Standing.working("running", 0));
            same(List.of(), journal.due(NOON, ALL));
            same(List.of(), other.due(NOON, ALL));
            // The first to wake is the last one created; a tie goes by creation.
            parked(journal, "late", Optional.of(NOON.plusSeconds(60)));
            parked(journal, "soon", Optional.of(NOON.plusNanos(1)));
            parked(journal, "tie", Optional.of(NOON.plusNanos(1)));
            parked(journal, "past", Optional.of(NOON.minusSeconds(5)));
            parked(journal, "never", Optional.empty());
            same(List.of("past"), names(other.due(NOON, ALL)));
            same(List.of("past", "soon", "tie"), names(other.due(NOON.plusNanos(1), ALL)));
            same(List.of("past", "soon"), names(other.due(NOON.plusNanos(1), 2)));
            working.close();
            same(
                    List.of(RUN.value(), "past", "soon", "tie", "late"),
                    names(other.due(NOON.plusSeconds(60), ALL)));
            same(List.of(), other.due(NOON, 0));
            try (Lease again = other.acquire(new RunId("past"), "me", NOON)) {
                same(List.of(RUN.value()), names(journal.due(NOON, ALL)));
                other.append(again, 1, drafts(1), Standing.parked("waiting", Optional.empty(), 0));
            }
            same(List.of(RUN.value()), names(journal.due(NOON, ALL)));
        }
    }

    static void messages(Storage storage) {
        try (Journal journal = storage.open()) {
            created(journal);
            for (int i = 0; i < 2; i++) {
                journal.send(RUN, "note", "{}", NOON);
            }
            same(List.of(RUN), journal.due(NOON, ALL));
            long first = journal.signals(RUN, 0).getFirst().id();
            long second = journal.signals(RUN, 0).getLast().id();
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                journal.append(lease, 0, drafts(1), parked(first));
            }
            same(List.of(RUN), journal.due(NOON, ALL));
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                journal.append(lease, 1, drafts(1), parked(second));
            }
            same(List.of(), journal.due(Instant.MAX, ALL));
            journal.send(RUN, "note", "{}", NOON);
            same(List.of(RUN), journal.due(NOON, ALL));
        }
    }

    /// Who has just appended relies on it and does not ask.
    static void told(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            created(journal);
            journal.send(RUN, "note", "{}", NOON);
            long next = 0;
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                for (boolean own : new boolean[] {false, true, false}) {
                    knows(lease, journal);
                    next = journal.append(lease, next, drafts(1), Standing.working("running", 0));
                    knows(lease, journal);
                    (own ? journal : other).send(RUN, "note", "{}", NOON);
                    if (own) {
                        // In the same process it is known at once.
                        knows(lease, journal);
                    }
                    next = journal.append(lease, next, drafts(1), Standing.working("running", 0));
                    knows(lease, journal);
                    next = journal.append(lease, next, drafts(2), Standing.working("running", 0));
                    knows(lease, journal);
                }
            }
        }
    }

    private static void knows(Lease lease, Journal journal) {
        long newest = journal.signals(RUN, 0).getLast().id();
        same(newest, lease.newest().orElse(newest));
    }

    static void last(Storage storage) {
        try (Journal journal = storage.open()) {
            Lease lease = created(journal).acquire(RUN, "me", NOON);
            journal.append(lease, 0, drafts(1), Standing.working("running", 0));
            journal.send(RUN, "note", "{}", NOON);
            long taken = journal.signals(RUN, 0).getLast().id();
            throwsKind(
                    SIGNALLED,
                    () -> journal.append(lease, 1, drafts(1), Standing.ended("done", taken - 1)));
            same(1, journal.read(RUN, 0).size());
            same("running", journal.head(RUN).orElseThrow().status());
            same(2L, journal.append(lease, 1, drafts(1), Standing.ended("done", taken)));
            throwsKind(ENDED, () -> journal.send(RUN, "note", "{}", NOON));
            same(1, journal.signals(RUN, 0).size());
            lease.close();
            same(List.of(), journal.due(Instant.MAX, ALL));
        }
    }

    static void children(Storage storage) {
        try (Journal journal = storage.open()) {
            created(journal).create(CHILD, "a child", NOON);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                journal.append(lease, 0, drafts(1), awaiting());
            }
            same(List.of(), journal.due(Instant.MAX, ALL));
            try (Lease lease = journal.acquire(CHILD, "me", NOON)) {
                journal.append(lease, 0, drafts(1), Standing.ended("done", 0));
            }
            same(List.of(RUN), journal.due(NOON, ALL));
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                journal.append(lease, 1, drafts(1), parked(0));
                same(List.of(), journal.due(Instant.MAX, ALL));
                // It has ended before: nobody will tell again.
                journal.append(lease, 2, drafts(1), awaiting());
            }
            same(List.of(RUN), journal.due(NOON, ALL));
        }
    }

    static void check(Storage storage) {
        try (Journal journal = storage.open()) {
            Lease lease = created(journal).acquire(RUN, "me", NOON);
            lease.check();
            journal.append(lease, 0, drafts(1), Standing.working("running", 0));
            lease.check();
            lease.close();
            throwsKind(FENCED, lease::check);
            try (Lease next = journal.acquire(RUN, "you", NOON)) {
                throwsKind(FENCED, lease::check);
                next.check();
            }
        }
    }

    static void ranges(Storage storage) {
        try (Journal journal = storage.open()) {
            // Around every size in which a store may group its lines.
            filled(journal, 200);
            List<Line> all = journal.read(RUN, 0);
            for (int from : new int[] {0, 1, 62, 63, 64, 65, 127, 128, 199, 200}) {
                for (int to : new int[] {0, 1, 63, 64, 65, 128, 129, 192, 199, 200}) {
                    same(all.subList(from, Math.max(from, to)), journal.read(RUN, from, to));
                }
            }
            same(all.subList(150, 200), journal.read(RUN, 150, 999));
        }
    }

    static void snapshots(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 3);
            same(Optional.empty(), journal.snapshot(RUN));
            List<Line> lines = journal.read(RUN, 0);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                for (int seq = 1; seq <= 3; seq++) {
                    String json = "{\"é\":%d,\"text\":\"%s\"}".formatted(seq, "state ".repeat(900));
                    var snapshot = new Snapshot(seq, lines.get(seq - 1).hash(), json);
                    journal.keep(lease, snapshot);
                    same(Optional.of(snapshot), journal.snapshot(RUN));
                }
                Optional<Snapshot> kept = journal.snapshot(RUN);
                throwsArgument(() -> journal.keep(lease, new Snapshot(3, "hash", "{")));
                var zombie = new Claim(RUN, lease.epoch() - 1);
                throwsKind(FENCED, () -> journal.keep(zombie, new Snapshot(1, "hash", "{}")));
                same(kept, journal.snapshot(RUN));
            }
            same(List.of(), journal.inspect());
        }
    }

    static void pruning(Storage storage) {
        try (Journal journal = storage.open()) {
            created(journal);
            Lease lease = journal.acquire(RUN, "me", NOON);
            journal.append(lease, 0, drafts(3), Standing.working("running", 0));
            throwsKind(BUSY, () -> journal.prune(RUN, "{}", NOON));
            String hash = journal.read(RUN, 2).getFirst().hash();
            journal.keep(lease, new Snapshot(3, hash, "{}"));
            journal.append(lease, 3, drafts(1), Standing.ended("done", 0));
            throwsKind(BUSY, () -> journal.prune(RUN, "{}", NOON));
            lease.close();
            throwsArgument(() -> journal.prune(RUN, "[]", NOON));
            same(Optional.empty(), journal.evidence(RUN));
            same(4, journal.read(RUN, 0).size());

            journal.prune(RUN, "{\"é\":1.10}", NOON);

            same(Optional.of("{\"é\":1.10}"), journal.evidence(RUN));
            throwsKind(PRUNED, () -> journal.read(RUN, 0));
            throwsKind(PRUNED, () -> journal.prune(RUN, "{}", NOON));
            throwsKind(ENDED, () -> journal.send(RUN, "note", "{}", NOON));
            same(Optional.empty(), journal.snapshot(RUN));
            same(List.of(), journal.signals(RUN, 0));
            Head head = journal.head(RUN).orElseThrow();
            same("done 4", head.status() + " " + head.entries());
            journal.sweep();
            same(List.of(), journal.inspect());
        }
    }

    static void notes(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            same(Map.of(), journal.notes(""));
            journal.note("schedule/b", "{\"n\":1}");
            journal.note("schedule/a", "{\"é\":1.10}");
            journal.note("schedule/b", "{\"n\":2}");
            journal.note("scheduled", "{}");
            journal.note("other", "{}");
            same(
                    List.of("schedule/a={\"é\":1.10}", "schedule/b={\"n\":2}"),
                    other.notes("schedule/").entrySet().stream().map(Object::toString).toList());
            other.forget("schedule/a");
            other.forget("schedule/a");
            same(List.of("schedule/b"), List.copyOf(journal.notes("schedule/").keySet()));
            same(3, journal.notes("").size());
            throwsArgument(() -> journal.note("", "{}"));
            throwsArgument(() -> journal.note("k".repeat(201), "{}"));
            throwsArgument(() -> journal.note("key", "1"));
            same(List.of(), journal.inspect());
        }
    }

    static void unknown(Storage storage) {
        try (Journal journal = storage.open()) {
            var claim = new Claim(RUN, 1);
            for (int i = 0; i < 2; i++) {
                throwsKind(UNKNOWN_RUN, () -> journal.keep(claim, new Snapshot(0, "hash", "{}")));
                throwsKind(UNKNOWN_RUN, () -> journal.snapshot(RUN));
                throwsKind(UNKNOWN_RUN, () -> journal.prune(RUN, "{}", NOON));
                throwsKind(UNKNOWN_RUN, () -> journal.evidence(RUN));
                same(List.of(), journal.due(Instant.MAX, ALL));
                journal.ensureRoom();
                if (i == 0) {
                    journal.create(CHILD, "so that the storage is there", NOON);
                }
            }
        }
    }

    private static void parked(Journal journal, String name, Optional<Instant> wake) {
        var run = new RunId(name);
        journal.create(run, "to be parked", NOON);
        try (Lease lease = journal.acquire(run, "me", NOON)) {
            journal.append(lease, 0, List.of(draft(0)), Standing.parked("waiting", wake, 0));
        }
    }

    private static Standing parked(long taken) {
        return Standing.parked("waiting", Optional.empty(), taken);
    }

    private static Standing awaiting() {
        return new Standing("waiting", Optional.empty(), Optional.of(CHILD), 0, false);
    }

    private static List<String> names(List<RunId> runs) {
        return runs.stream().map(RunId::value).toList();
    }
}
