package dev.lorimer.testing;

import static dev.lorimer.journal.JournalException.Kind.BUSY;
import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;
import static dev.lorimer.journal.JournalException.Kind.SIGNALLED;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Signal;
import dev.lorimer.journal.Journal.Snapshot;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One run as it lies on the disk in memory.
final class MemoryRun {
    final RunId run;
    final String title;
    final Instant created;
    final List<Line> lines = new ArrayList<>();
    final List<Signal> signals = new ArrayList<>();
    String status = Journal.QUEUED;
    boolean last;
    long epoch;
    Optional<MemoryLease> lease = Optional.empty();
    Optional<Instant> wake = Optional.empty();
    Optional<RunId> child = Optional.empty();
    Optional<Snapshot> snapshot = Optional.empty();
    Optional<String> evidence = Optional.empty();
    long pruned;

    MemoryRun(RunId run, String title, Instant created) {
        this.run = run;
        this.title = title;
        this.created = created;
    }

    void checkFence(Lease offered) {
        if (offered.epoch() != epoch || (offered instanceof MemoryLease owned && owned.isOver())) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is at epoch %d and the append came under epoch %d, which is over; acquire the run again"
                            .formatted(run, epoch, offered.epoch()));
        }
    }

    void checkPlace(long expectedSeq) {
        if (expectedSeq != lines.size()) {
            throw new JournalException(
                    FENCED,
                    "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                            .formatted(run, lines.size(), expectedSeq));
        }
    }

    void checkMessages(Standing standing) {
        if (standing.last() && newest() > standing.taken()) {
            throw new JournalException(
                    SIGNALLED,
                    "a message for run \"%s\" came before its end; take it first".formatted(run));
        }
    }

    void checkWhole() {
        if (evidence.isPresent()) {
            throw new JournalException(
                    PRUNED, "the lines of run \"%s\" were pruned".formatted(run));
        }
    }

    void stand(Standing standing) {
        status = standing.status();
        last = standing.last();
        child = standing.child();
        wake = !last && newest() > standing.taken() ? Optional.of(Standing.NOW) : standing.wake();
    }

    void wakeUp() {
        wake = Optional.of(Standing.NOW);
    }

    /// @param kept what is left of it
    void prune(String kept) {
        checkWhole();
        if (!last || lease.isPresent()) {
            throw new JournalException(
                    BUSY, "run \"%s\" has not ended; only ended runs are pruned".formatted(run));
        }
        evidence = Optional.of(kept);
        snapshot = Optional.empty();
        signals.clear();
        pruned = lines.size();
        lines.clear();
    }

    private long newest() {
        return signals.isEmpty() ? 0 : signals.getLast().id();
    }

    void add(Draft draft, long underEpoch) {
        String before = lines.isEmpty() ? run.value() : lines.getLast().hash();
        String record =
                String.join(
                        "\n",
                        before,
                        String.valueOf(underEpoch),
                        draft.kind(),
                        draft.at().toString(),
                        draft.json());
        lines.add(new Line(lines.size(), underEpoch, draft, sha256(record)));
    }

    Head head() {
        return new Head(
                run,
                title,
                status,
                lease.map(MemoryLease::owner),
                lines.size() + pruned,
                created,
                lines.isEmpty() ? created : lines.getLast().draft().at());
    }

    void giveUpIfOwnedBy(MemoryJournal process) {
        lease.filter(owned -> owned.process() == process).ifPresent(MemoryLease::end);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every java platform has sha-256", e);
        }
    }
}
