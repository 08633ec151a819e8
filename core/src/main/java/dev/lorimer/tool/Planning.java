package dev.lorimer.tool;

import java.util.List;

/// `plan` and `finish`: calls that change the run and nothing else. What they mean is in their
/// effect; performing them only answers.
final class Planning {
    /// More is a backlog, and it is in every request.
    private static final int ITEMS_MAX = 50;

    /// Two lines.
    private static final int ITEM_CHARS_MAX = 300;

    private Planning() {}

    record Plan(
            @Describe("the whole plan, in order; it replaces the one before")
                    List<Effect.PlanItem> items) {
        Plan {
            items = List.copyOf(items);
            if (items.size() > ITEMS_MAX) {
                throw new IllegalArgumentException(
                        "\"items\" has %d entries, more than %d; sum some of them up"
                                .formatted(items.size(), ITEMS_MAX));
            }
            for (int i = 0; i < items.size(); i++) {
                int length = items.get(i).text().length();
                if (items.get(i).text().isBlank() || length > ITEM_CHARS_MAX) {
                    throw new IllegalArgumentException(
                            "\"items[%d].text\" has %d characters; give 1 to %d"
                                    .formatted(i, length, ITEM_CHARS_MAX));
                }
            }
        }
    }

    record Finish(@Describe("what was done, for the user") String summary) {
        Finish {
            if (summary.isBlank()) {
                throw new IllegalArgumentException(
                        "\"summary\" is empty; say in a few sentences what was done");
            }
        }
    }

    static Tool plan() {
        return Tools.of(
                "plan",
                "Records the plan of work, at most "
                        + ITEMS_MAX
                        + " items; call it again whenever an item's status changes.",
                Plan.class,
                asked -> new Effect.Planned(asked.items()),
                (asked, _) -> Tool.Result.done(new Effect.Planned(asked.items()).summary()));
    }

    static Tool finish() {
        return Tools.of(
                "finish",
                "Asks to end the run, when all is done. Checks decide; what they find comes back.",
                Finish.class,
                asked -> new Effect.Finish(asked.summary()),
                (_, _) -> Tool.Result.done("asked to finish; the checks decide"));
    }
}
