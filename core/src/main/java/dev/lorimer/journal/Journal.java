package dev.lorimer.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The only memory: append-only lines per run, each append conditional on the run's epoch and next
/// sequence number. All methods block; all may be called from any thread. An interrupt does not cut
/// a call short: what was asked is carried out and the thread's interrupt flag is kept.
///
/// The journal knows nothing of what a line means: `run` encodes its entries as JSON objects.
///
/// Any method may also throw `IO`, `CORRUPT` or `TOO_NEW`, and `IO` once the journal is closed.
public interface Journal extends AutoCloseable {
    /// The state of a run that has no line yet.
    String QUEUED = "queued";

    /// Adds a run without lines, in the state [#QUEUED].
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
    /// @param lines one or more
    /// @param status the run's state after these lines, one word for lists
    /// @return the next free sequence number
    /// @throws IllegalArgumentException when there is no line, or one is not a JSON object (see
    ///   [JsonText])
    /// @throws JournalException `FENCED` when the lease was closed, its epoch is not the run's
    ///   newest or `expectedSeq` is not the next free one; `FULL`, `IO` when the disk refuses,
    ///   after which nothing was appended
    long append(Lease lease, long expectedSeq, List<Draft> lines, String status);

    /// The lines of a run from `fromSeq` on, in order, each checked against the hash chain.
    ///
    /// @param fromSeq 0 for all; beyond the last line the list is empty
    /// @throws JournalException `CORRUPT` naming the first line whose hash does not fit;
    ///   `UNKNOWN_RUN`
    List<Line> read(RunId run, long fromSeq);

    /// All runs, the last one created first (whatever the clock said), at most `limit`.
    List<Head> runs(int limit);

    /// One run; empty when there is none of that name.
    Optional<Head> head(RunId run);

    /// Leaves a message for the run's owner, from any process. Never lost; taken in order.
    ///
    /// @param json a JSON object
    /// @throws JournalException `UNKNOWN_RUN`
    void send(RunId run, String kind, String json, Instant at);

    /// Messages with an id above `after`, oldest first; ids grow but may have gaps.
    ///
    /// @throws JournalException `UNKNOWN_RUN`
    List<Signal> signals(RunId run, long after);

    /// Looks at everything: storage integrity, hash chains, blobs. Empty when all is well; else one
    /// line per finding, each with what to do.
    List<String> inspect();

    /// Gives up all runs owned through this journal; harmless when done twice.
    @Override
    void close();

    /// What is to be appended.
    ///
    /// @param json a JSON object; strings above the store's limit are kept once, by their content
    record Draft(String kind, String json, Instant at) {}

    /// What was appended.
    ///
    /// @param hash covers this line and, through the hash before it, all earlier ones
    record Line(long seq, long epoch, Draft draft, String hash) {}

    /// A run in a list.
    ///
    /// @param owner the live owner's words; empty when nobody owns the run now
    /// @param entries how many lines it has
    /// @param updated the time of its last line, or of its creation
    record Head(
            RunId run,
            String title,
            String status,
            Optional<String> owner,
            long entries,
            Instant created,
            Instant updated) {}

    /// A message to a run's owner.
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
