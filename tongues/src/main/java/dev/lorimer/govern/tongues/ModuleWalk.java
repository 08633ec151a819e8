package dev.lorimer.govern.tongues;

import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the languages have in common whose imports name modules: chains of names, calls along them,
/// variables that hold what an imported thing gave.
abstract class ModuleWalk {
    final Notes notes;

    ModuleWalk(Notes notes) {
        this.notes = notes;
    }

    abstract void visit(Node node);

    /// The types of leaves that are names.
    abstract Set<String> names();

    /// The types of nodes that are a name in something, with the thing first and the name last.
    abstract Set<String> selections();

    /// The types of nodes that call something, which comes first, or make one of it.
    abstract Set<String> calls();

    final void children(Node node) {
        node.children().forEach(this::visit);
    }

    /// The names of `a.b.c`; a call in between stands for what it is called on.
    final List<String> chain(Node node) {
        var names = new ArrayList<String>();
        return follow(node, names) ? List.copyOf(names) : List.of();
    }

    private boolean follow(Node node, List<String> names) {
        if (names().contains(node.type())) {
            names.add(node.text());
            return true;
        }
        if (selections().contains(node.type()) && node.children().size() >= 2) {
            var last = node.children().getLast();
            return follow(node.children().getFirst(), names) && add(names, last);
        }
        if (calls().contains(node.type()) && !node.children().isEmpty()) {
            return follow(called(node), names);
        }
        boolean wrapped =
                node.is(
                        "await_expression",
                        "await",
                        "parenthesized_expression",
                        "pointer_type",
                        "unary_expression",
                        "non_null_expression",
                        "as_expression");
        return wrapped
                && node.children().stream()
                        .filter(child ->
                                !child.children().isEmpty() || names().contains(child.type()))
                        .findFirst()
                        .map(inner -> follow(inner, names))
                        .orElse(false);
    }

    private static boolean add(List<String> names, Node last) {
        if (last.text().isEmpty()) {
            return false;
        }
        names.add(last.text());
        return true;
    }

    /// What is called: the node behind the word `new`, else the first.
    static Node called(Node call) {
        return call.field("constructor")
                .or(() -> call.field("function"))
                .or(() -> call.field("type"))
                .orElseGet(() -> call.children().getFirst());
    }

    /// What an expression is, as far as imports tell.
    final Optional<Reference> meaning(Node node) {
        return notes.chain(chain(node));
    }

    /// A call along a chain of names: its owner is what stands before the last name.
    final void call(Node node) {
        var names = chain(called(node));
        var whole = notes.chain(names);
        if (whole.isEmpty()) {
            return;
        }
        if (names.size() == 1) {
            notes.call(List.of(owner(whole.get())), last(whole.get(), names.getFirst()), node);
            notes.call(List.of(whole.get()), "new", node);
        } else {
            notes.chain(names.subList(0, names.size() - 1))
                    .ifPresent(owner -> notes.call(List.of(owner), names.getLast(), node));
        }
    }

    private static Reference owner(Reference called) {
        return called instanceof Reference.Member member
                        && member.parts().size() > member.moduleParts()
                ? new Reference.Member(
                        member.parts().subList(0, member.parts().size() - 1),
                        Math.min(member.moduleParts(), member.parts().size() - 1))
                : called;
    }

    private static String last(Reference called, String otherwise) {
        return called instanceof Reference.Member member ? member.parts().getLast() : otherwise;
    }

    /// A use of an imported name, at the head of a chain.
    final void chained(Node node) {
        meaning(node).ifPresent(target -> notes.use(target, "use", node));
    }
}
