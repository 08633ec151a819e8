package dev.lorimer.app;

import dev.lorimer.govern.Judge;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.LawBook;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tongues.TreeSitter;
import dev.lorimer.govern.tree.Tree;
import java.util.Optional;

/// Where the judge keeps what it knows between two verdicts: readers of all languages, and what
/// they have read already. A command needs it once; the warm judge keeps it for as long as it
/// lives. What is kept makes verdicts faster, never others. Safe for use by several threads.
final class Chambers {
    private Optional<Expressions> expressions = Optional.empty();
    private Optional<Judge> judge = Optional.empty();
    private Optional<LawBook> laws = Optional.empty();

    /// Made when it is first asked for, since most commands never do.
    synchronized Expressions expressions() {
        if (expressions.isEmpty()) {
            expressions = Optional.of(new CelExpressions());
        }
        return expressions.get();
    }

    /// The decisions of a tree.
    DecisionSet law(Tree tree) {
        return laws().of(tree);
    }

    private synchronized LawBook laws() {
        if (laws.isEmpty()) {
            laws = Optional.of(new LawBook(expressions()));
        }
        return laws.get();
    }

    synchronized Judge judge() {
        if (judge.isEmpty()) {
            judge =
                    Optional.of(
                            new Judge(
                                    Engines.of(expressions()),
                                    new FactIndex(new TreeSitter(), FactStore.none())));
        }
        return judge.get();
    }
}
