package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// One line of a price list: what some models cost.
///
/// @param providers as written before the colon of a model's name
/// @param models by exact name; a name stands for its dated versions too, such as
///   `gpt-4o-2024-08-06` for `gpt-4o`, unless they have a line of their own
/// @param promptTokensMax longest prompt that this line is for; empty for any
/// @param rates per million tokens
/// @param source the provider's page to check it by
/// @param read the day for which it is known
public record Price(
        Set<String> providers,
        Set<String> models,
        OptionalLong promptTokensMax,
        Rates rates,
        URI source,
        LocalDate read) {
    /// How dates stand behind names of models.
    private static final String DATE = "[-@](\\d{8}|\\d{4}-\\d{2}-\\d{2}|latest)$";

    /// A million tokens, as a shift of the decimal point.
    private static final int MILLION = 6;

    /// Prices of a million tokens.
    ///
    /// @param cached read from the provider's cache; empty when that costs as much as any input
    /// @param written to the provider's cache, for its shortest lifetime; empty alike
    public record Rates(
            BigDecimal input,
            Optional<BigDecimal> cached,
            Optional<BigDecimal> written,
            BigDecimal output,
            String currency) {}

    /// Names the model itself, or one that it is a dated version of.
    enum Fit {
        NAME,
        VERSION,
        NONE
    }

    Fit fit(String provider, String model) {
        if (!providers.contains(provider)) {
            return Fit.NONE;
        }
        if (models.contains(model)) {
            return Fit.NAME;
        }
        String undated = model.replaceFirst(DATE, "");
        return models.contains(undated) ? Fit.VERSION : Fit.NONE;
    }

    boolean covers(Reply.Usage usage) {
        return promptTokensMax.isEmpty() || usage.input() <= promptTokensMax.getAsLong();
    }

    Charge of(Reply.Usage usage) {
        long fresh = Math.max(0, usage.input() - usage.cached() - usage.written());
        BigDecimal amount =
                times(rates.input, fresh)
                        .add(times(rates.cached.orElse(rates.input), usage.cached()))
                        .add(times(rates.written.orElse(rates.input), usage.written()))
                        .add(times(rates.output, usage.output()));
        return new Charge(amount.movePointLeft(MILLION).stripTrailingZeros(), rates.currency, read);
    }

    private static BigDecimal times(BigDecimal rate, long tokens) {
        return rate.multiply(BigDecimal.valueOf(tokens));
    }
}
