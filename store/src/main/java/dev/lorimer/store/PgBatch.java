package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.FENCED;
import static dev.lorimer.journal.JournalException.Kind.PRUNED;
import static dev.lorimer.journal.JournalException.Kind.SIGNALLED;

import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what many appends come to, as they are added one after the other, from runs that are
/// locked meanwhile, or compared when they are changed. It touches no database: a refused append
/// leaves no trace and bothers nobody.
final class PgBatch {
    private final Map<String, PgRun> runs;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Map<String, Blob> blobs = new LinkedHashMap<>();
    private final Set<Reference> references = new LinkedHashSet<>();
    private final List<Line> lines = new ArrayList<>();

    /// A line to be inserted.
    record Line(String run, LineRow row, String hash) {}

    /// A run that needs a blob.
    record Reference(String hash, String run) {}

    /// A run to be updated.
    ///
    /// @param was what the last line said before
    /// @param taken the last message that the run's lines hold
    record Change(PgRun run, PgRun.Tip was, long taken) {}

    /// @param runs all that the appends name, as far as they are there
    PgBatch(Map<String, PgRun> runs) {
        this.runs = new LinkedHashMap<>(runs);
    }

    /// The next free sequence number of the append's run.
    ///
    /// @throws JournalException `UNKNOWN_RUN`, `FENCED`, `SIGNALLED`, `PRUNED`
    long add(PgAppend append) {
        PgRun run = found(append.fence().run());
        checkFence(run, append.fence());
        checkPlace(run, append.expectedSeq());
        checkMessages(run, append.standing());
        PgRun after = chained(run, append);
        for (PgAppend.Entry entry : append.entries()) {
            for (Blob blob : entry.payload().blobs()) {
                blobs.put(blob.hash(), blob);
                references.add(new Reference(blob.hash(), run.id()));
            }
        }
        Change earlier = changes.get(run.id());
        PgRun.Tip was = earlier == null ? run.tip() : earlier.was();
        changes.put(run.id(), new Change(after, was, append.standing().taken()));
        runs.put(run.id(), after);
        return after.tip().nextSeq();
    }

    List<Line> lines() {
        return lines;
    }

    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    /// What the lines refer to, each once.
    List<Blob> blobs() {
        return List.copyOf(blobs.values());
    }

    List<Reference> references() {
        return List.copyOf(references);
    }

    /// The line by which one can tell later whether the batch was kept; empty when nothing is to be
    /// kept.
    Optional<Line> witness() {
        return lines.stream().findFirst();
    }

    static void checkFence(PgRun run, PgAppend.Fence fence) {
        PgRun.Claim claim = run.claim();
        if (claim.epoch() != fence.epoch()) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is at epoch %d and this came under epoch %d, which is over; acquire the run again"
                            .formatted(run.id(), claim.epoch(), fence.epoch()));
        }
        if (claim.session() != fence.session() || fence.session() == 0) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is not owned through this journal, so epoch %d is over; acquire the run again"
                            .formatted(run.id(), fence.epoch()));
        }
        if (run.rest().pruned()) {
            throw pruned(run.id());
        }
    }

    static JournalException pruned(String run) {
        return new JournalException(
                PRUNED,
                "the lines of run \"%s\" were pruned; only its evidence is left".formatted(run));
    }

    private PgRun found(String id) {
        PgRun run = runs.get(id);
        if (run == null) {
            throw PgTables.unknown(id);
        }
        return run;
    }

    private static void checkPlace(PgRun run, long expectedSeq) {
        if (run.tip().nextSeq() != expectedSeq) {
            throw new JournalException(
                    FENCED,
                    "the next line of run \"%s\" is %d, but %d was offered; read the run again"
                            .formatted(run.id(), run.tip().nextSeq(), expectedSeq));
        }
    }

    private static void checkMessages(PgRun run, Standing standing) {
        if (standing.last() && run.rest().newest() > standing.taken()) {
            throw new JournalException(
                    SIGNALLED,
                    "message %d for run \"%s\" came before its end; take it first"
                            .formatted(run.rest().newest(), run.id()));
        }
    }

    private PgRun chained(PgRun run, PgAppend append) {
        String hash = run.tip().hash();
        String status = append.standing().status();
        long seq = append.expectedSeq();
        for (PgAppend.Entry entry : append.entries()) {
            var row =
                    new LineRow(
                            seq,
                            append.fence().epoch(),
                            entry.draft().kind(),
                            status,
                            entry.draft().at().toString(),
                            entry.payload().text());
            hash = Chain.link(hash, run.id(), row);
            lines.add(new Line(run.id(), row, hash));
            seq++;
        }
        var tip =
                new PgRun.Tip(
                        seq, hash, status, append.entries().getLast().draft().at().toString());
        return run.after(tip, append.standing(), childEnded(append.standing()));
    }

    private boolean childEnded(Standing standing) {
        return standing.child()
                .map(child -> runs.get(child.value()))
                .filter(child -> child.rest().ended())
                .isPresent();
    }
}
