package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One owned run: its lease, its place in the journal, its state. An entry is durable, folded and
/// shown, in this order, before [#append] returns.
final class Tape implements AutoCloseable {
    private final Journal journal;
    private final Journal.Lease lease;
    private final Timing timing;
    private final Listener listener;
    private RunState state;
    private long next;

    private Tape(
            Journal journal,
            Journal.Lease lease,
            Timing timing,
            Listener listener,
            List<Entry> entries) {
        this.journal = journal;
        this.lease = lease;
        this.timing = timing;
        this.listener = listener;
        this.state = RunState.of(entries);
        this.next = entries.size();
    }

    /// Takes the run over and reads where it is.
    ///
    /// @param owner who asks, for the message that a second process gets
    static Tape own(Journal journal, RunId run, String owner, Timing timing, Listener listener) {
        var lease = journal.acquire(run, owner, timing.now());
        try {
            var entries = journal.read(run, 0).stream().map(Json::entry).toList();
            return new Tape(journal, lease, timing, listener, entries);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    RunId run() {
        return lease.run();
    }

    RunState state() {
        return state;
    }

    /// All of them become durable together, or none.
    void append(Entry... entries) {
        var at = timing.now();
        var after = state;
        for (var entry : entries) {
            after = after.after(entry);
        }
        var drafts = Arrays.stream(entries).map(entry -> Json.draft(entry, at)).toList();
        next = journal.append(lease, next, drafts, standing(after));
        for (var entry : entries) {
            state = state.after(entry);
            listener.entry(entry, state, at);
        }
    }

    private static Journal.Standing standing(RunState state) {
        return Journal.Standing.working(status(state), 0);
    }

    /// One word for lists.
    static String status(RunState state) {
        return switch (state.phase()) {
            case Phase.Unstarted _ -> "queued";
            case Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Performing _,
                    Phase.Decided _ ->
                    "running";
            case Phase.Waiting _, Phase.Stuck _ -> "waiting";
            case Phase.Ended ended ->
                    ended.outcome().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public void close() {
        lease.close();
    }
}
