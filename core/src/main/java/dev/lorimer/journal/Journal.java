package dev.lorimer.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The only memory: append-only lines per run, each append conditional on the run's epoch and next
/// sequence number. All methods block; all may be called from any thread.
///
/// The journal knows nothing of what a line means: `run` encodes its entries as JSON objects.
public interface Journal extends AutoCloseable {
    /// Adds a run without lines.
    ///
    /// @param title one line for lists
    /// @throws JournalException `EXISTS` when there is one of that name
    void create(RunId run, String title, Instant at);

    /// Makes the caller the owner of the run and raises its epoch. The ownership ends with
    /// [Lease#close] or with the death of the owning process, whatever comes first.
    ///
    /// @param owner who asks, in words for people, for example `pid 4711 on host`
    /// @throws JournalException `BUSY` naming the live owner; `UNKNOWN_RUN`
    Lease acquire(RunId run, String owner, Instant at);

    /// Appends all lines or none; they are on disk when this returns.
    ///
    /// @param expectedSeq the sequence number of the first of them: 0 for the run's first line
    /// @param status the run's state after these lines, one word for lists
    /// @return the next free sequence number
    /// @throws JournalException `FENCED` when the lease's epoch is not the run's newest or
    ///   `expectedSeq` is taken; `FULL`, `IO` when the disk refuses, after which nothing was
    ///   appended
    long append(Lease lease, long expectedSeq, List<Draft> lines, String status);

    /// The lines of a run from `fromSeq` on, in order, each checked against the hash chain.
    ///
    /// @throws JournalException `CORRUPT` naming the first line whose hash does not fit
    List<Line> read(RunId run, long fromSeq);

    /// All runs, newest first, at most `limit`.
    List<Head> runs(int limit);

    Optional<Head> head(RunId run);

    /// Leaves a message for the run's owner, from any process. Never lost; taken in order.
    void send(RunId run, String kind, String json, Instant at);

    /// Messages with an id above `after`, oldest first.
    List<Signal> signals(RunId run, long after);

    /// Looks at everything: storage integrity, hash chains, blobs. Empty when all is well; else one
    /// line per finding, each with what to do.
    List<String> inspect();

    @Override
    void close();

    /// What is to be appended.
    ///
    /// @param json a JSON object; strings above the store's limit are kept once, by their content
    record Draft(String kind, String json, Instant at) {}

    /// What was appended.
    record Line(long seq, long epoch, Draft draft, String hash) {}

    /// @param owner the live owner's words; empty when nobody owns the run now
    record Head(
            RunId run,
            String title,
            String status,
            Optional<String> owner,
            long entries,
            Instant created,
            Instant updated) {}

    record Signal(long id, String kind, String json, Instant at) {}

    /// Ownership of a run under one epoch.
    interface Lease extends AutoCloseable {
        RunId run();

        long epoch();

        /// Gives the run up; harmless when done twice.
        @Override
        void close();
    }
}
