package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Mode;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Evaluates one constraint on one change, in its mode.
public final class Evaluation {
    private final Constraint constraint;
    private final Docket docket;
    private final Subjects subjects;
    private final FileCheck check;

    private Evaluation(Constraint constraint, Docket docket) {
        this.constraint = constraint;
        this.docket = docket;
        subjects = new Subjects(constraint);
        check = new FileCheck(constraint, subjects);
    }

    /// Whether the constraint looks through all files of a tree, and not at changed ones only.
    public static boolean isAboutTrees(Constraint constraint) {
        return switch (constraint.rule()) {
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Independent _,
                    Rule.ApiUse _,
                    Rule.Pattern _,
                    Rule.Library _,
                    Rule.Ownership _,
                    Rule.Content _ ->
                    constraint.terms().mode() == Mode.ABSOLUTE;
            case Rule.Require require ->
                    constraint.terms().mode() == Mode.ABSOLUTE || RequireCheck.looksAround(require);
            case Rule.Acyclic _ -> true;
            case Rule.ApiCompat _,
                    Rule.Check _,
                    Rule.Trace _,
                    Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _ ->
                    false;
        };
    }

    /// What the constraint has to say. Reads no more files than it needs to.
    public static Outcome of(Constraint constraint, Docket docket) {
        return new Evaluation(constraint, docket).outcome();
    }

    private Outcome outcome() {
        var seen =
                switch (constraint.rule()) {
                    case Rule.Dependency _,
                            Rule.Layers _,
                            Rule.Independent _,
                            Rule.ApiUse _,
                            Rule.Pattern _,
                            Rule.Library _,
                            Rule.Ownership _,
                            Rule.Content _ ->
                            byFile();
                    case Rule.Require require -> required(require);
                    case Rule.Acyclic _ ->
                            bothSides(side -> CycleCheck.circles(survey().look(side)), true);
                    case Rule.ApiCompat compat ->
                            bothSides(
                                    side -> new ApiCheck(compat, subjects).look(docket, side),
                                    true);
                    case Rule.Check program ->
                            bothSides(side -> new ProgramCheck(program).look(docket, side), false);
                    case Rule.Trace trace ->
                            whole(
                                    new TraceCheck(trace.sequence(), constraint.terms().mode())
                                            .look(docket.trace()));
                    case Rule.Change change ->
                            whole(new ChangeCheck(change, subjects).look(docket));
                    case Rule.FileHistory history ->
                            whole(new HistoryCheck(history, subjects).look(docket));
                    case Rule.Budget budget ->
                            whole(new BudgetCheck(budget, subjects).look(docket));
                };
        boolean wide =
                constraint.rule() instanceof Rule.Budget || constraint.rule() instanceof Rule.Trace;
        if (docket.example() || wide) {
            return seen;
        }
        var missing = new SubjectCount(constraint, subjects, docket).gap();
        if (missing.isEmpty()) {
            return seen;
        }
        var gaps = new ArrayList<>(seen.gaps());
        gaps.add(missing.get());
        return new Outcome(seen.charges(), gaps);
    }

    private Outcome byFile() {
        return constraint.terms().mode() == Mode.ABSOLUTE ? absolute() : compared();
    }

    /// What one thing has may hang on other files; then a change of those is looked at in all.
    private Outcome required(Rule.Require require) {
        if (constraint.terms().mode() == Mode.ABSOLUTE || !RequireCheck.looksAround(require)) {
            return byFile();
        }
        return bothSides(survey()::look, false);
    }

    /// Looks at the whole of both trees, for rules that no single file can break.
    ///
    /// @param scoped whether only a change of a file in scope can break the rule
    private Outcome bothSides(Function<Side, Sighting> look, boolean scoped) {
        boolean touched =
                !scoped || !ChangeCheck.touching(docket, subjects).isEmpty() || docket.example();
        if (constraint.terms().mode() == Mode.ABSOLUTE) {
            return whole(look.apply(docket.after()));
        }
        if (!touched || docket.change().files().isEmpty()) {
            return new Outcome(List.of(), List.of());
        }
        var now = look.apply(docket.after());
        var old = now.violations().isEmpty() ? Sighting.nothing() : look.apply(docket.before());
        return compared(now, new Moves(docket).applied(old.violations()));
    }

    private Outcome absolute() {
        var seen = survey().look();
        return new Outcome(ledger().all(seen.violations()), seen.gaps());
    }

    private Survey survey() {
        return new Survey(constraint, subjects, check, docket);
    }

    private Outcome compared() {
        var seen = look(docket.after(), after());
        if (seen.violations().isEmpty()) {
            return new Outcome(List.of(), seen.gaps());
        }
        // Most of what a changed file shows was there before; the other files need not be read
        // then.
        var origins = origins(seen.violations());
        var near = compared(seen, old(origins));
        return near.charges().isEmpty() || origins.size() == before().size()
                ? near
                : compared(seen, old(before()));
    }

    private List<Violation> old(List<String> paths) {
        return new Moves(docket).applied(look(docket.before(), paths).violations());
    }

    /// Where the files were before that something was seen in.
    private List<String> origins(List<Violation> seen) {
        var origins = new TreeSet<String>();
        seen.forEach(one -> docket.change().origin(one.file()).ifPresent(origins::add));
        return List.copyOf(origins);
    }

    private Outcome compared(Sighting seen, List<Violation> old) {
        return new Outcome(
                constraint.terms().mode() == Mode.RATCHET
                        ? ratchet(seen.violations(), old)
                        : ledger().introduced(seen.violations(), old),
                seen.gaps());
    }

    /// Every owner of files has a ceiling of their own: as many as there are now. What one owner
    /// mends gives room to nobody else, and a file that changes hands brings its violations along.
    private List<Charge> ratchet(List<Violation> now, List<Violation> old) {
        var owners = Owners.of(docket.before());
        Map<String, List<Violation>> held = new TreeMap<>();
        Map<String, List<Violation>> found = new TreeMap<>();
        old.forEach(one ->
                held.computeIfAbsent(owners.of(one.file()), _ -> new ArrayList<>()).add(one));
        now.forEach(one ->
                found.computeIfAbsent(owners.of(one.file()), _ -> new ArrayList<>()).add(one));
        var charges = new ArrayList<Charge>();
        found.forEach((owner, violations) -> {
            var ceiling = held.getOrDefault(owner, List.of());
            if (violations.size() > ceiling.size()) {
                charges.addAll(ledger().introduced(violations, ceiling));
            }
        });
        return charges;
    }

    private Sighting look(Side side, List<String> paths) {
        // Parsing costs more than all the rest, so what is out of scope by its package is not
        // parsed.
        side.prepare(
                paths.stream()
                        .filter(path -> check.needsFacts(side, path) && side.tree().isFile(path))
                        .filter(path -> subjects.include(side, path))
                        .toList());
        var seen = new ArrayList<Sighting>();
        for (var path : paths) {
            seen.add(check.lookIfSubject(side, path));
        }
        return Sighting.sum(seen);
    }

    private List<String> after() {
        return docket.change().files().stream()
                .filter(file -> !(file instanceof FileChange.Deleted))
                .map(FileChange::path)
                .toList();
    }

    private List<String> before() {
        var paths = new TreeSet<String>();
        for (var file : docket.change().files()) {
            switch (file) {
                case FileChange.Added _ -> {}
                case FileChange.Deleted deleted -> paths.add(deleted.path());
                case FileChange.Modified modified -> paths.add(modified.path());
                case FileChange.Renamed renamed -> paths.add(renamed.from());
            }
        }
        return List.copyOf(paths);
    }

    private Ledger ledger() {
        return new Ledger(constraint.id(), docket);
    }

    private Outcome whole(Sighting seen) {
        return new Outcome(ledger().all(seen.violations()), seen.gaps());
    }
}
