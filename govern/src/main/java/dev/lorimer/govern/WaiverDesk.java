package dev.lorimer.govern;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Waiver;
import dev.lorimer.govern.decision.Waiver.Cover;
import dev.lorimer.govern.decision.Waiver.Standing;
import dev.lorimer.govern.kind.Docket;
import dev.lorimer.govern.kind.Territory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Holds findings against the waivers of the base tree. One that is not in force leaves the finding
/// where it is, with a note that says why.
final class WaiverDesk {
    private final List<Waiver> waivers;
    private final Docket docket;
    private final Inquiry inquiry;
    private final List<Waived> waived = new ArrayList<>();

    WaiverDesk(List<Waiver> waivers, Docket docket, Inquiry inquiry) {
        this.waivers = waivers;
        this.docket = docket;
        this.inquiry = inquiry;
    }

    List<Waived> waived() {
        return waived.stream()
                .sorted((one, other) -> one.finding().compareTo(other.finding()))
                .toList();
    }

    /// The findings of one constraint that no waiver takes away.
    ///
    /// @param parts the findings with the identities that each is made of
    List<Finding> left(Constraint constraint, List<Findings.Said> parts) {
        var own =
                waivers.stream()
                        .filter(waiver -> waiver.constraint().equals(constraint.id()))
                        .toList();
        var left = new ArrayList<Finding>();
        for (var said : parts) {
            var covering = own.stream().filter(waiver -> covers(constraint, waiver, said)).toList();
            var good =
                    covering.stream().filter(one -> standing(one) == Standing.APPLIES).findFirst();
            if (good.isPresent()) {
                waived.add(new Waived(said.finding(), good.get()));
            } else {
                left.add(noted(said.finding(), covering.stream().findFirst()));
            }
        }
        return left;
    }

    private Standing standing(Waiver waiver) {
        return waiver.standing(inquiry.date(), inquiry.actor());
    }

    /// A rule that could not be decided is only let pass by its own fingerprint: a scope speaks of
    /// violations, and nobody knows whether there is one.
    private boolean covers(Constraint constraint, Waiver waiver, Findings.Said said) {
        return switch (waiver.cover()) {
            case Cover.Fingerprints prints ->
                    prints.identities().contains(said.finding().identity())
                            || (!said.identities().isEmpty()
                                    && new HashSet<>(prints.identities())
                                            .containsAll(said.identities()));
            case Cover.Files files ->
                    said.finding().kind() == Finding.Kind.VIOLATION
                            && Territory.covers(
                                    constraint,
                                    files.scope(),
                                    docket,
                                    said.finding().place().file());
        };
    }

    private Finding noted(Finding finding, Optional<Waiver> idle) {
        if (idle.isEmpty()) {
            return finding;
        }
        var waiver = idle.get();
        var note =
                switch (standing(waiver)) {
                    case EXPIRED -> "its waiver expired on " + waiver.validity().expires();
                    case NOT_YET ->
                            "its waiver begins on %s only".formatted(waiver.validity().grantedAt());
                    case SELF_GRANTED ->
                            "its waiver was granted by \"%s\", who made this change"
                                    .formatted(waiver.grant().grantedBy());
                    case APPLIES -> "";
                };
        var whole =
                " (%s: %s, ticket %s, owner %s)"
                        .formatted(
                                note,
                                waiver.origin(),
                                waiver.grant().ticket(),
                                waiver.grant().owner());
        var tail = Findings.oneLine(whole, Findings.MESSAGE_MAX / 2);
        return new Finding(
                finding.law(),
                finding.kind(),
                finding.place(),
                Findings.oneLine(finding.message(), Findings.MESSAGE_MAX - tail.length()) + tail,
                finding.advice(),
                finding.identity());
    }
}
