package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.route.Bill;
import dev.lorimer.tool.Tool;
import dev.lorimer.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One owned run: its lease, its place in the journal, its state. An entry is durable, folded and
/// shown, in this order, before [#append] returns.
final class Tape implements AutoCloseable {
    private final Journal journal;
    private final Journal.Lease lease;
    private final Timing timing;
    private final Listener listener;

    /// Older messages, loaded when the model is asked: it reads them anew each time.
    private final Map<Conversation.Part, List<Message>> loaded = new HashMap<>();

    /// With its snapshots a run is never this far behind: calls of one turn are no more than that.
    private static final long LONG = 4L * Conversation.PART;

    private Optional<Billing> billing = Optional.empty();
    private RunState state;
    private volatile long next;

    /// Where the run ended when messages were last looked for; below 0 before.
    private long looked = -1;

    private Tape(
            Journal journal, Journal.Lease lease, Timing timing, Listener listener, Loaded run) {
        this.journal = journal;
        this.lease = lease;
        this.timing = timing;
        this.listener = listener;
        this.state = run.state();
        this.next = run.next();
    }

    /// Takes the run over and reads where it is.
    ///
    /// @param owner who asks, for the message that a second process gets
    static Tape own(Journal journal, RunId run, String owner, Timing timing, Listener listener) {
        var lease = journal.acquire(run, owner, timing.now());
        try {
            var loaded = Loaded.from(journal, run);
            var tape = new Tape(journal, lease, timing, listener, loaded);
            if (loaded.folded() > LONG) {
                // Another version wrote it, or lost its snapshot: the next one need not do this.
                tape.keep();
            }
            return tape;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    RunId run() {
        return lease.run();
    }

    Journal journal() {
        return journal;
    }

    RunState state() {
        return state;
    }

    /// The right to act for this run.
    Tool.Fence fence() {
        return new Tool.Fence() {
            @Override
            public long epoch() {
                return lease.epoch();
            }

            @Override
            public void check() {
                lease.check();
            }
        };
    }

    /// Makes the workspace be exactly `tree`: for the owner only, since a process that was paused
    /// may wake up beside its successor.
    void restore(Workspace workspace, String tree) {
        lease.check();
        workspace.restore(tree);
    }

    /// All that was said, the oldest message first; for what was cut off, what stands for it.
    List<Message> conversation() {
        var said = state.conversation();
        if (said.parts().isEmpty() && said.summary().isEmpty()) {
            return said.tail();
        }
        var all = new ArrayList<Message>(said.replacement());
        all.addAll(spoken());
        return List.copyOf(all);
    }

    /// All that was said since the conversation was cut.
    List<Message> spoken() {
        var said = state.conversation();
        var all = new ArrayList<Message>();
        for (var part : said.parts()) {
            all.addAll(loaded.computeIfAbsent(part, this::load));
        }
        all.addAll(said.tail());
        return List.copyOf(all);
    }

    private List<Message> load(Conversation.Part part) {
        var lines = journal.read(run(), part.from(), part.to());
        return RunState.part(part, lines.stream().map(Json::entry).toList());
    }

    /// Where the conversation may be cut.
    List<Place> places() {
        var said = state.conversation();
        var lines = journal.read(run(), said.begin(), next);
        return Place.of(said.begin(), said.cutTurns(), lines.stream().map(Json::entry).toList());
    }

    /// The replies so far. Whoever asks first reads the whole run once.
    Bill bill() {
        if (billing.isEmpty()) {
            var read = new Billing();
            journal.read(run(), 0, next).forEach(line -> read.take(Json.entry(line)));
            billing = Optional.of(read);
        }
        return billing.get();
    }

    /// Takes what persons have sent since, up to a wish to cancel, which is not taken but returned.
    Optional<Journal.Signal> hear() {
        if (!mayHaveMail()) {
            return Optional.empty();
        }
        for (var signal : journal.signals(run(), state.conversation().heard())) {
            if (signal.kind().equals(Cancel.KIND)) {
                return Optional.of(signal);
            }
            append(Json.said(signal));
        }
        return Optional.empty();
    }

    /// Whoever has just appended knows; whoever waits has to ask.
    private boolean mayHaveMail() {
        boolean appended = next != looked;
        looked = next;
        return !appended || !silentAbove(state.conversation().heard());
    }

    /// Whether the last append has told that there is no message above that one. For any thread.
    boolean silentAbove(long heard) {
        var newest = lease.newest();
        return newest.isPresent() && newest.getAsLong() <= heard;
    }

    /// Where the run ends. For any thread.
    long next() {
        return next;
    }

    /// All that persons have sent since, the wish to cancel included.
    List<Entry> unheard() {
        return journal.signals(run(), state.conversation().heard()).stream()
                .<Entry>map(Json::said)
                .toList();
    }

    /// All of them become durable together, or none.
    void append(Entry... entries) {
        append(List.of(entries));
    }

    /// See [#append(Entry...)].
    void append(List<Entry> entries) {
        var at = timing.now();
        var states = new ArrayList<RunState>(entries.size());
        var after = state;
        for (var entry : entries) {
            after = after.after(entry);
            states.add(after);
        }
        var drafts = entries.stream().map(entry -> Json.draft(entry, at)).toList();
        next = journal.append(lease, next, drafts, standing(after));
        for (var i = 0; i < states.size(); i++) {
            var before = state;
            state = states.get(i);
            listener.entry(entries.get(i), state, at);
            var entry = entries.get(i);
            billing.ifPresent(bill -> bill.take(entry));
            if (sealed(before) || entries.get(i) instanceof Entry.Compacted) {
                keepLast();
            }
        }
        loaded.keySet().retainAll(state.conversation().parts());
    }

    /// A part that was just put aside, or a cut, is a good moment for a snapshot: the state is at
    /// its smallest.
    private boolean sealed(RunState before) {
        return state.conversation().parts().size() > before.conversation().parts().size();
    }

    private void keepLast() {
        if (state.conversation().entries() == next) {
            keep();
        }
    }

    private void keep() {
        var last = journal.read(run(), next - 1, next).getFirst();
        journal.keep(lease, new Journal.Snapshot(next, last.hash(), Json.snapshot(state)));
    }

    private Journal.Standing standing(RunState after) {
        var taken =
                state.phase() instanceof Phase.Ended
                        ? Long.MAX_VALUE
                        : after.conversation().heard();
        return Standings.of(after, taken);
    }

    @Override
    public void close() {
        lease.close();
    }
}
