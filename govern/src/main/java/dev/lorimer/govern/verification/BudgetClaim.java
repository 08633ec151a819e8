package dev.lorimer.govern.verification;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/// No request was made beyond the limits.
final class BudgetClaim {
    private BudgetClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("budget");
        if (matter.intent().isEmpty()) {
            tally.open("no intent says how much was to be spent");
            return tally.claim("");
        }
        var budget = matter.intent().get().budget();
        long turns = 0;
        long tokens = 0;
        var active = Duration.ZERO;
        for (var event : matter.history().events()) {
            switch (event.kind()) {
                case "replied" -> {
                    // Limits are looked at before a request; what it takes is known afterwards.
                    exceeded(tally, event, "turns", turns, budget.turns());
                    exceeded(tally, event, "tokens", tokens, budget.tokens());
                    exceeded(tally, event, "seconds of work", active.toSeconds(), budget.seconds());
                    turns++;
                    tokens += tokens(event.body().path("usage"));
                    active = active.plus(took(event.body().path("took")));
                }
                case "faltered", "compacted" -> {
                    tokens += tokens(event.body().path("cost").path("usage"));
                    active = active.plus(took(event.body().path("cost").path("took")));
                }
                case "settled" -> active = active.plus(took(event.body().path("took")));
                case "verified" -> {
                    for (var check : event.body().path("checks").values()) {
                        active = active.plus(took(check.path("took")));
                    }
                }
                default -> {}
            }
        }
        return tally.claim(
                "%s of %s turns, %s of %s tokens, %s of %s s of work"
                        .formatted(
                                turns,
                                budget.turns(),
                                tokens,
                                budget.tokens(),
                                active.toSeconds(),
                                budget.seconds()));
    }

    private static void exceeded(Tally tally, Event event, String what, long spent, long limit) {
        if (spent >= limit) {
            tally.fails(
                    "%s came after %s of %s %s were used up"
                            .formatted(event.place(), spent, limit, what));
        }
    }

    private static long tokens(JsonNode usage) {
        return usage.path("input").asLong(0) + usage.path("output").asLong(0);
    }

    private static Duration took(JsonNode text) {
        try {
            return Duration.parse(text.asString("PT0S"));
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }
}
