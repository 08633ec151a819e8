package dev.lorimer.govern.verification;

import dev.lorimer.govern.verification.Envelope.Opened;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What was meant was frozen before the run began, by somebody who is trusted, and is what ran.
final class IntentClaim {
    private final List<TrustedKey> trusted;
    private final boolean unsignedWill;

    /// @param unsignedWill whether an intent that nobody signed is let pass, as a waiver
    IntentClaim(List<TrustedKey> trusted, boolean unsignedWill) {
        this.trusted = trusted;
        this.unsignedWill = unsignedWill;
    }

    /// The envelope as the run's first entry holds it.
    static Optional<String> envelope(RunHistory history) {
        return history.start()
                .map(start -> start.body().path("task").path("intent").asString(""))
                .filter(text -> !text.isEmpty());
    }

    /// What it says, whoever signed it.
    Optional<TaskIntent> read(RunHistory history) {
        return envelope(history)
                .map(text -> Envelope.open(text, TaskIntent.TYPE, trusted))
                .flatMap(opened ->
                        switch (opened) {
                            case Opened.Signed(var text, var _) -> TaskIntent.of(text);
                            case Opened.Unproven(var text, var _) -> TaskIntent.of(text);
                            case Opened.Broken _ -> Optional.empty();
                        });
    }

    Claim of(Matter matter) {
        var tally = new Tally("intent");
        var envelope = envelope(matter.history());
        if (envelope.isEmpty()) {
            tally.open("no intent was recorded before this run began: nothing says what was meant");
            return tally.claim("");
        }
        var signer = "";
        switch (Envelope.open(envelope.get(), TaskIntent.TYPE, trusted)) {
            case Opened.Signed(var _, var key) -> signer = key;
            case Opened.Unproven(var _, var by) when !by.isEmpty() ->
                    tally.open(
                            "the intent is signed by key %s, which is not trusted here; give it with --public-key"
                                    .formatted(String.join(", ", by)));
            case Opened.Unproven _ when unsignedWill ->
                    tally.waived("the intent is unsigned, and was let pass as that");
            case Opened.Unproven _ ->
                    tally.open(
                            "the intent is unsigned, so nobody answers for it; make a key with lorimer keys new default before a run, or let it pass with --unsigned");
            case Opened.Broken(var why) -> tally.fails("the intent is not what was signed: " + why);
        }
        matter.intent()
                .ifPresentOrElse(
                        intent -> compare(intent, matter, tally),
                        () -> tally.fails("the intent can not be read"));
        return tally.claim("frozen before the run began, signed by key " + signer);
    }

    private static void compare(TaskIntent intent, Matter matter, Tally tally) {
        var start = matter.history().start().orElseThrow().body();
        same(tally, "the run", intent.run(), matter.transcript().run());
        same(
                tally,
                "the task",
                intent.goal(),
                TaskIntent.digest(start.path("task").path("text").asString("")));
        same(tally, "the tree that it starts from", intent.basis().tree(), matter.base());
        same(
                tally,
                "the decision set",
                intent.basis().decisions(),
                start.path("briefing").path("decisions").asString(""));
        matter.transcript()
                .branch()
                .ifPresent(branch ->
                        same(
                                tally,
                                "the commit that it starts from",
                                intent.basis().commit(),
                                branch.base()));
        same(
                tally,
                "the acceptance checks",
                String.join("\", \"", intent.checks()),
                String.join("\", \"", TaskIntent.texts(start.path("verifiers"))));
        budget(intent.budget(), start.path("limits"), tally);
    }

    private static void budget(TaskIntent.Budget budget, JsonNode limits, Tally tally) {
        same(tally, "the limit of turns", budget.turns(), limits.path("turns").asLong(0));
        same(tally, "the limit of tokens", budget.tokens(), limits.path("tokens").asLong(0));
        long active = seconds(limits.path("active"));
        same(tally, "the limit of work in seconds", budget.seconds(), active);
    }

    static long seconds(JsonNode duration) {
        try {
            return Duration.parse(duration.asString("")).toSeconds();
        } catch (DateTimeParseException _) {
            return -1;
        }
    }

    private static void same(Tally tally, String what, Object meant, Object ran) {
        if (!meant.toString().equals(ran.toString())) {
            tally.fails(
                    "%s is not the one that was meant: \"%s\", meant \"%s\""
                            .formatted(what, ran, meant));
        }
    }
}
