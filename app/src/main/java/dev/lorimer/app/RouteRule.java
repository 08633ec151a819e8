package dev.lorimer.app;

import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Expressions.Kind;
import dev.lorimer.models.Prices;
import dev.lorimer.route.Bill;
import dev.lorimer.route.Rule;
import dev.lorimer.route.Situation;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A condition of a route, written in CEL. The names it may use:
///
/// | name | what |
/// |---|---|
/// | `purpose` | `plan` (nothing but reading so far), `act`, `check` (the checks stand against the work), `summarise` |
/// | `task` | the task's text |
/// | `kind` | the kind that was given with the task, or `""` |
/// | `tokens` | of the request, estimated |
/// | `turns_used`, `tokens_used`, `seconds_used` | of the run so far |
/// | `turns_max`, `tokens_max`, `seconds_max` | where the run ends |
/// | `cents_used` | what the replies so far cost by the published prices, in US cents, rounded up; what has no price there counts nothing |
/// | `failures` | requests in a row that the current model did not answer |
/// | `failure` | the kind of the last of them, for example `overloaded`, or `""` |
/// | `failed_checks` | times in a row that the checks refused the model's *finish* |
/// | `current` | the model that served last |
///
/// A condition that can not be decided does not hold.
///
/// @param condition over these names
/// @param prices for what things cost; empty where it does not ask
record RouteRule(Expressions.Condition condition, Optional<Prices> prices) implements Rule {
    private static final String CENTS = "cents_used";
    private static final Map<String, Kind> NAMES = names();

    private static Map<String, Kind> names() {
        var names = new TreeMap<String, Kind>();
        for (var text : new String[] {"purpose", "task", "kind", "failure", "current"}) {
            names.put(text, Kind.TEXT);
        }
        for (var number :
                new String[] {
                    "tokens",
                    "turns_used",
                    "turns_max",
                    "tokens_used",
                    "tokens_max",
                    "seconds_used",
                    "seconds_max",
                    CENTS,
                    "failures",
                    "failed_checks"
                }) {
            names.put(number, Kind.NUMBER);
        }
        return names;
    }

    /// @throws Failure when it is no condition over these names
    static Rule of(String source, Expressions expressions) {
        return switch (expressions.read(source, NAMES)) {
            case Expressions.Reading.Ready(var condition) ->
                    new RouteRule(
                            condition,
                            source.contains(CENTS)
                                    ? Optional.of(Prices.published())
                                    : Optional.empty());
            case Expressions.Reading.Wrong(var message, var line) ->
                    throw Failure.usage(
                            "agent file, route, when \"%s\", line %d: %s; the names are %s",
                            source, line, message, String.join(", ", NAMES.keySet()));
            case Expressions.Reading.NoEngine _ ->
                    throw Failure.usage(
                            "agent file, route: nothing here reads conditions; leave \"when\" out");
        };
    }

    @Override
    public boolean admits(Situation situation) {
        var budget = situation.budget();
        var setbacks = situation.setbacks();
        var values = new TreeMap<String, Object>();
        values.put("purpose", word(situation.purpose()));
        values.put("task", situation.task());
        values.put("kind", situation.kind());
        values.put("tokens", situation.tokens());
        values.put("turns_used", budget.turns().used());
        values.put("turns_max", budget.turns().max());
        values.put("tokens_used", budget.tokens().used());
        values.put("tokens_max", budget.tokens().max());
        values.put("seconds_used", budget.seconds().used());
        values.put("seconds_max", budget.seconds().max());
        values.put(CENTS, prices.map(known -> cents(budget.bill(), known)).orElse(0L));
        values.put("failures", (long) setbacks.failures());
        values.put("failure", setbacks.failure().map(RouteRule::word).orElse(""));
        values.put("failed_checks", (long) setbacks.failedChecks());
        values.put("current", situation.current());
        return condition.decide(values) instanceof Expressions.Answer.Holds;
    }

    private static long cents(Bill bill, Prices prices) {
        var costs = new Costs(prices, "");
        bill.items().forEach(item -> costs.add(item.candidate(), item.usage()));
        return costs.sum("USD")
                .movePointRight(2)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
