package dev.lorimer.run;

import dev.lorimer.tool.Effect.PlanItem;
import java.util.List;

/// What has become of the workspace and what is known of it.
public record Work(String tree, List<PlanItem> plan, Verification verification, String reviewed) {
    Work at(String next) {
        return new Work(next, plan, verification, reviewed);
    }

    Work planning(List<PlanItem> next) {
        return new Work(tree, next, verification, reviewed);
    }

    Work reviewed(String next) {
        return new Work(tree, plan, verification, next);
    }

    Work verified(Entry.Verified verified) {
        var next =
                verified.checks().isEmpty()
                        ? new Verification.Unverified()
                        : verified.passed()
                                ? new Verification.Passed(verified.tree())
                                : new Verification.Failing(verified.tree());
        return new Work(verified.tree(), plan, next, reviewed);
    }
}
