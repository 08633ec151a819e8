package dev.lorimer.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

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
    /// [Lease#close], with the death of the owning process, or when that process has given no sign
    /// of life for as long as a lease lasts, whatever comes first. Signs of life are given by the
    /// journal itself, as long as it is open.
    ///
    /// @param owner who asks, in words for people, for example `pid 4711 on host`
    /// @throws JournalException `BUSY` naming the live owner; `UNKNOWN_RUN`
    Lease acquire(RunId run, String owner, Instant at);

    /// Appends all lines or none; they are on disk when this returns.
    ///
    /// @param expectedSeq the sequence number of the first of them: 0 for the run's first line
    /// @param lines one or more
    /// @param standing what the run waits for after these lines
    /// @return the next free sequence number
    /// @throws IllegalArgumentException when there is no line, or one is not a JSON object (see
    ///   [JsonText])
    /// @throws JournalException `FENCED` when the lease was closed, its epoch is not the run's
    ///   newest or `expectedSeq` is not the next free one; `SIGNALLED` when these would be the last
    ///   lines and a message above [Standing#taken] waits; `FULL`, `IO` when the disk refuses. In
    ///   all these cases nothing was appended
    long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing);

    /// Makes sure that an outcome can be recorded before its effect is started.
    ///
    /// @throws JournalException `FULL` when the disk has less room than an outcome may need
    void ensureRoom();

    /// The lines of a run from `fromSeq` up to, not including, `toSeq`, in order, each checked
    /// against the hash chain.
    ///
    /// @param fromSeq beyond the last line the list is empty
    /// @param toSeq may lie beyond the last line
    /// @throws JournalException `CORRUPT` naming the first line whose hash does not fit;
    ///   `UNKNOWN_RUN`; `PRUNED`
    List<Line> read(RunId run, long fromSeq, long toSeq);

    /// The lines of a run from `fromSeq` on; see [#read(RunId, long, long)].
    default List<Line> read(RunId run, long fromSeq) {
        return read(run, fromSeq, Long.MAX_VALUE);
    }

    /// Keeps what the lines before [Snapshot#seq] fold to, in place of an earlier one. It only
    /// saves time: a journal may lose it.
    ///
    /// @throws JournalException `FENCED` as [#append]; `FULL`, `IO`
    void keep(Lease lease, Snapshot snapshot);

    /// The last snapshot kept; empty when there is none.
    ///
    /// @throws JournalException `UNKNOWN_RUN`
    Optional<Snapshot> snapshot(RunId run);

    /// Runs that somebody has to work on now: their time to wake has come and nobody owns them. The
    /// one that has waited longest comes first.
    ///
    /// @param limit at most so many
    List<RunId> due(Instant now, int limit);

    /// All runs, the last one created first (whatever the clock said), at most `limit`.
    List<Head> runs(int limit);

    /// One run; empty when there is none of that name.
    Optional<Head> head(RunId run);

    /// Leaves a message for the run, from any process, and wakes it. Never lost; taken in order.
    ///
    /// @param json a JSON object
    /// @throws JournalException `UNKNOWN_RUN`; `ENDED` when the run takes no more messages
    void send(RunId run, String kind, String json, Instant at);

    /// Messages with an id above `after`, oldest first; ids grow but may have gaps.
    ///
    /// @throws JournalException `UNKNOWN_RUN`
    List<Signal> signals(RunId run, long after);

    /// Replaces the lines, messages and snapshot of an ended run by what is to be kept of it.
    ///
    /// @param evidence a JSON object
    /// @throws JournalException `UNKNOWN_RUN`; `BUSY` when the run has not ended or is owned;
    ///   `PRUNED` when that was done before
    void prune(RunId run, String evidence, Instant at);

    /// What was kept of a pruned run; empty when the run is whole.
    ///
    /// @throws JournalException `UNKNOWN_RUN`
    Optional<String> evidence(RunId run);

    /// Gives back the space of what no run holds any more.
    ///
    /// @return about how many bytes
    long sweep();

    /// Keeps a note that belongs to no run, for example a schedule, in place of an earlier one.
    ///
    /// @param key 1 to 200 characters
    /// @param json a JSON object
    void note(String key, String json);

    /// Removes a note; harmless when there is none.
    void forget(String key);

    /// All notes whose key starts so, by key.
    SortedMap<String, String> notes(String prefix);

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

    /// What a run waits for.
    ///
    /// @param status one word for lists
    /// @param wake when somebody has to work on it; [#NOW] while it works, so that it is taken up
    ///   when its owner is gone; empty when only a message can wake it
    /// @param child its end wakes the run too
    /// @param taken the last message that these or earlier lines hold; any above it wakes the run
    /// @param last the run has ended and takes no more messages
    record Standing(
            String status,
            Optional<Instant> wake,
            Optional<RunId> child,
            long taken,
            boolean last) {
        /// The wake time of a run that does not wait.
        public static final Instant NOW = Instant.EPOCH;

        /// At work.
        public static Standing working(String status, long taken) {
            return new Standing(status, Optional.of(NOW), Optional.empty(), taken, false);
        }

        /// Waiting for a time, or for a message only.
        public static Standing parked(String status, Optional<Instant> wake, long taken) {
            return new Standing(status, wake, Optional.empty(), taken, false);
        }

        /// Over.
        public static Standing ended(String status, long taken) {
            return new Standing(status, Optional.empty(), Optional.empty(), taken, true);
        }
    }

    /// A state that need not be folded again.
    ///
    /// @param seq the lines before it are folded into the state
    /// @param hash of the last of these lines, so that a snapshot of another history is not used
    /// @param json a JSON object
    record Snapshot(long seq, String hash, String json) {}

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

        /// Asks the journal, to be called right before an effect.
        ///
        /// @throws JournalException `FENCED` when the run has, or may have, another owner by now
        void check();

        /// The last message for the run as it was at the last append under this lease, or when the
        /// run was acquired: what every append sees anyway, so that nobody asks for messages that
        /// are not there. Empty when only [Journal#signals] tells.
        default OptionalLong newest() {
            return OptionalLong.empty();
        }

        /// Gives the run up; harmless when done twice.
        @Override
        void close();
    }
}
