package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.TreeChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that one judgement looks at: the change, its two sides, and what has been read of
/// them so far. Not for several threads.
public final class Docket {
    private final Desk desk;
    private final TreeChange change;
    private final Side before;
    private final Side after;
    private final Trace trace;
    private final boolean example;
    private final List<Constraint> asked;
    private Optional<Inventory> inventory = Optional.empty();
    private Optional<Set<String>> dependents = Optional.empty();

    private Docket(
            Desk desk, TreeChange change, Trace trace, boolean example, List<Constraint> asked) {
        this.desk = desk;
        this.change = change;
        this.trace = trace;
        this.example = example;
        var index = desk.index();
        var memory = desk.recollection();
        before = new Side(change.before(), index.of(change.before(), example), memory);
        after = new Side(change.after(), index.after(change, example), memory);
        this.asked = List.copyOf(asked);
    }

    /// @param trace the tool calls of the run, as far as they were told
    /// @param asked the constraints that will look at whole trees: files are read once for all
    public static Docket of(Desk desk, TreeChange change, Trace trace, List<Constraint> asked) {
        return new Docket(desk, change, trace, false, asked);
    }

    /// For a change that is an example in a decision record: a fragment, in which a scope may be
    /// empty and imports may be missing.
    public static Docket example(Desk desk, TreeChange change, Trace trace) {
        return new Docket(desk, change, trace, true, List.of());
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

    Desk desk() {
        return desk;
    }

    Engines engines() {
        return desk.engines();
    }

    Trace trace() {
        return trace;
    }

    boolean example() {
        return example;
    }

    Inventory inventory(Constraint constraint) {
        // One that has looked before and has to look anew does so alone.
        return !desk.recollection().knows(constraint) && inventory().knows(constraint)
                ? inventory()
                : Inventory.of(constraint);
    }

    /// Whether a file of the tree after the change could break the constraint, by its words.
    boolean mayBreak(Constraint constraint, String path) {
        return inventory().knows(constraint)
                ? inventory().mayBreak(constraint, after, path)
                : !(after.content(path) instanceof Content.Bytes found)
                        || Needles.of(constraint.rule()).mayBeIn(path, found.bytes());
    }

    private Inventory inventory() {
        if (inventory.isEmpty()) {
            inventory = Optional.of(new Inventory(asked, desk.recollection().sifter(asked)));
        }
        return inventory.get();
    }

    /// The files that the change did not touch, but whose names may mean something else since. One
    /// that is known to be read alike on both sides is none of them.
    Set<String> dependents() {
        if (dependents.isEmpty()) {
            dependents =
                    Optional.of(
                            desk.index().dependents(change).stream()
                                    .filter(path -> !isReadAlike(path))
                                    .collect(Collectors.toUnmodifiableSet()));
        }
        return dependents.get();
    }

    private boolean isReadAlike(String path) {
        var then = before.known(path);
        return then.isPresent() && then.equals(after.known(path));
    }
}
