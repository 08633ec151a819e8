package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Clause.Targets;
import java.util.ArrayList;
import java.util.List;

/// Cuts single files out of a dependency constraint, which then have one of their own that allows
/// more.
final class Exceptions {
    private Exceptions() {}

    /// The clause with more allowed, and other files left out.
    static Clause allowing(Clause clause, Targets allowed, Area exclude) {
        var rule = new ArrayList<>(clause.rule());
        if (!allowed.isEmpty()) {
            if (rule.size() > 1) {
                throw new Untranslated("it lets pass single dependencies of what may use little");
            }
            rule.add("allow: " + allowed.yaml());
        }
        return new Clause(
                clause.kind(), clause.lang(), clause.scope(), exclude, rule, clause.terms());
    }

    /// The clause for one file.
    static Clause only(Clause clause, String path, Targets allowed) {
        var scope = new Area(List.of(path), clause.scope().packages());
        var one = allowing(clause, allowed, clause.exclude());
        return new Clause(
                one.kind(),
                one.lang(),
                scope,
                one.exclude(),
                one.rule(),
                one.terms().allowingNone());
    }
}
