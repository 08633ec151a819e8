package dev.lorimer.run;

import dev.lorimer.workspace.WorkspaceException;

/// What a process does first with a run that another one may have left in the middle of something.
record Takeover(Tape tape, Scene scene) {

    /// Before anything is decided about an earlier process's work: its processes are gone, and the
    /// workspace is what the journal says, unless an interrupted call has the say.
    void contain() {
        scene.containment().accept(tape.run().value());
        var state = tape.state();
        if (!callHasTheSay(state.phase()) && !onDisk(state.work().tree())) {
            tape.restore(scene.workspace(), state.work().tree());
        }
    }

    private boolean onDisk(String tree) {
        try {
            return scene.workspace().snapshot().equals(tree);
        } catch (WorkspaceException _) {
            // Deleted, or holding what no tree can hold: restoring cures both, or says what it
            // can't.
            return false;
        }
    }

    private static boolean callHasTheSay(Phase phase) {
        return switch (phase) {
            case Phase.Performing _, Phase.Undoing _ -> true;
            case Phase.Waiting waiting -> waiting.question() instanceof Question.InDoubt;
            case Phase.Decided decided -> decided.question() instanceof Question.InDoubt;
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Compacting _,
                    Phase.Silent _,
                    Phase.Dispatching _,
                    Phase.Parked _,
                    Phase.Stuck _,
                    Phase.Compensating _,
                    Phase.Ended _ ->
                    false;
        };
    }
}
