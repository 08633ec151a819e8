package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.models.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// What the processes that worked here have last learned of models, kept as notes in the journal:
/// whether they answer, and what their limits are.
///
/// @param closedUntil when requests are sent again
/// @param failure kind and words of the last failure, when nothing came right since
/// @param limits as lines for people
record KnownModels(
        String model,
        String host,
        Instant at,
        String circuit,
        Optional<Instant> closedUntil,
        Optional<String> failure,
        List<String> limits) {
    private static final String PREFIX = "model/";

    /// Longer keys are none of a journal's notes.
    private static final int KEY_MAX = 200;

    /// Writes down what is known. Nothing but a display depends on it, so a journal that can not be
    /// written is no failure of this; it shows where it matters.
    static void keep(Journal journal, List<Health> all, Instant now) {
        for (var health : all) {
            var key = PREFIX + health.model() + "@" + health.host();
            if (key.length() > KEY_MAX) {
                continue;
            }
            try {
                journal.note(key, Json.line(of(health, now)));
            } catch (JournalException _) {
                return;
            }
        }
    }

    static List<KnownModels> read(Journal journal) {
        var known = new ArrayList<KnownModels>();
        for (var json : journal.notes(PREFIX).values()) {
            try {
                known.add(Json.read(json, KnownModels.class));
            } catch (JacksonException _) {
                // Written by another version; the next run writes it anew.
            }
        }
        return known;
    }

    private static KnownModels of(Health health, Instant now) {
        var open =
                switch (health.circuit()) {
                    case Health.Circuit.Closed _, Health.Circuit.HalfOpen _ ->
                            health.load().closed();
                    case Health.Circuit.Open(var left) -> Optional.of(left);
                };
        return new KnownModels(
                health.model(),
                health.host(),
                now,
                switch (health.circuit()) {
                    case Health.Circuit.Closed _ -> "answers";
                    case Health.Circuit.Open _ -> "fails and is left alone";
                    case Health.Circuit.HalfOpen _ -> "is tried again";
                },
                open.map(now::plus),
                health.lastFailure()
                        .map(failure ->
                                "%s: %s".formatted(word(failure.kind()), failure.message())),
                health.limits().stream().map(KnownModels::line).toList());
    }

    private static String line(Health.Limit limit) {
        return switch (limit) {
            case Health.Limit.Told told ->
                    "%,d %s%s, %,d left%s"
                            .formatted(
                                    told.allowed(),
                                    word(told.measure()),
                                    told.span().isEmpty() ? "" : " a " + told.span(),
                                    told.left(),
                                    told.renewal().map(KnownModels::renewed).orElse(""));
            case Health.Limit.Learned learned ->
                    String.format(
                            Locale.ROOT,
                            "about %.2f %s a second, learned from refusals",
                            learned.perSecond(),
                            word(learned.measure()));
        };
    }

    private static String renewed(Duration left) {
        return ", all again in %d s".formatted(Math.max(1, left.toSeconds()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
