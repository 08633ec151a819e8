package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Mode;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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

    /// What the constraint has to say. Reads no more files than it needs to.
    public static Outcome of(Constraint constraint, Docket docket) {
        return new Evaluation(constraint, docket).outcome();
    }

    private Outcome outcome() {
        var seen =
                switch (constraint.rule()) {
                    case Rule.Dependency _, Rule.ApiUse _, Rule.Pattern _, Rule.Library _ ->
                            byFile();
                    case Rule.Change change ->
                            whole(new ChangeCheck(change, subjects).look(docket));
                    case Rule.FileHistory history ->
                            whole(new HistoryCheck(history, subjects).look(docket));
                    case Rule.Budget budget ->
                            whole(new BudgetCheck(budget, subjects).look(docket));
                };
        if (docket.example() || constraint.rule() instanceof Rule.Budget) {
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

    private Outcome absolute() {
        var seen = new Survey(constraint, subjects, check, docket).look();
        return new Outcome(ledger().all(seen.violations()), seen.gaps());
    }

    private Outcome compared() {
        var seen = look(docket.after(), after());
        if (seen.violations().isEmpty()) {
            return new Outcome(List.of(), seen.gaps());
        }
        var old = new Moves(docket).applied(look(docket.before(), before()).violations());
        boolean within =
                constraint.terms().mode() == Mode.RATCHET && seen.violations().size() <= old.size();
        return new Outcome(
                within ? List.of() : ledger().introduced(seen.violations(), old), seen.gaps());
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
