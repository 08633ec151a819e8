package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.EXISTS;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.IO;
import static dev.lorimer.journal.JournalException.Kind.UNKNOWN_RUN;
import static dev.lorimer.testing.Expect.MANY;
import static dev.lorimer.testing.Expect.check;
import static dev.lorimer.testing.Expect.inParallel;
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
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.Specimens.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What every journal promises, as checks that a store's tests run one by one.
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> keeps_the_contract() {
///     return JournalContract.promises(this::emptyStorage).entrySet().stream()
///             .map(promise -> dynamicTest(promise.getKey(), promise.getValue()::run));
/// }
/// ```
public final class JournalContract {
    private JournalContract() {}

    /// A place where lines are kept.
    @FunctionalInterface
    public interface Storage {
        /// Opens it, as one more process would.
        Journal open();
    }

    /// One promise; throws an [AssertionError] when it is broken.
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /// All promises by name, in order.
    ///
    /// @param empty gives a fresh and empty storage each time
    public static Map<String, Check> promises(Supplier<Storage> empty) {
        var promises = new LinkedHashMap<String, Consumer<Storage>>();
        promises.put("lines come back in order, as they were", JournalContract::order);
        promises.put("the tail of a run reads alike", JournalContract::tail);
        promises.put("an append is all or nothing", JournalContract::atomicity);
        promises.put("a wrong sequence number is fenced", OwnerPromises::wrongSeq);
        promises.put("an older or unknown epoch is fenced", OwnerPromises::wrongEpoch);
        promises.put("a lease given up is fenced", OwnerPromises::endedLease);
        promises.put("a run has one owner, who is named", OwnerPromises::oneOwner);
        promises.put("an owner's end frees the run", OwnerPromises::takeover);
        promises.put("any json object comes back to the letter", JournalContract::fidelity);
        promises.put("what is no json object is refused", JournalContract::noJson);
        promises.put("signals come in order and are never lost", JournalContract::signals);
        promises.put("runs are listed, the last created first", JournalContract::list);
        promises.put("a run is created once", JournalContract::createdOnce);
        promises.put("an unknown run is named", JournalContract::unknownRun);
        promises.put("what a run waits for decides when it is due", StandingPromises::due);
        promises.put("no run sleeps through a message", StandingPromises::messages);
        promises.put("an append tells of the messages before it", StandingPromises::told);
        promises.put("the last lines take every message", StandingPromises::last);
        promises.put("a child's end wakes who waits for it", StandingPromises::children);
        promises.put("a lease can be asked", StandingPromises::check);
        promises.put("any range of lines reads alike", StandingPromises::ranges);
        promises.put("a snapshot comes back, and is fenced", StandingPromises::snapshots);
        promises.put("a pruned run leaves its evidence", StandingPromises::pruning);
        promises.put("notes are kept by their keys", StandingPromises::notes);
        promises.put("an unknown run is named everywhere", StandingPromises::unknown);
        promises.put("reopening finds all", JournalContract::reopening);
        promises.put("many runs append at once", JournalContract::manyRuns);
        promises.put("each place in a run is won once", OwnerPromises::oneWinner);
        promises.put("of many who ask for a run one gets it", OwnerPromises::oneLease);
        promises.put("an interrupt loses no line", JournalContract::interrupt);
        promises.put("a closed journal says so", JournalContract::closed);
        var checks = new LinkedHashMap<String, Check>();
        promises.forEach((name, check) -> checks.put(name, () -> check.accept(empty.get())));
        return checks;
    }

    private static void order(Storage storage) {
        try (Journal journal = storage.open()) {
            same(List.of(), created(journal).read(RUN, 0));
            List<Draft> drafts = drafts(5);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                same(
                        2L,
                        journal.append(
                                lease, 0, drafts.subList(0, 2), Standing.working("running", 0)));
                same(
                        5L,
                        journal.append(
                                lease, 2, drafts.subList(2, 5), Standing.working("waiting", 0)));
                List<Line> lines = journal.read(RUN, 0);
                same(drafts, lines.stream().map(Line::draft).toList());
                same(List.of(0L, 1L, 2L, 3L, 4L), lines.stream().map(Line::seq).toList());
                same(5L, lines.stream().filter(line -> line.epoch() == lease.epoch()).count());
                same(5L, lines.stream().map(Line::hash).distinct().count());
            }
            same(List.of(), journal.inspect());
        }
    }

    private static void tail(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 6);
            List<Line> all = journal.read(RUN, 0);
            for (int from = 0; from <= 6; from++) {
                same(all.subList(from, 6), journal.read(RUN, from));
            }
            same(List.of(), journal.read(RUN, 7));
            throwsArgument(() -> journal.read(RUN, -1));
        }
    }

    private static void atomicity(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 2);
            List<Line> before = journal.read(RUN, 0);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                var broken = new ArrayList<>(drafts(3));
                broken.add(new Draft("Bad", "{", NOON));
                throwsArgument(
                        () -> journal.append(lease, 2, broken, Standing.working("running", 0)));
                throwsArgument(
                        () -> journal.append(lease, 2, List.of(), Standing.working("running", 0)));
                throwsKind(
                        FENCED,
                        () -> journal.append(lease, 1, drafts(3), Standing.working("running", 0)));
                same(before, journal.read(RUN, 0));
                same("filled", journal.head(RUN).orElseThrow().status());
                same(5L, journal.append(lease, 2, drafts(3), Standing.working("running", 0)));
            }
        }
    }

    private static void fidelity(Storage storage) {
        try (Journal journal = storage.open()) {
            List<Draft> drafts =
                    JsonSpecimens.all().stream()
                            .map(json -> new Draft("Replied", json, NOON))
                            .toList();
            try (Lease lease = created(journal).acquire(RUN, "me", NOON)) {
                journal.append(lease, 0, drafts, Standing.working("running", 0));
            }
            same(drafts, journal.read(RUN, 0).stream().map(Line::draft).toList());
            same(List.of(), journal.inspect());
        }
    }

    private static void noJson(Storage storage) {
        try (Journal journal = storage.open();
                Lease lease = created(journal).acquire(RUN, "me", NOON)) {
            for (String json : JsonSpecimens.refused()) {
                var draft = new Draft("Replied", json, NOON);
                throwsArgument(() ->
                        journal.append(lease, 0, List.of(draft), Standing.working("running", 0)));
                throwsArgument(() -> journal.send(RUN, "answer", json, NOON));
            }
            same(List.of(), journal.read(RUN, 0));
            same(List.of(), journal.signals(RUN, 0));
        }
    }

    private static void signals(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            var second = new RunId("second");
            created(journal).create(second, "other", NOON);
            same(List.of(), journal.signals(RUN, 0));
            for (int i = 0; i < 6; i++) {
                Journal sender = i % 2 == 0 ? journal : other;
                sender.send(RUN, "answer" + i, "{\"é\":%d}".formatted(i), NOON.minusSeconds(i));
                sender.send(second, "noise", "{}", NOON);
            }
            List<Signal> all = journal.signals(RUN, 0);
            same(
                    IntStream.range(0, 6).mapToObj("answer%d {\"é\":%<d}"::formatted).toList(),
                    all.stream().map(signal -> signal.kind() + " " + signal.json()).toList());
            same(NOON.minusSeconds(5), all.getLast().at());
            same(all, all.stream().sorted((a, b) -> Long.compare(a.id(), b.id())).toList());
            same(all.subList(3, 6), other.signals(RUN, all.get(2).id()));
            same(List.of(), other.signals(RUN, all.getLast().id()));
            same(6, other.signals(second, 0).size());
        }
    }

    private static void list(Storage storage) {
        try (Journal journal = storage.open()) {
            same(List.of(), journal.runs(10));
            same(Optional.empty(), journal.head(RUN));
            // The clock goes backwards: the order of creation counts.
            for (int i = 0; i < 4; i++) {
                journal.create(new RunId("r" + i), "title " + i + " ✓", NOON.minusSeconds(i));
            }
            var r1 = new RunId("r1");
            same(head(r1, "title 1 ✓", "queued", 0, NOON.minusSeconds(1)), journal.head(r1));
            try (Lease lease = journal.acquire(r1, "me", NOON)) {
                journal.append(lease, 0, drafts(2), Standing.working("waiting", 0));
            }
            Head changed = journal.head(r1).orElseThrow();
            same(
                    new Head(
                            r1,
                            "title 1 ✓",
                            "waiting",
                            Optional.empty(),
                            2,
                            NOON.minusSeconds(1),
                            NOON.plusSeconds(1)),
                    changed);
            same(
                    List.of("r3", "r2", "r1", "r0"),
                    journal.runs(10).stream().map(head -> head.run().value()).toList());
            same(changed, journal.runs(3).get(2));
            same(3, journal.runs(3).size());
            same(List.of(), journal.runs(0));
            throwsArgument(() -> journal.runs(-1));
        }
    }

    private static void createdOnce(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 1);
            String why = throwsKind(EXISTS, () -> journal.create(RUN, "again", NOON));
            check(why.contains(RUN.value()), "\"%s\" does not name the run".formatted(why));
            same("a title", journal.head(RUN).orElseThrow().title());
            same(1, journal.read(RUN, 0).size());
        }
    }

    private static void unknownRun(Storage storage) {
        try (Journal journal = storage.open()) {
            var claim = new Claim(RUN, 1);
            for (int i = 0; i < 2; i++) {
                throwsKind(UNKNOWN_RUN, () -> journal.acquire(RUN, "me", NOON));
                throwsKind(UNKNOWN_RUN, () -> journal.read(RUN, 0));
                throwsKind(UNKNOWN_RUN, () -> journal.send(RUN, "answer", "{}", NOON));
                throwsKind(UNKNOWN_RUN, () -> journal.signals(RUN, 0));
                throwsKind(
                        UNKNOWN_RUN,
                        () -> journal.append(claim, 0, drafts(1), Standing.working("running", 0)));
                same(Optional.empty(), journal.head(RUN));
                if (i == 0) {
                    journal.create(new RunId("another"), "so that the storage is there", NOON);
                }
            }
        }
    }

    private static void reopening(Storage storage) {
        List<Line> lines;
        List<Signal> signals;
        List<Head> heads;
        try (Journal journal = storage.open()) {
            filled(journal, 4);
            journal.send(RUN, "cancel", "{}", NOON);
            lines = journal.read(RUN, 0);
            signals = journal.signals(RUN, 0);
            heads = journal.runs(9);
            same(4, lines.size());
            same(1, signals.size());
        }
        try (Journal journal = storage.open()) {
            same(lines, journal.read(RUN, 0));
            same(signals, journal.signals(RUN, 0));
            same(heads, journal.runs(9));
            same(List.of(), journal.inspect());
        }
    }

    private static void manyRuns(Storage storage) {
        try (Journal journal = storage.open()) {
            inParallel(n -> {
                var run = new RunId("run-" + n);
                journal.create(run, "title", NOON);
                try (Lease lease = journal.acquire(run, "worker " + n, NOON)) {
                    for (int seq = 0; seq < 3; seq++) {
                        journal.append(
                                lease, seq, List.of(draft(n)), Standing.working("running", 0));
                    }
                }
                same(3, journal.read(run, 0).size());
                return "done";
            });
            same(MANY, journal.runs(MANY * 2).size());
            for (int n = 0; n < MANY; n++) {
                Draft expected = draft(n);
                same(
                        List.of(expected, expected, expected),
                        journal.read(new RunId("run-" + n), 0).stream().map(Line::draft).toList());
            }
            same(List.of(), journal.inspect());
        }
    }

    private static void interrupt(Storage storage) {
        try (Journal journal = storage.open()) {
            inParallel(n -> {
                var run = new RunId("run-" + n);
                Thread.currentThread().interrupt();
                journal.create(run, "title", NOON);
                try (Lease lease = journal.acquire(run, "me", NOON)) {
                    same(2L, journal.append(lease, 0, drafts(2), Standing.working("running", 0)));
                    same(2, journal.read(run, 0).size());
                    same(Optional.of("me"), journal.head(run).orElseThrow().owner());
                }
                check(Thread.interrupted(), "the interrupt flag is kept");
                return "done";
            });
        }
    }

    private static void closed(Storage storage) {
        Journal journal = storage.open();
        filled(journal, 1);
        Lease lease = journal.acquire(RUN, "me", NOON);
        journal.close();
        throwsKind(IO, () -> journal.append(lease, 1, drafts(1), Standing.working("running", 0)));
        throwsKind(IO, () -> journal.read(RUN, 0));
        throwsKind(IO, () -> journal.runs(1));
        throwsKind(IO, () -> journal.create(new RunId("late"), "late", NOON));
        lease.close();
        journal.close();
    }

    private static Optional<Head> head(
            RunId run, String title, String status, long entries, Instant at) {
        return Optional.of(new Head(run, title, status, Optional.empty(), entries, at, at));
    }
}
