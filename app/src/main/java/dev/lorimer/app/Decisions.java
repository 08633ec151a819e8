package dev.lorimer.app;

import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Problem;
import java.util.stream.Collectors;

/// What the command line does about decision records that can not be read.
final class Decisions {
    private Decisions() {}

    /// A run under a law that nobody can read would be refused everything: it does not start.
    static void refuseBroken(DecisionSet decisions) {
        var broken =
                decisions.problems().stream()
                        .filter(problem -> problem.level() == Problem.Level.LAWLESS)
                        .map(Problem::text)
                        .collect(Collectors.joining("; "));
        if (!broken.isEmpty()) {
            throw Failure.usage(
                    "the recorded decisions can not be read, so no change could be allowed: %s; mend them and commit",
                    broken);
        }
    }
}
