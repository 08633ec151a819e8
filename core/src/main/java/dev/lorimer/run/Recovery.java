package dev.lorimer.run;

import java.util.List;

/// What a process does about a run that it has just taken over, or about a call whose outcome was
/// lost: a pure, total function of the state that the journal folds to. Before it acts on the
/// answer, the processes of an interrupted call are confirmed dead, and where no call has the say
/// the workspace is brought to the tree that the journal names.
///
/// The table is in `docs/recovery.md`, and a test holds the two together.
public sealed interface Recovery {
    /// Nobody acts before something comes from outside: a person, a message, a time.
    record Await() implements Recovery {}

    /// There is nothing to mend: the loop goes on by itself.
    record Proceed() implements Recovery {}

    /// Nothing outside has happened, or it may happen again with the same key: dispatch it again.
    record Again(String text) implements Recovery {}

    /// The workspace goes back to the tree from before; then dispatch the call again.
    record Restore(String tree, String text) implements Recovery {}

    /// The workspace goes back to the tree from before, and the model is told: the call has been
    /// interrupted too often to be tried once more.
    record GiveUp(String tree, int attempts) implements Recovery {}

    /// The outside world is asked whether it happened.
    ///
    /// @param undo what it did is taken back when nobody can tell
    record Probe(boolean undo) implements Recovery {}

    /// An undo was interrupted: undo again.
    record Undo() implements Recovery {}

    /// Nobody knows whether it happened: a rule or a person has to say.
    record Ask(String why) implements Recovery {}

    /// How often a call is made again before somebody is asked. A call that has taken its process
    /// down, or lost its connection, so many times will most likely do so again; 3 is the usual
    /// number of tries of HTTP clients.
    int TRIES = 3;

    /// What follows from the entries of a run, whichever of them was the last.
    static Recovery of(List<Entry> prefix) {
        return of(RunState.of(prefix));
    }

    /// What was interrupted, and what follows from it.
    static Recovery of(RunState state) {
        return switch (state.phase()) {
            case Phase.Performing performing -> of(performing);
            case Phase.Undoing _ -> new Undo();
            case Phase.Unstarted _, Phase.Waiting _, Phase.Stuck _, Phase.Ended _ -> new Await();
            case Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Compacting _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Parked _,
                    Phase.Decided _,
                    Phase.Compensating _ ->
                    new Proceed();
        };
    }

    /// The effect class decides.
    static Recovery of(Phase.Performing interrupted) {
        var intent = interrupted.intent();
        var recoveries = interrupted.open().getFirst().recoveries();
        return switch (intent.effect()) {
            case PURE -> new Again("it only reads; run again");
            case IDEMPOTENT ->
                    recoveries < TRIES
                            ? new Again("sent again with the same key")
                            : new Ask(Words.lost(interrupted.lost()));
            case STAGED ->
                    recoveries < TRIES
                            ? new Restore(
                                    intent.before(),
                                    "the workspace was restored to the tree from before it; run again")
                            : new GiveUp(intent.before(), recoveries + 1);
            case RECONCILABLE, IRREVERSIBLE, OPAQUE ->
                    recoveries < TRIES ? new Probe(false) : new Ask(Words.lost(interrupted.lost()));
            case COMPENSABLE ->
                    recoveries < TRIES ? new Probe(true) : new Ask(Words.lost(interrupted.lost()));
        };
    }
}
