package dev.lorimer.govern.tongues;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.source.Reference.Member;
import dev.lorimer.govern.source.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the facts of one file are written down, with what its names stand for.
final class Notes {
    private final Deque<Site> sites = new ArrayDeque<>();
    private final List<Facts.Use> uses = new ArrayList<>();
    private final List<Facts.Call> calls = new ArrayList<>();
    private final List<Facts.Mark> marks = new ArrayList<>();
    private final List<Facts.Literal> literals = new ArrayList<>();
    private final Map<String, Reference> imported = new HashMap<>();
    private final Deque<Map<String, Optional<Reference>>> variables = new ArrayDeque<>();

    Notes(String subject) {
        sites.push(new Site(subject, List.of()));
        variables.push(new HashMap<>());
    }

    Facts facts(String packageName, Optional<Facts.Fault> fault) {
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

    void openScope() {
        variables.push(new HashMap<>());
    }

    void closeScope() {
        variables.pop();
    }

    void imports(String name, Reference meaning) {
        imported.put(name, meaning);
    }

    Optional<Reference> importOf(String name) {
        return Optional.ofNullable(imported.get(name));
    }

    /// A variable of that name hides an import of it.
    void variable(String name, Optional<Reference> type) {
        variables.element().put(name, type);
    }

    boolean isVariable(String name) {
        return variables.stream().anyMatch(scope -> scope.containsKey(name));
    }

    Optional<Reference> typeOf(String variable) {
        for (var scope : variables) {
            var type = scope.get(variable);
            if (type != null) {
                return type;
            }
        }
        return Optional.empty();
    }

    void use(Reference target, String how, Node place) {
        uses.add(new Facts.Use(target, how, sites.element(), place.line()));
    }

    void call(List<Reference> owners, String name, Node place) {
        if (!owners.isEmpty()) {
            calls.add(new Facts.Call(owners, name, sites.element(), place.line()));
        }
    }

    void mark(Element element, String name, List<Reference> annotations, Node place) {
        if (!annotations.isEmpty()) {
            marks.add(new Facts.Mark(element, name, annotations, sites.element(), place.line()));
        }
    }

    void literal(String value, Node place) {
        literals.add(new Facts.Literal(value, sites.element(), place.line()));
    }

    /// What a dotted name stands for whose first name an import explains, or whose first name is a
    /// variable that holds such a thing.
    Optional<Reference> chain(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        var head = names.getFirst();
        var start = isVariable(head) ? typeOf(head) : importOf(head);
        return start.map(found -> extended(found, names.subList(1, names.size())));
    }

    static Reference extended(Reference start, List<String> more) {
        return switch (start) {
            case Member member -> new Member(both(member.parts(), more), member.moduleParts());
            case Reference.Known known ->
                    new Reference.Known(both(known.parts(), more), known.packageParts());
            case Reference.Loose loose -> new Reference.Loose(both(loose.parts(), more));
            case Reference.Open open -> open;
        };
    }

    static Member member(List<String> module, String... more) {
        return new Member(both(module, List.of(more)), module.size());
    }

    static <T> List<T> both(List<T> one, List<T> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
