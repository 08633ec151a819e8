package dev.lorimer.run;

import dev.lorimer.journal.RunId;
import dev.lorimer.workspace.Workspace;

/// Whatever its outcome, what an ended run made is one commit on its branch.
public final class Seal {
    private Seal() {}

    /// Commits the run's last tree, unless the run has not ended or changed nothing. Done again by
    /// every process that looks at an ended run, it gives the same commit.
    public static void seal(RunId run, RunState state, Workspace workspace) {
        var tree = state.work().tree();
        if (state.phase() instanceof Phase.Ended(var outcome)
                && !tree.equals(workspace.baseTree())) {
            workspace.commit(tree, message(run, state, outcome));
        }
    }

    /// What git's own tools show of a subject without cutting it.
    private static final int SUBJECT = 72;

    private static String line(String subject) {
        return subject.length() <= SUBJECT ? subject : subject.substring(0, SUBJECT - 1) + "…";
    }

    private static String message(RunId run, RunState state, Outcome outcome) {
        var task = state.start().orElseThrow().task().text().strip();
        var subject =
                switch (outcome) {
                    case Outcome.Done done -> done.text().strip().lines().findFirst().orElse(task);
                    case Outcome.Failed _ -> "Unfinished: the run failed";
                    case Outcome.Cancelled _ -> "Unfinished: the run was cancelled";
                    case Outcome.Exhausted _ -> "Unfinished: the run reached a limit";
                };
        return "%s\n\n%s\n\nTask: %s\nLorimer-Run: %s\n"
                .formatted(line(subject), outcome.text().strip(), task, run);
    }
}
