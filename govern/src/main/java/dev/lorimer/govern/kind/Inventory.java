package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which files of one tree could break which of several constraints. All files are read once, for
/// all constraints together; only those whose bytes hold a word of a rule are looked at closer.
final class Inventory {
    private final Sifter sifter;
    private final Map<String, List<List<String>>> byTree = new HashMap<>();
    private final Map<String, BitSet> byPath = new HashMap<>();

    /// By the constraints themselves, since comparing two of them takes long.
    private final IdentityHashMap<Constraint, Integer> numbers = new IdentityHashMap<>();

    /// @param sifter of constraints equal to these
    Inventory(List<Constraint> constraints, Sifter sifter) {
        this.sifter = sifter;
        for (int number = 0; number < constraints.size(); number++) {
            numbers.putIfAbsent(constraints.get(number), number);
        }
    }

    static Inventory of(Constraint constraint) {
        var one = List.of(constraint);
        return new Inventory(one, Sifter.of(one));
    }

    /// What tells which of several constraints a file could break. Safe for use by several threads.
    ///
    /// @param constraints those that are about whole trees
    record Sifter(List<Constraint> constraints, List<Subjects> subjects, Sieve sieve) {
        static Sifter of(List<Constraint> constraints) {
            return new Sifter(
                    List.copyOf(constraints),
                    constraints.stream().map(Subjects::new).toList(),
                    new Sieve(constraints.stream().map(one -> Needles.of(one.rule())).toList()));
        }
    }

    boolean knows(Constraint constraint) {
        return numbers.containsKey(constraint);
    }

    /// Whether the content of that file could break the constraint; what can't be read could.
    ///
    /// @param side always the same one
    boolean mayBreak(Constraint constraint, Side side, String path) {
        return byPath.computeIfAbsent(path, _ -> sifted(path, side.content(path)))
                .get(number(constraint));
    }

    private int number(Constraint constraint) {
        return Optional.ofNullable(numbers.get(constraint)).orElseThrow();
    }

    private BitSet sifted(String path, Content content) {
        if (content instanceof Content.Bytes found && !Needles.mayHide(path, found.bytes())) {
            return sifter.sieve().of(found.bytes());
        }
        var all = new BitSet();
        all.set(0, sifter.constraints().size());
        return all;
    }

    /// The plain files of the tree that could break the constraint.
    List<String> candidates(Constraint constraint, Side side) {
        var known = byTree.get(side.tree().id());
        if (known == null) {
            known = candidates(side);
            byTree.put(side.tree().id(), known);
        }
        return known.get(number(constraint));
    }

    private List<List<String>> candidates(Side side) {
        var candidates = new ArrayList<List<String>>();
        sifter.constraints().forEach(_ -> candidates.add(new ArrayList<>()));
        var open = new ArrayList<String>();
        var scopes = new HashMap<String, BitSet>();
        for (var path : side.tree().files().keySet()) {
            var rules = inScope(side, path);
            if (!rules.isEmpty() && side.tree().isFile(path)) {
                open.add(path);
                scopes.put(path, rules);
            }
        }
        try (var contents = side.tree().contents(open)) {
            contents.forEach(named -> {
                var rules = scopes.getOrDefault(named.path(), new BitSet());
                rules.and(sifted(named.path(), named.content()));
                if (!rules.isEmpty()) {
                    side.keep(named.path(), named.content());
                }
                rules.stream().forEach(rule -> candidates.get(rule).add(named.path()));
            });
        }
        return candidates;
    }

    private BitSet inScope(Side side, String path) {
        var rules = new BitSet();
        for (int rule = 0; rule < sifter.subjects().size(); rule++) {
            rules.set(rule, sifter.subjects().get(rule).mayInclude(side, path));
        }
        return rules;
    }

    /// Files in scope that no parser here understands, although the rule is about syntax.
    Set<String> foreign(Constraint constraint, Side side) {
        var scope = sifter.subjects().get(number(constraint));
        var check = new FileCheck(constraint, scope);
        var foreign = new TreeSet<String>();
        for (var path : side.tree().files().keySet()) {
            if (check.isForeign(side, path)
                    && side.tree().isFile(path)
                    && Language.of(path).isPresent()
                    && scope.include(side, path)) {
                foreign.add(path);
            }
        }
        return foreign;
    }
}
