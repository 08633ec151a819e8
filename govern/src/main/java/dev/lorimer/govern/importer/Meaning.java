package dev.lorimer.govern.importer;

import java.util.List;

/// What a rule means in our language.
record Meaning(List<Clause> clauses, List<String> notes) {
    static Meaning of(List<Clause> clauses) {
        return new Meaning(clauses, List.of());
    }

    /// The same for what is new only.
    Meaning introduced() {
        return new Meaning(
                clauses.stream().map(one -> one.with(one.terms().withMode("introduced"))).toList(),
                notes);
    }

    Meaning allowingNone() {
        return new Meaning(
                clauses.stream().map(one -> one.with(one.terms().allowingNone())).toList(), notes);
    }
}
