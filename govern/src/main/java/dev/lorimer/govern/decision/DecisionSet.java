package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.Optional;

/// All decision records of one tree: the law, as it stood there.
@SuppressWarnings("DoNotCallSuggester")
public final class DecisionSet {
    private final List<Decision> decisions;
    private final List<Problem> problems;
    private final String hash;

    DecisionSet(List<Decision> decisions, List<Problem> problems, String hash) {
        this.decisions = List.copyOf(decisions);
        this.problems = List.copyOf(problems);
        this.hash = hash;
    }

    /// Reads every record of `base`. Never fails for what the records say: that is among the
    /// [#problems].
    ///
    /// @param expressions checks the expressions of budget constraints; with [Expressions#none]
    ///   they stay unchecked
    public static DecisionSet read(Tree base, Expressions expressions) {
        throw new UnsupportedOperationException();
    }

    /// In the order of their ids.
    public List<Decision> decisions() {
        return decisions;
    }

    /// Everything wrong with the records, in the order of files and lines.
    public List<Problem> problems() {
        return problems;
    }

    /// A hash of all records' paths and bytes: equal hashes, equal law.
    public String hash() {
        return hash;
    }

    /// The decision with that id.
    public Optional<Decision> decision(String id) {
        return decisions.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
