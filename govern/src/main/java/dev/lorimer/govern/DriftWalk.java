package dev.lorimer.govern;

import dev.lorimer.govern.Drift.Episode;
import dev.lorimer.govern.Drift.Trend;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Force;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.decision.Waiver;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.git.History.Commit;
import dev.lorimer.govern.kind.Docket;
import dev.lorimer.govern.kind.Outcome;
import dev.lorimer.govern.kind.Preview;
import dev.lorimer.govern.kind.Standing;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Holds a history against decisions, commit by commit. Only what a commit touched is looked at,
/// and what hangs on it; what these files say is compared with what they said before. A moved file
/// keeps its findings.
public final class DriftWalk {
    /// Their findings are about a change, so they happen and are not there.
    private static final Set<String> MOMENTARY =
            Set.of("change", "file-history", "budget", "api-compat");

    /// These look at more than files.
    private static final Set<String> NOT_OF_FILES = Set.of("trace", "check");

    private final History history;
    private final List<Matter> standing = new ArrayList<>();
    private final DecisionSet momentary;
    private final List<Waiver> waivers;
    private final Judge judge;
    private final Expressions expressions;
    private final Inquiry inquiry;
    private final String law;

    private final Map<String, Map<String, List<Finding>>> saidByFile = new HashMap<>();
    private final Map<String, List<Open>> openByFile = new HashMap<>();
    private final Map<String, Set<String>> undecided = new TreeMap<>();
    private final Map<String, Series> series = new TreeMap<>();
    private final List<Open> all = new ArrayList<>();
    private final Set<String> binding = new HashSet<>();

    /// @param law the decisions that the whole history is held against, whenever they were made
    public DriftWalk(
            History history, DecisionSet law, Judge judge, Expressions expressions, LocalDate day) {
        this.history = history;
        this.judge = judge;
        this.expressions = expressions;
        this.law = law.hash();
        inquiry = new Inquiry(Phase.DRIFT, day, new Actor.Unknown(), Set.of());
        waivers = law.waivers();
        momentary = law.having(constraint -> MOMENTARY.contains(constraint.rule().kind()));
        for (var decision : law.decisions()) {
            for (var constraint : decision.constraints()) {
                boolean asked =
                        decision.force() != Force.OFF
                                && constraint.terms().phases().contains(Phase.DRIFT)
                                && !NOT_OF_FILES.contains(constraint.rule().kind());
                if (asked) {
                    matters(decision, constraint);
                    series.put(
                            constraint.id(),
                            new Series(
                                    decision.title(),
                                    MOMENTARY.contains(constraint.rule().kind())));
                }
            }
        }
    }

    /// One rule with what it has found so far.
    ///
    /// @param undecided whether what can't be decided is told: it is told once for a rule and what
    ///   it says aside
    private record Matter(
            Decision decision,
            Constraint constraint,
            Severity severity,
            Standing standing,
            boolean undecided) {}

    private void matters(Decision decision, Constraint constraint) {
        boolean heard =
                !MOMENTARY.contains(constraint.rule().kind())
                        && constraint.scope().actors().include(inquiry.actor());
        if (!heard) {
            return;
        }
        standing.add(
                new Matter(
                        decision,
                        constraint,
                        constraint.terms().severity(),
                        new Standing(constraint),
                        true));
        Judge.aside(constraint)
                .ifPresent(other ->
                        standing.add(
                                new Matter(
                                        decision,
                                        other.constraint(),
                                        other.severity(),
                                        new Standing(other.constraint()),
                                        false)));
    }

    private static final class Series {
        private final String title;
        private final boolean momentary;
        private final List<Integer> open = new ArrayList<>();
        private int now;
        private int start;

        Series(String title, boolean momentary) {
            this.title = title;
            this.momentary = momentary;
        }
    }

    /// A finding that is there, or was.
    private static final class Open {
        private Finding finding;
        private final Optional<Commit> brought;
        private final boolean lawful;
        private Optional<Commit> removed = Optional.empty();

        Open(Finding finding, Optional<Commit> brought, boolean lawful) {
            this.finding = finding;
            this.brought = brought;
            this.lawful = lawful;
        }
    }

    /// Walks the whole history.
    public Drift walk() {
        var start = history.start();
        var asked = standing.stream().map(Matter::constraint).toList();
        try (var ahead = ReadAhead.of(history, start, new Preview(judge.desk(), asked, start))) {
            begin(start);
            var tree = start;
            for (var step : history.steps()) {
                ahead.judging();
                var after = history.after(tree, step);
                go(TreeChange.among(tree, after, step.touched()), step);
                tree = after;
            }
        }
        judge.desk().index().flush();
        return result();
    }

    private void begin(Tree tree) {
        learn(tree);
        standingFindings(TreeChange.among(tree, tree, List.of()))
                .forEach((file, findings) -> begin(file, findings, Optional.empty()));
        series.values().forEach(one -> one.start = one.now);
    }

    private void go(TreeChange change, History.Step step) {
        if (step.touched().stream().anyMatch(DecisionSet::isRecord)) {
            learn(change.after());
        }
        standing(change, step);
        momentary(change, step);
        series.values()
                .forEach(one -> {
                    one.open.add(one.now);
                    one.now = one.momentary ? 0 : one.now;
                });
    }

    /// Which decisions bound at that time.
    private void learn(Tree tree) {
        binding.clear();
        DecisionSet.read(tree, expressions).decisions().stream()
                .filter(decision -> decision.force() == Force.BINDING)
                .forEach(decision -> binding.add(decision.id()));
    }

    private boolean isLawful(Finding finding) {
        int hash = finding.constraint().indexOf('#');
        return binding.contains(
                hash < 0 ? finding.constraint() : finding.constraint().substring(0, hash));
    }

    /// All that those files say now that say something else than before.
    private Map<String, List<Finding>> standingFindings(TreeChange change) {
        var docket =
                Docket.of(
                        judge.desk(),
                        change,
                        Trace.untold(),
                        standing.stream().map(Matter::constraint).toList());
        var waiving = new WaiverDesk(waivers, docket, inquiry);
        var touched = new TreeSet<String>();
        for (var matter : standing) {
            var one = matter.constraint();
            var key = one.id() + (matter.undecided() ? "" : " aside");
            next(matter, docket)
                    .forEach((path, outcome) -> {
                        var told =
                                matter.undecided()
                                        ? outcome
                                        : new Outcome(outcome.charges(), List.of());
                        var said =
                                new Findings(matter.decision(), one, Phase.DRIFT, matter.severity())
                                        .of(told);
                        saidByFile
                                .computeIfAbsent(path, _ -> new TreeMap<>())
                                .put(key, waiving.left(one, said));
                        touched.add(path);
                    });
        }
        var now = new TreeMap<String, List<Finding>>();
        for (var path : touched) {
            now.put(path, said(path));
        }
        return now;
    }

    private List<Finding> said(String path) {
        return saidByFile.getOrDefault(path, Map.of()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /// A rule whose engine breaks down is undecided; it keeps nothing else from being told.
    private Map<String, Outcome> next(Matter matter, Docket docket) {
        try {
            return matter.standing().next(docket);
        } catch (RuntimeException | StackOverflowError failure) {
            undecided
                    .computeIfAbsent(matter.constraint().id(), _ -> new TreeSet<>())
                    .add("(%s)".formatted(failure));
            return Map.of();
        }
    }

    private void standing(TreeChange change, History.Step step) {
        var now = standingFindings(change);
        Map<String, List<Open>> carried = new TreeMap<>();
        var moved = new HashSet<String>();
        for (var one : change.files()) {
            if (one instanceof FileChange.Renamed renamed) {
                carry(renamed.from(), renamed.path(), carried);
                moved.add(renamed.path());
            }
        }
        for (var path : now.keySet()) {
            carry(path, path, carried);
        }
        for (var path : carried.keySet()) {
            compare(
                    path,
                    moved.contains(path),
                    carried.getOrDefault(path, List.of()),
                    said(path),
                    step);
        }
    }

    private void carry(String from, String to, Map<String, List<Open>> carried) {
        var old = Optional.ofNullable(openByFile.remove(from)).orElseGet(ArrayList::new);
        undecided.values().forEach(files -> files.remove(from));
        carried.computeIfAbsent(to, _ -> new ArrayList<>()).addAll(old);
    }

    /// First by identity; then by what was said, since a finding whose line was rewritten is the
    /// same one; in a moved file by constraint alone, since all its names have changed.
    private void compare(
            String path, boolean moved, List<Open> old, List<Finding> now, History.Step step) {
        var left = new ArrayList<>(old);
        var fresh = new ArrayList<>(now.stream().filter(f -> !isUndecided(path, f)).toList());
        var kept = new ArrayList<Open>();
        match(left, fresh, kept, (a, b) -> a.identity().equals(b.identity()));
        match(left, fresh, kept, (a, b) -> a.message().equals(b.message()));
        if (moved) {
            match(left, fresh, kept, (_, _) -> true);
        }
        for (var gone : left) {
            gone.removed = Optional.of(step.commit());
            series(gone.finding).now--;
        }
        if (!kept.isEmpty()) {
            openByFile.computeIfAbsent(path, _ -> new ArrayList<>()).addAll(kept);
        }
        begin(path, fresh, Optional.of(step.commit()));
    }

    private interface Same {
        boolean test(Finding one, Finding other);
    }

    private static void match(List<Open> left, List<Finding> fresh, List<Open> kept, Same same) {
        for (var each = left.iterator(); each.hasNext(); ) {
            var old = each.next();
            var found =
                    fresh.stream()
                            .filter(one ->
                                    one.constraint().equals(old.finding.constraint())
                                            && same.test(old.finding, one))
                            .findFirst();
            if (found.isPresent()) {
                old.finding = found.get();
                fresh.remove(found.get());
                kept.add(old);
                each.remove();
            }
        }
    }

    private boolean isUndecided(String path, Finding finding) {
        if (finding.kind() != Finding.Kind.INCOMPLETE) {
            return false;
        }
        undecided.computeIfAbsent(finding.constraint(), _ -> new TreeSet<>()).add(path);
        return true;
    }

    private void begin(String path, List<Finding> findings, Optional<Commit> commit) {
        for (var finding : findings) {
            if (!isUndecided(path, finding)) {
                var open = new Open(finding, commit, isLawful(finding));
                all.add(open);
                openByFile.computeIfAbsent(path, _ -> new ArrayList<>()).add(open);
                series(finding).now++;
            }
        }
    }

    private void momentary(TreeChange change, History.Step step) {
        if (momentary.decisions().stream().allMatch(one -> one.constraints().isEmpty())) {
            return;
        }
        for (var finding : judge.judge(momentary, change, inquiry).evidence().findings()) {
            var one = Optional.ofNullable(series.get(finding.constraint()));
            if (one.isPresent() && finding.kind() == Finding.Kind.VIOLATION) {
                var open = new Open(finding, Optional.of(step.commit()), isLawful(finding));
                open.removed = Optional.of(step.commit());
                all.add(open);
                one.get().now++;
            }
        }
    }

    private Series series(Finding finding) {
        return Optional.ofNullable(series.get(finding.constraint())).orElseThrow();
    }

    private Drift result() {
        var trends = new ArrayList<Trend>();
        series.forEach((constraint, one) ->
                trends.add(
                        new Trend(
                                constraint,
                                one.title,
                                one.start,
                                one.open,
                                undecided.getOrDefault(constraint, Set.of()).size(),
                                one.momentary)));
        return new Drift(
                history.steps().stream().map(History.Step::commit).toList(),
                all.stream()
                        .map(open ->
                                new Episode(open.finding, open.brought, open.removed, open.lawful))
                        .toList(),
                List.copyOf(trends),
                law);
    }
}
