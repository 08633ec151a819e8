package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.run.Phase.Compensation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What must not be forgotten about a run's calls.
///
/// @param granted what persons have approved
/// @param doubts calls whose outcome nobody knows, as tool name and arguments
/// @param refusals the last findings that the decisions stood on
/// @param done calls that were done, or may have been, and can be taken back, in order
/// @param streak what the model has done over and over
public record Ledger(
        List<Grant> granted,
        List<String> doubts,
        List<Finding> refusals,
        List<Compensation> done,
        Streak streak) {
    /// More of them tell a reader nothing new, and the journal has them all.
    private static final int REFUSALS_MAX = 100;

    static final Ledger EMPTY = new Ledger(List.of(), List.of(), List.of(), List.of(), Streak.NONE);

    /// A person's approval of one finding, for one call.
    public record Grant(String call, String identity) {}

    Ledger granting(String call, List<String> identities) {
        var more = identities.stream().map(identity -> new Grant(call, identity)).toList();
        var all = joined(granted, more).stream().distinct().toList();
        return new Ledger(all, doubts, refusals, done, streak);
    }

    /// Identities of findings that were approved for this very call. For any other call an equal
    /// finding is asked about again.
    Set<String> grantedTo(String call) {
        return granted.stream()
                .filter(grant -> grant.call().equals(call))
                .map(Grant::identity)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Identities of all findings that were approved: what a review of the whole change need not
    /// ask again.
    public Set<String> grantedAtAll() {
        return granted.stream().map(Grant::identity).collect(Collectors.toUnmodifiableSet());
    }

    Ledger doubting(String call) {
        return new Ledger(granted, joined(doubts, List.of(call)), refusals, done, streak);
    }

    Ledger refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Denied denied -> {
                var all = joined(refusals, denied.findings());
                var last = all.subList(Math.max(0, all.size() - REFUSALS_MAX), all.size());
                yield new Ledger(granted, doubts, List.copyOf(last), done, streak);
            }
            case Refusal.ByPerson _,
                    Refusal.Invalid _,
                    Refusal.Doubtful _,
                    Refusal.Untrackable _,
                    Refusal.Unanswered _ ->
                    this;
        };
    }

    Ledger with(Streak next) {
        return new Ledger(granted, doubts, refusals, done, next);
    }

    Ledger did(Compensation compensation) {
        return new Ledger(granted, doubts, refusals, joined(done, List.of(compensation)), streak);
    }

    Ledger without(String call) {
        var rest = done.stream().filter(one -> !one.call().equals(call)).toList();
        return new Ledger(granted, doubts, refusals, rest, streak);
    }

    static <T> List<T> joined(List<T> first, List<? extends T> second) {
        var all = new ArrayList<T>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
