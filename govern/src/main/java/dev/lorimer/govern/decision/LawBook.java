package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// Remembers the law of trees that were asked about lately, by the contents of their records: most
/// trees of a repository have the same. Safe for use by several threads.
public final class LawBook {
    /// 8 laws: the main line's, and those of some branches.
    private static final int LAWS_MAX = 8;

    private final Expressions expressions;
    private final Map<SortedMap<String, TreeEntry>, DecisionSet> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<SortedMap<String, TreeEntry>, DecisionSet> eldest) {
                    return size() > LAWS_MAX;
                }
            };

    /// @param expressions checks the expressions of budget constraints
    public LawBook(Expressions expressions) {
        this.expressions = expressions;
    }

    /// What [DecisionSet#read] says of the tree.
    public DecisionSet of(Tree base) {
        var records = DecisionSet.records(base);
        synchronized (this) {
            var law = known.get(records);
            if (law != null) {
                return law;
            }
        }
        var law = DecisionSet.read(base, expressions);
        // What can't be read today may be read tomorrow.
        if (law.problems().isEmpty()) {
            synchronized (this) {
                known.put(records, law);
            }
        }
        return law;
    }
}
