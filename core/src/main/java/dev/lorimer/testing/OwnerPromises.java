package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.testing.Expect.MANY;
import static dev.lorimer.testing.Expect.check;
import static dev.lorimer.testing.Expect.inParallel;
import static dev.lorimer.testing.Expect.same;
import static dev.lorimer.testing.Expect.throwsKind;
import static dev.lorimer.testing.Specimens.NOON;
import static dev.lorimer.testing.Specimens.RUN;
import static dev.lorimer.testing.Specimens.created;
import static dev.lorimer.testing.Specimens.draft;
import static dev.lorimer.testing.Specimens.drafts;
import static dev.lorimer.testing.Specimens.filled;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.testing.JournalContract.Storage;
import dev.lorimer.testing.Specimens.Claim;
import java.util.List;
import java.util.Optional;

/// The part of the contract that keeps two owners apart.
final class OwnerPromises {
    private OwnerPromises() {}

    static void oneOwner(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            created(journal);
            same(Optional.empty(), journal.head(RUN).orElseThrow().owner());
            try (Lease lease = journal.acquire(RUN, "pid 4711 on host", NOON)) {
                same(RUN, lease.run());
                for (Journal asked : List.of(journal, other, journal)) {
                    String why = throwsKind(BUSY, () -> asked.acquire(RUN, "you", NOON));
                    check(why.contains("pid 4711 on host"), "\"%s\" names no owner".formatted(why));
                    same(Optional.of("pid 4711 on host"), asked.head(RUN).orElseThrow().owner());
                    same(Optional.of("pid 4711 on host"), asked.runs(1).getFirst().owner());
                }
                same(1L, journal.append(lease, 0, drafts(1), Standing.working("running", 0)));
            }
            same(Optional.empty(), other.head(RUN).orElseThrow().owner());
        }
    }

    static void takeover(Storage storage) {
        try (Journal journal = storage.open()) {
            Journal first = storage.open();
            Lease old = created(first).acquire(RUN, "first", NOON);
            first.append(old, 0, drafts(1), Standing.working("running", 0));
            first.close();
            first.close();
            same(Optional.empty(), journal.head(RUN).orElseThrow().owner());
            try (Lease lease = journal.acquire(RUN, "second", NOON)) {
                var zombie = new Claim(RUN, old.epoch());
                throwsKind(
                        FENCED,
                        () -> journal.append(zombie, 1, drafts(1), Standing.working("running", 0)));
                old.close();
                same(Optional.of("second"), journal.head(RUN).orElseThrow().owner());
                same(2L, journal.append(lease, 1, drafts(1), Standing.working("running", 0)));
            }
        }
    }

    static void endedLease(Storage storage) {
        try (Journal journal = storage.open()) {
            Lease first = created(journal).acquire(RUN, "first", NOON);
            first.close();
            throwsKind(
                    FENCED,
                    () -> journal.append(first, 0, drafts(1), Standing.working("running", 0)));
            try (Lease second = journal.acquire(RUN, "second", NOON)) {
                check(second.epoch() > first.epoch(), "a takeover raises the epoch");
                first.close();
                throwsKind(
                        FENCED,
                        () -> journal.append(first, 0, drafts(1), Standing.working("running", 0)));
                throwsKind(BUSY, () -> journal.acquire(RUN, "third", NOON));
                same(1L, journal.append(second, 0, drafts(1), Standing.working("running", 0)));
            }
        }
    }

    static void oneLease(Storage storage) {
        try (Journal journal = storage.open();
                Journal other = storage.open()) {
            created(journal);
            List<String> outcomes =
                    inParallel(n -> {
                        try {
                            Journal asked = n % 2 == 0 ? journal : other;
                            return "epoch " + asked.acquire(RUN, "n" + n, NOON).epoch();
                        } catch (JournalException e) {
                            return e.kind().name();
                        }
                    });
            same((long) MANY - 1, outcomes.stream().filter("BUSY"::equals).count());
        }
    }

    static void wrongEpoch(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 1);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                for (long epoch : new long[] {lease.epoch() - 1, lease.epoch() + 1, 0}) {
                    var zombie = new Claim(RUN, epoch);
                    throwsKind(
                            FENCED,
                            () ->
                                    journal.append(
                                            zombie, 1, drafts(1), Standing.working("running", 0)));
                }
            }
            same(1, journal.read(RUN, 0).size());
        }
    }

    static void wrongSeq(Storage storage) {
        try (Journal journal = storage.open()) {
            filled(journal, 3);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                for (long seq : new long[] {0, 2, 4, 100, -1}) {
                    throwsKind(
                            FENCED,
                            () ->
                                    journal.append(
                                            lease, seq, drafts(1), Standing.working("running", 0)));
                }
            }
            same(3, journal.read(RUN, 0).size());
        }
    }

    static void oneWinner(Storage storage) {
        try (Journal journal = storage.open();
                Lease lease = created(journal).acquire(RUN, "me", NOON)) {
            for (int seq = 0; seq < 3; seq++) {
                int place = seq;
                List<String> outcomes =
                        inParallel(n -> outcome(journal, lease, place, draft(n))).stream()
                                .sorted()
                                .toList();
                same("FENCED", outcomes.get(MANY - 2));
                check(outcomes.getFirst().startsWith("0won"), "nobody won place " + place);
                same(
                        outcomes.getFirst().substring(4),
                        journal.read(RUN, place).getFirst().draft().json());
                same(place + 1, journal.read(RUN, 0).size());
            }
        }
    }

    private static String outcome(Journal journal, Lease lease, long seq, Draft draft) {
        try {
            same(
                    seq + 1,
                    journal.append(lease, seq, List.of(draft), Standing.working("running", 0)));
            return "0won" + draft.json();
        } catch (JournalException e) {
            return e.kind().name();
        }
    }
}
