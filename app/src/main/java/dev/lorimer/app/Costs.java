package dev.lorimer.app;

import dev.lorimer.model.Reply;
import dev.lorimer.models.Charge;
import dev.lorimer.models.Prices;
import dev.lorimer.run.Entry;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a run's replies cost, by the published prices, entry by entry.
final class Costs {
    private final Prices prices;

    /// Provider and model of the candidate that serves.
    private String current;

    private final Map<String, BigDecimal> sums = new TreeMap<>();
    private int unknown;

    /// @param first the model that the run begins with
    Costs(Prices prices, String first) {
        this.prices = prices;
        this.current = first;
    }

    void take(Entry entry) {
        if (entry instanceof Entry.Switched switched) {
            current = switched.to();
        } else if (entry instanceof Entry.Replied replied) {
            add(current, replied.usage());
        } else if (entry instanceof Entry.Compacted compacted && !compacted.model().isEmpty()) {
            add(current, compacted.cost().usage());
        }
    }

    /// One reply.
    ///
    /// @param candidate that gave it
    void add(String candidate, Reply.Usage usage) {
        var charge = charge(candidate, usage);
        if (charge.isPresent()) {
            sums.merge(charge.get().currency(), charge.get().amount(), BigDecimal::add);
        } else if (usage.input() + usage.output() > 0) {
            unknown++;
        }
    }

    private Optional<Charge> charge(String candidate, Reply.Usage usage) {
        var name = Lineup.model(candidate);
        var colon = name.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : prices.cost(name.substring(0, colon), name.substring(colon + 1), usage);
    }

    /// What is known, in one currency.
    BigDecimal sum(String currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO);
    }

    /// A line for people; nothing when nothing is known.
    Optional<String> line() {
        if (sums.isEmpty()) {
            return Optional.empty();
        }
        var all =
                sums.entrySet().stream()
                        .map(sum -> sum.getValue().toPlainString() + " " + sum.getKey())
                        .collect(Collectors.joining(" + "));
        return Optional.of(
                "cost %s%s"
                        .formatted(
                                all,
                                unknown == 0
                                        ? ""
                                        : " and %d replies of unknown price".formatted(unknown)));
    }
}
