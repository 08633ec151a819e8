package dev.lorimer.govern.verification;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a person approved was used for exactly that, in time, and once.
final class ApprovalsClaim {
    /// Between the last look at the clock and the entry that uses an approval lies one verdict.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Matter matter;
    private final Tally tally = new Tally("approvals");
    private final Map<String, Event> asked = new HashMap<>();
    private final Map<String, Given> given = new HashMap<>();
    private final List<Given> used = new ArrayList<>();
    private String tree;

    private ApprovalsClaim(Matter matter) {
        this.matter = matter;
        this.tree = matter.base();
    }

    /// A person's yes that has not been used yet.
    private record Given(Event answer, Event question) {
        JsonNode scope() {
            return question.body().path("question").path("scope");
        }

        Set<String> identities() {
            var all = new HashSet<String>();
            question.body()
                    .path("question")
                    .path("findings")
                    .values()
                    .forEach(finding -> all.add(finding.path("identity").asString("")));
            return all;
        }

        Optional<Instant> expires() {
            try {
                var text = question.body().path("question").path("expires").asString("");
                return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
            } catch (DateTimeParseException _) {
                return Optional.empty();
            }
        }
    }

    static Claim of(Matter matter) {
        var claims = new ApprovalsClaim(matter);
        claims.read();
        return claims.tally.claim("nothing had to be let pass");
    }

    /// What persons let pass, by the entry that used it: the identities of findings.
    static Map<Long, Set<String>> used(Matter matter) {
        var claims = new ApprovalsClaim(matter);
        claims.read();
        var all = new HashMap<Long, Set<String>>();
        claims.used.forEach(one -> all.put(one.answer().seq(), one.identities()));
        return all;
    }

    private void read() {
        for (var event : matter.history().events()) {
            switch (event.kind()) {
                case "asked" -> asked.put(event.call(), event);
                case "answered" -> answered(event);
                case "intended" -> intended(event);
                case "settled" -> {
                    settled(event);
                    tree = event.text("tree");
                }
                case "recovered", "refused" -> given.remove(event.call());
                default -> {}
            }
        }
    }

    private void answered(Event event) {
        var question = Optional.ofNullable(asked.remove(event.call()));
        if (question.isEmpty()) {
            tally.fails("%s answers what was not asked".formatted(event.place()));
            return;
        }
        var type = event.body().path("answer").path("type").asString("");
        boolean approval =
                question.get().body().path("question").path("type").asString("").equals("Approval");
        if (!type.equals("Approve")) {
            return;
        }
        var one = new Given(event, question.get());
        if (!approval) {
            tally.fails("%s approves what was no request for it".formatted(event.place()));
        } else if (one.expires().filter(end -> !event.at().isBefore(end)).isPresent()) {
            tally.fails("%s came after the question had expired".formatted(event.place()));
        } else if (event.text("by").isBlank() || event.text("by").equals("a rule of the agent")) {
            tally.fails("%s: no person gave this approval".formatted(event.place()));
        } else {
            given.put(event.call(), one);
        }
    }

    private void intended(Event event) {
        var granted = TaskIntent.texts(event.body().path("intent").path("granted"));
        var one = Optional.ofNullable(given.remove(event.call()));
        if (one.isEmpty()) {
            if (!granted.isEmpty()) {
                tally.fails(
                        "%s lets %s findings pass, and no unused approval of call %s stands behind that"
                                .formatted(event.place(), granted.size(), event.call()));
            }
            return;
        }
        if (!one.get().identities().containsAll(granted)) {
            tally.fails("%s lets more pass than was approved".formatted(event.place()));
        }
        use(one.get(), event);
    }

    /// An approval of what has already run is used by the entry that brings it back; one of the
    /// end, by the end.
    private void settled(Event event) {
        var one = Optional.ofNullable(given.remove(event.call()));
        one.ifPresent(approval -> {
            boolean held = approval.question().body().path("question").path("held").isObject();
            if (held && !event.text("tree").equals(approval.scope().path("after").asString(""))) {
                tally.fails(
                        "%s brings back another tree than was approved".formatted(event.place()));
            }
            use(approval, event);
        });
    }

    private void use(Given one, Event event) {
        used.add(one);
        var scope = one.scope();
        if (!scope.path("before").asString("").equals(tree)) {
            tally.fails(
                    "%s uses an approval that was given for files at another tree"
                            .formatted(event.place()));
        }
        var law = matter.bench().law(matter.base()).hash();
        if (!scope.path("decisions").asString("").equals(law)) {
            tally.fails(
                    "%s uses an approval that was given under other decisions"
                            .formatted(event.place()));
        }
        var call =
                matter.history()
                        .call(event.call())
                        .map(made ->
                                EffectsClaim.digest(
                                        made.tool() + " " + Canonical.form(made.arguments())));
        var bound = scope.path("call").asString("");
        if (!bound.isEmpty() && !bound.equals(call.orElse(""))) {
            tally.fails(
                    "%s uses an approval that was given for another call".formatted(event.place()));
        }
        if (one.expires().filter(end -> event.at().isAfter(end.plus(SLACK))).isPresent()) {
            tally.fails("%s uses an approval that had expired".formatted(event.place()));
        }
        if (!one.identities().isEmpty()) {
            tally.waived(
                    "\"%s\" let %s findings pass for call %s: %s"
                            .formatted(
                                    one.answer().text("by"),
                                    one.identities().size(),
                                    event.call(),
                                    one.question()
                                            .body()
                                            .path("question")
                                            .path("summary")
                                            .asString("")));
        }
    }
}
