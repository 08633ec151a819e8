package dev.lorimer.run;

import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Verdict;
import java.util.List;
import java.util.Set;

/// The recorded decisions, as they stood at the run's base, applied to this run's trees.
public interface Law {
    /// Hash of the decision set.
    String decisions();

    /// The decisions that apply to a task, as the model reads them.
    String brief(String task);

    /// Whether one step may be taken: charged is what it adds to the run's change so far.
    ///
    /// @param before the workspace before the step
    /// @param after the workspace after it
    /// @param granted identities of findings that persons have approved
    Verdict gate(String before, String after, Set<String> granted);

    /// Whether the run's whole change may stand.
    Verdict review(String tree, Set<String> granted);

    /// No decisions at all: everything is allowed. For library users without a repository.
    static Law none() {
        return new Law() {
            @Override
            public String decisions() {
                return "none";
            }

            @Override
            public String brief(String task) {
                return "";
            }

            @Override
            public Verdict gate(String before, String after, Set<String> granted) {
                return new Verdict.Allow(
                        new Evidence(List.of(), List.of(), decisions(), before, after));
            }

            @Override
            public Verdict review(String tree, Set<String> granted) {
                return gate(tree, tree, granted);
            }
        };
    }
}
