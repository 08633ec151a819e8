package dev.lorimer.models;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When a failed request may be sent again, as far as the provider says. Hints sit in two headers
/// and in the body, and they contradict each other (one service sends one second in the one header
/// and zero milliseconds in the other); the longest counts, as it is the one that never comes too
/// early.
final class RetryHint {
    /// A hint beyond a month is no hint but a broken clock.
    private static final Duration LONGEST = Duration.ofDays(31);

    /// "try again in 1m2.5s", "retry after 7 seconds". Numbers are bounded, so that nothing in the
    /// pattern can run long.
    private static final Pattern IN_WORDS =
            Pattern.compile(
                    "(?:try again|retry) (?:in|after):? ((?:\\d{1,9}(?:\\.\\d{1,9})? ?[a-z]{1,12} ?){1,4})");

    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?(ms|milli|s|m|h|d)");

    private RetryHint() {}

    /// @param now turns dates into durations
    static Optional<Duration> of(HttpHeaders headers, ErrorText text, Instant now) {
        Stream<Optional<Duration>> hints =
                Stream.of(
                        headers.firstValue("retry-after-ms").flatMap(RetryHint::millis),
                        headers.firstValue("retry-after").flatMap(value -> header(value, now)),
                        words(text.words()),
                        text.delays().stream()
                                .flatMap(delay -> duration(delay).stream())
                                .max(Duration::compareTo));
        return hints.flatMap(Optional::stream)
                .map(hint -> hint.isNegative() ? Duration.ZERO : hint)
                .map(hint -> hint.compareTo(LONGEST) > 0 ? LONGEST : hint)
                .max(Duration::compareTo);
    }

    private static Optional<Duration> millis(String value) {
        return number(value).map(number -> scaled(number, 1));
    }

    private static Optional<Duration> header(String value, Instant now) {
        return number(value).map(number -> scaled(number, 1000)).or(() -> date(value, now));
    }

    private static Optional<BigDecimal> number(String value) {
        String text = value.strip();
        return text.matches("\\d{1,12}(\\.\\d{1,12})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private static Duration scaled(BigDecimal number, long millis) {
        return Duration.ofMillis(number.multiply(BigDecimal.valueOf(millis)).longValue());
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            var date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> words(String text) {
        Matcher matcher = IN_WORDS.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.find() ? duration(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Duration> duration(String text) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        Optional<Duration> sum = Optional.empty();
        while (part.find()) {
            Duration piece = scaled(new BigDecimal(part.group(1)), millis(part.group(2), text));
            sum = Optional.of(sum.orElse(Duration.ZERO).plus(piece));
        }
        return sum;
    }

    private static long millis(String unit, String text) {
        return switch (unit) {
            case "ms", "milli" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "s" -> 1000;
            default -> throw new IllegalStateException("no such unit in \"" + text + "\"");
        };
    }
}
