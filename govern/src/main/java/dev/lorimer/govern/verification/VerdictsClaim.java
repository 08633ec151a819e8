package dev.lorimer.govern.verification;

import dev.lorimer.govern.Finding;
import dev.lorimer.govern.decision.Phase;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every step that changed files, and the change as a whole, is judged anew by the decisions of the
/// base, and comes out as recorded.
final class VerdictsClaim {
    private final Matter matter;
    private final Tally tally = new Tally("verdicts");
    private final Map<Long, Set<String>> approvals;
    private final Map<String, Set<String>> granted = new HashMap<>();
    private String tree;
    private int steps;

    private VerdictsClaim(Matter matter) {
        this.matter = matter;
        this.tree = matter.base();
        this.approvals = ApprovalsClaim.used(matter);
    }

    static Claim of(Matter matter) {
        return new VerdictsClaim(matter).claim();
    }

    private Claim claim() {
        Optional<Event> review = Optional.empty();
        for (var event : matter.history().events()) {
            switch (event.kind()) {
                case "answered" -> granted(event);
                case "settled" -> step(event);
                case "reviewed" -> {
                    reviewed(event);
                    review = Optional.of(event);
                }
                default -> {}
            }
        }
        last(review);
        return tally.claim(
                "%s changing steps and the whole change judged again: nothing stands in the way"
                        .formatted(steps));
    }

    private void granted(Event event) {
        granted.computeIfAbsent(event.call(), _ -> new HashSet<>())
                .addAll(approvals.getOrDefault(event.seq(), Set.of()));
    }

    /// An approval lets one call pass; for any other an equal finding counts again.
    private void step(Event event) {
        var after = event.text("tree");
        if (!after.equals(tree)) {
            steps++;
            var known = new HashSet<>(granted.getOrDefault(event.call(), Set.of()));
            var day = event.day();
            matter.bench()
                    .verdict(matter.base(), tree, Phase.EDIT, day)
                    .evidence()
                    .findings()
                    .forEach(finding -> known.add(finding.identity()));
            var left =
                    matter.bench().blocking(matter.base(), after, Phase.EDIT, day).stream()
                            .filter(finding -> !known.contains(finding.identity()))
                            .toList();
            left.forEach(finding ->
                    tally.fails(
                            "%s was allowed against %s".formatted(event.place(), said(finding))));
            tree = after;
        }
    }

    private void reviewed(Event event) {
        var recorded = new TreeSet<String>();
        event.body()
                .path("findings")
                .values()
                .forEach(finding -> recorded.add(finding.path("identity").asString("")));
        var again = review(event.text("tree"), event.day());
        // A review that began before midnight was recorded on the next day.
        if (!identities(again).equals(recorded)) {
            var earlier = review(event.text("tree"), event.day().minusDays(1));
            again = identities(earlier).equals(recorded) ? earlier : again;
        }
        if (!identities(again).equals(recorded)) {
            tally.fails(
                    "%s recorded %s findings in the way; judged again there are %s"
                            .formatted(event.place(), recorded.size(), again.size()));
        } else if (event.text("verdict").equals("allow") != again.isEmpty()) {
            tally.fails(
                    "%s recorded \"%s\", which its findings do not bear out"
                            .formatted(event.place(), event.text("verdict")));
        }
    }

    private List<Finding> review(String reviewed, LocalDate day) {
        return matter.bench().blocking(matter.base(), reviewed, Phase.FINISH, day).stream()
                .filter(finding ->
                        granted.values().stream()
                                .noneMatch(some -> some.contains(finding.identity())))
                .toList();
    }

    /// What is left at the end has been reviewed, and allowed.
    private void last(Optional<Event> review) {
        if (review.isEmpty() || !review.get().text("tree").equals(matter.tree())) {
            tally.open("the change as it was left has not been reviewed");
            return;
        }
        review(matter.tree(), review.get().day())
                .forEach(finding -> tally.fails("the change stands against " + said(finding)));
        matter.bench()
                .verdict(matter.base(), matter.tree(), Phase.FINISH, review.get().day())
                .evidence()
                .waived()
                .forEach(waived ->
                        tally.waived(
                                "%s is let pass by %s until %s (%s)"
                                        .formatted(
                                                said(waived.finding()),
                                                waived.waiver().grant().grantedBy(),
                                                waived.waiver().validity().expires(),
                                                waived.waiver().origin())));
    }

    private static Set<String> identities(List<Finding> findings) {
        return findings.stream()
                .map(Finding::identity)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String said(Finding finding) {
        return "%s: %s %s".formatted(finding.constraint(), finding.place(), finding.message());
    }
}
