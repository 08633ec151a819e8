package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which files of one tree could break which of several constraints. All files are read once, for
/// all constraints together; only those whose bytes hold a word of a rule are looked at closer.
final class Inventory {
    private final List<Constraint> constraints;
    private final List<Subjects> subjects;
    private final Sieve sieve;
    private final Map<String, List<List<String>>> byTree = new HashMap<>();

    /// @param constraints those that are about whole trees
    Inventory(List<Constraint> constraints) {
        this.constraints = List.copyOf(constraints);
        subjects = this.constraints.stream().map(Subjects::new).toList();
        sieve = new Sieve(this.constraints.stream().map(one -> Needles.of(one.rule())).toList());
    }

    boolean knows(Constraint constraint) {
        return constraints.contains(constraint);
    }

    /// The plain files of the tree that could break the constraint.
    List<String> candidates(Constraint constraint, Side side) {
        var known = byTree.get(side.tree().id());
        if (known == null) {
            known = candidates(side);
            byTree.put(side.tree().id(), known);
        }
        return known.get(constraints.indexOf(constraint));
    }

    private List<List<String>> candidates(Side side) {
        var candidates = new ArrayList<List<String>>();
        constraints.forEach(_ -> candidates.add(new ArrayList<>()));
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
                if (named.content() instanceof Content.Bytes found
                        && !Needles.mayHide(named.path(), found.bytes())) {
                    rules.and(sieve.of(found.bytes()));
                }
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
        for (int rule = 0; rule < subjects.size(); rule++) {
            rules.set(rule, subjects.get(rule).mayInclude(side, path));
        }
        return rules;
    }

    /// Files in scope that no parser here understands, although the rule is about syntax.
    Set<String> foreign(Constraint constraint, Side side) {
        var scope = subjects.get(constraints.indexOf(constraint));
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
