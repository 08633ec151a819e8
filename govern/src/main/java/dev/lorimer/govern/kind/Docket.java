package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Mode;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that one judgement looks at: the change, its two sides, and what has been read of
/// them so far. Not for several threads.
public final class Docket {
    private final TreeChange change;
    private final Side before;
    private final Side after;
    private final Expressions expressions;
    private final boolean example;
    private final Surveys surveys;
    private final Inventory inventory;
    private Optional<List<String>> oddities = Optional.empty();

    private Docket(
            TreeChange change,
            Side before,
            Side after,
            Expressions expressions,
            boolean example,
            Court court) {
        this.change = change;
        this.before = before;
        this.after = after;
        this.expressions = expressions;
        this.example = example;
        surveys = court.surveys();
        inventory =
                new Inventory(
                        court.asked().stream()
                                .filter(one -> one.terms().mode() == Mode.ABSOLUTE)
                                .toList());
    }

    /// What outlives one judgement, and what this one is about.
    ///
    /// @param index what is known of files already
    /// @param surveys what is known of whole trees already
    /// @param asked all constraints that are going to be evaluated
    public record Court(FactIndex index, Surveys surveys, List<Constraint> asked) {}

    /// @param example whether the change is an example in a decision record: a fragment, in which a
    ///   scope may be empty and imports may be missing
    public static Docket of(
            Tree before, Tree after, Expressions expressions, Court court, boolean example) {
        return new Docket(
                TreeChange.between(before, after),
                new Side(before, court.index().of(before, example)),
                new Side(after, court.index().of(after, example)),
                expressions,
                example,
                court);
    }

    public TreeChange change() {
        return change;
    }

    public Side before() {
        return before;
    }

    public Side after() {
        return after;
    }

    Expressions expressions() {
        return expressions;
    }

    boolean example() {
        return example;
    }

    Surveys surveys() {
        return surveys;
    }

    Inventory inventory() {
        return inventory;
    }

    /// The paths of the tree after the change that are no plain files: links, and commits of other
    /// repositories.
    List<String> oddities() {
        if (oddities.isEmpty()) {
            var tree = after.tree();
            oddities =
                    Optional.of(
                            tree.files().entrySet().stream()
                                    .filter(entry -> !entry.getValue().isFile())
                                    .map(entry -> entry.getKey())
                                    .toList());
        }
        return oddities.get();
    }

    /// The paths of the tree before the change at which there is nothing after it.
    List<String> goneOrMoved() {
        var paths = new ArrayList<String>();
        for (var file : change.files()) {
            switch (file) {
                case FileChange.Deleted deleted -> paths.add(deleted.path());
                case FileChange.Renamed renamed -> paths.add(renamed.from());
                case FileChange.Added _, FileChange.Modified _ -> {}
            }
        }
        return paths;
    }
}
