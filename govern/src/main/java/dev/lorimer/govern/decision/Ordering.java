package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Decision.Standing;
import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.decision.RecordReader.Draft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sees all records beside each other: who supersedes whom, and what is said twice.
final class Ordering {
    private final List<Draft> drafts;
    private final List<String> ids;
    private final List<Problem> problems = new ArrayList<>();

    Ordering(List<Draft> drafts) {
        this.drafts = drafts;
        ids =
                drafts.stream()
                        .flatMap(draft -> draft.decision().stream())
                        .map(Decision::id)
                        .toList();
    }

    /// The decisions with their force, and every problem.
    record Law(List<Decision> decisions, List<Problem> problems) {}

    Law ordered() {
        var replaced = new HashSet<String>();
        Map<String, List<String>> supersedes = new HashMap<>();
        for (var draft : drafts) {
            draft.decision()
                    .ifPresent(decision -> {
                        var ones = resolved(draft, decision);
                        supersedes.put(decision.file(), ones);
                        if (decision.status() instanceof Status.Accepted) {
                            replaced.addAll(ones);
                        }
                        checkReplacement(draft, decision);
                    });
        }
        refuseTwins();
        for (var draft : drafts) {
            var id = draft.decision().map(Decision::id).orElse("");
            problems.addAll(draft.faults().problems(draft.path(), id, draft.lawful()));
        }
        var decisions =
                drafts.stream()
                        .flatMap(draft -> draft.decision().stream())
                        .map(decision ->
                                placed(
                                        decision,
                                        replaced,
                                        supersedes.getOrDefault(decision.file(), List.of())))
                        .sorted(Comparator.comparing(Decision::id).thenComparing(Decision::file))
                        .toList();
        checkCircles(supersedes);
        Map<String, Integer> lines = new HashMap<>();
        drafts.forEach(draft -> lines.putAll(draft.law().lines()));
        var overrides = new Overrides(decisions, lines);
        var applied = overrides.applied();
        problems.addAll(overrides.problems());
        problems.addAll(new Conflicts(applied, lines).problems());
        return new Law(applied, problems);
    }

    /// Two accepted records that supersede each other would both be off, and nobody would know.
    private void checkCircles(Map<String, List<String>> supersedes) {
        Map<String, List<String>> accepted = new TreeMap<>();
        for (var draft : drafts) {
            draft.decision()
                    .filter(decision -> decision.status() instanceof Status.Accepted)
                    .ifPresent(decision ->
                            accepted.put(
                                    decision.id(),
                                    supersedes.getOrDefault(decision.file(), List.of())));
        }
        for (var draft : drafts) {
            draft.decision()
                    .map(Decision::id)
                    .filter(id -> reaches(accepted, id))
                    .ifPresent(id ->
                            problems.add(
                                    new Problem(
                                            draft.path(),
                                            0,
                                            id,
                                            Level.LAWLESS,
                                            "%s supersedes itself by way of %s; take one of the references out"
                                                    .formatted(
                                                            id,
                                                            String.join(
                                                                    ", ",
                                                                    accepted.getOrDefault(
                                                                            id, List.of()))))));
        }
    }

    private static boolean reaches(Map<String, List<String>> accepted, String id) {
        var seen = new HashSet<String>();
        var open = new ArrayList<>(accepted.getOrDefault(id, List.of()));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (next.equals(id)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(accepted.getOrDefault(next, List.of()));
            }
        }
        return false;
    }

    private static Decision placed(Decision read, Set<String> replaced, List<String> supersedes) {
        var force = replaced.contains(read.id()) ? Force.OFF : force(read.status());
        return new Decision(
                read.id(),
                read.title(),
                new Standing(read.status(), force, supersedes),
                read.why(),
                read.file(),
                read.constraints());
    }

    private static Force force(Status status) {
        return switch (status) {
            case Status.Accepted _ -> Force.BINDING;
            case Status.Deprecated _ -> Force.WARNING;
            case Status.Proposed _, Status.Unstated _ -> Force.SHADOW;
            case Status.Superseded _, Status.Rejected _ -> Force.OFF;
        };
    }

    private List<String> resolved(Draft draft, Decision decision) {
        var found = new ArrayList<String>();
        for (var reference : draft.supersedes()) {
            var one = RecordId.resolve(reference.text(), ids);
            if (one.isEmpty()) {
                draft.faults()
                        .error(
                                reference.number(),
                                "\"%s\" is superseded here, but no record has that id; take its id from the records' folder"
                                        .formatted(Lines.shortened(reference.text(), 60)));
            } else if (one.get().equals(decision.id())) {
                draft.faults()
                        .error(
                                reference.number(),
                                "%s supersedes itself; name the older record"
                                        .formatted(decision.id()));
            } else {
                found.add(one.get());
            }
        }
        return List.copyOf(found);
    }

    private void checkReplacement(Draft draft, Decision decision) {
        if (!(decision.status() instanceof Status.Superseded superseded)
                || superseded.by().isEmpty()) {
            return;
        }
        var by =
                Mention.all(superseded.by()).stream()
                        .flatMap(one -> RecordId.resolve(one.text(), ids).stream())
                        .toList();
        var shown = Lines.shortened(superseded.by(), 60);
        if (by.isEmpty()) {
            draft.faults()
                    .error(
                            0,
                            "%s is superseded by \"%s\", but no record has that id; take its id from the records' folder"
                                    .formatted(decision.id(), shown));
        } else if (draft.lawful() && by.stream().noneMatch(this::isDecided)) {
            draft.faults()
                    .warning(
                            0,
                            "%s is superseded by \"%s\", which is not accepted, so neither binds; accept that one, or set this one's status back"
                                    .formatted(decision.id(), shown));
        }
    }

    /// Whether that record was accepted, whatever became of it later.
    private boolean isDecided(String id) {
        return drafts.stream()
                .flatMap(draft -> draft.decision().stream())
                .filter(decision -> decision.id().equals(id))
                .anyMatch(decision ->
                        switch (decision.status()) {
                            case Status.Accepted _, Status.Deprecated _, Status.Superseded _ ->
                                    true;
                            case Status.Proposed _, Status.Rejected _, Status.Unstated _ -> false;
                        });
    }

    private void refuseTwins() {
        Map<String, Draft> first = new HashMap<>();
        for (var draft : drafts) {
            if (draft.decision().isEmpty()) {
                continue;
            }
            var id = draft.decision().get().id();
            var other = first.putIfAbsent(RecordId.key(id), draft);
            if (other != null) {
                var level = draft.lawful() || other.lawful() ? Level.LAWLESS : Level.ERROR;
                problems.add(
                        new Problem(
                                draft.path(),
                                0,
                                id,
                                level,
                                "id %s is already taken by \"%s\"; give this record the next free number"
                                        .formatted(id, other.path())));
            }
        }
    }
}
