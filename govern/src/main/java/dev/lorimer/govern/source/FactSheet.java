package dev.lorimer.govern.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Facts.Call;
import dev.lorimer.govern.source.Facts.Fault;
import dev.lorimer.govern.source.Facts.Literal;
import dev.lorimer.govern.source.Facts.Mark;
import dev.lorimer.govern.source.Facts.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Where the facts of one file are written down while it is walked through.
final class FactSheet {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Deque<Site> sites = new ArrayDeque<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Literal> literals = new ArrayList<>();

    FactSheet(CompilationUnitTree unit, SourcePositions positions, String path) {
        this.unit = unit;
        this.positions = positions;
        sites.push(new Site(path, List.of()));
    }

    Facts facts(String packageName, Optional<Fault> fault) {
        return new Facts(
                packageName,
                List.copyOf(uses),
                List.copyOf(calls),
                List.copyOf(marks),
                List.copyOf(literals),
                fault);
    }

    String subject() {
        return sites.element().subject();
    }

    void enter(String subject, List<Reference> annotations) {
        var all = new ArrayList<>(annotations);
        all.addAll(sites.element().annotations());
        sites.push(new Site(subject, List.copyOf(all)));
    }

    void leave() {
        sites.pop();
    }

    void use(Reference target, String how, Tree tree) {
        uses.add(new Use(target, how, sites.element(), line(tree)));
    }

    void call(List<Reference> owners, String name, Tree tree) {
        if (!owners.isEmpty()) {
            calls.add(new Call(List.copyOf(owners), name, sites.element(), line(tree)));
        }
    }

    void mark(Element element, String name, List<Reference> annotations, Tree tree) {
        if (!annotations.isEmpty()) {
            marks.add(new Mark(element, name, annotations, sites.element(), line(tree)));
        }
    }

    void literal(String value, Tree tree) {
        literals.add(new Literal(value, sites.element(), line(tree)));
    }

    private int line(Tree tree) {
        long start = positions.getStartPosition(unit, tree);
        return start < 0 ? 1 : (int) unit.getLineMap().getLineNumber(start);
    }
}
