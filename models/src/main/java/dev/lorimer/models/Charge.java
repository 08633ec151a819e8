package dev.lorimer.models;

import java.math.BigDecimal;
import java.time.LocalDate;

/// What a reply cost, by a price list of some day.
///
/// @param amount exact, never rounded
/// @param currency ISO 4217, for example `USD`
/// @param read the day for which the price is known; providers change theirs
public record Charge(BigDecimal amount, String currency, LocalDate read) {}
