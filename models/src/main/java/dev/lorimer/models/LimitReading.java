package dev.lorimer.models;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One limit as an answer's headers tell it: how much it allows, how much is left, and how long
/// until all of it is there again.
///
/// Every provider has its own names for the same three numbers, and new ones copy from old ones, so
/// the names are read by their words instead of from a list: a family (`ratelimit`,
/// `ratelimitbysize`, `tokenlimit`), a role (`limit`, `remaining`, `reset`), what is counted, and
/// the span of the window. A name with any other word in it is somebody's own and left alone.
///
/// @param limit allowed in the window; at least 1
/// @param remaining from 0 to `limit`
/// @param reset how long until the whole limit is there again, when told
record LimitReading(Key key, long limit, long remaining, Optional<Duration> reset) {
    /// Which limit; one provider can have several for the same measure.
    ///
    /// @param span the word for the window's length, for example `minute`, or empty
    record Key(Measure measure, String span) {}

    private enum Role {
        LIMIT,
        REMAINING,
        RESET
    }

    private record Named(Key key, Role role) {}

    /// A window longer than a month is a broken clock.
    private static final Duration LONGEST = Duration.ofDays(31);

    /// Clocks this close are taken for equal: the `date` header knows whole seconds only, and
    /// correcting by it would cost up to one.
    private static final Duration SKEW = Duration.ofSeconds(2);

    // Limits beyond this are "unlimited" in figures, and would overflow sums.
    private static final long COUNT_MAX = 1_000_000_000_000_000L;

    private static final Pattern COUNT =
            Pattern.compile("^(-?\\d{1,18})(?:\\.\\d+)?(?:[,;\\s].*)?$");
    private static final Pattern SECONDS = Pattern.compile("^\\d{1,15}(\\.\\d{1,12})?$");
    private static final Pattern PARTS =
            Pattern.compile("^(?:\\d{1,9}(?:\\.\\d{1,12})?(?:h|ms|m|s|us|µs|ns|d))+$");
    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,12})?)(h|ms|m|s|us|µs|ns|d)");
    private static final Pattern FIELD =
            Pattern.compile("\\b(limit|remaining|reset|r|t|q|w) ?= ?(\\d{1,15})");

    /// All limits that these headers tell of.
    ///
    /// @param now by the wall clock, for resets that are dates; where the answer has a date of its
    ///   own that is far off, that one counts, as reset and date come from the same clock
    static List<LimitReading> of(HttpHeaders headers, Instant now) {
        Instant sent = sent(headers, now);
        var found = new HashMap<Key, Map<Role, String>>();
        headers.map()
                .forEach((name, values) ->
                        named(name)
                                .ifPresent(it ->
                                        found.computeIfAbsent(
                                                        it.key(), _ -> new EnumMap<>(Role.class))
                                                .put(it.role(), values.getFirst())));
        structured(headers).ifPresent(it -> found.putIfAbsent(GENERIC, it));
        var readings = new ArrayList<LimitReading>();
        found.forEach((key, values) -> reading(key, values, sent).ifPresent(readings::add));
        return readings;
    }

    private static final Key GENERIC = new Key(Measure.REQUESTS, "");

    private static Instant sent(HttpHeaders headers, Instant now) {
        Optional<Instant> date = headers.firstValue("date").flatMap(LimitReading::httpDate);
        return date.filter(it -> Duration.between(it, now).abs().compareTo(SKEW) > 0).orElse(now);
    }

    private static Optional<Named> named(String header) {
        String name = header.toLowerCase(Locale.ROOT).replaceFirst("^x-", "");
        name = name.replaceFirst("^anthropic-", "");
        // Of a trial key at Cohere, which counts calls by the minute.
        name = name.replaceFirst("^trial-endpoint-call-", "ratelimit-minute-");
        Optional<Role> role = Optional.empty();
        boolean bySize = name.startsWith("ratelimitbysize-") || name.startsWith("tokenlimit-");
        if (!bySize && !name.startsWith("ratelimit-")) {
            return Optional.empty();
        }
        boolean requests = false;
        boolean tokens = bySize;
        Optional<Measure> side = Optional.empty();
        String span = "";
        for (String word : name.substring(name.indexOf('-') + 1).split("-", -1)) {
            switch (word) {
                case "limit" -> role = Optional.of(Role.LIMIT);
                case "remaining" -> role = Optional.of(Role.REMAINING);
                case "reset" -> role = Optional.of(Role.RESET);
                case "requests", "request", "req" -> requests = true;
                case "tokens", "token" -> tokens = true;
                case "input", "prompt" -> side = Optional.of(Measure.INPUT_TOKENS);
                case "output", "generated", "completion" ->
                        side = Optional.of(Measure.OUTPUT_TOKENS);
                case "second", "minute", "hour", "day", "month" -> span = word;
                default -> {
                    return Optional.empty();
                }
            }
        }
        if (requests && tokens) {
            return Optional.empty();
        }
        Measure measure = tokens ? side.orElse(Measure.TOKENS) : Measure.REQUESTS;
        var key = new Key(measure, span);
        return role.map(it -> new Named(key, it));
    }

    /// The draft standard's one header with fields, in its older and its newer form.
    private static Optional<Map<Role, String>> structured(HttpHeaders headers) {
        Map<Role, String> roles = new EnumMap<>(Role.class);
        headers.firstValue("ratelimit-policy").ifPresent(text -> fields(text, roles));
        headers.firstValue("ratelimit").ifPresent(text -> fields(text, roles));
        return Optional.of(roles).filter(it -> it.containsKey(Role.REMAINING));
    }

    private static void fields(String text, Map<Role, String> roles) {
        Matcher field = FIELD.matcher(text.toLowerCase(Locale.ROOT));
        while (field.find()) {
            switch (field.group(1)) {
                case "limit", "q" -> roles.putIfAbsent(Role.LIMIT, field.group(2));
                case "remaining", "r" -> roles.putIfAbsent(Role.REMAINING, field.group(2));
                case "reset", "t" -> roles.putIfAbsent(Role.RESET, field.group(2));
                default -> {
                    // The length of the window says less than its end.
                }
            }
        }
    }

    private static Optional<LimitReading> reading(Key key, Map<Role, String> values, Instant sent) {
        Optional<Long> remaining =
                Optional.ofNullable(values.get(Role.REMAINING)).flatMap(LimitReading::count);
        Optional<Long> limit =
                Optional.ofNullable(values.get(Role.LIMIT)).flatMap(LimitReading::count);
        if (remaining.isEmpty() || limit.or(() -> remaining).filter(it -> it > 0).isEmpty()) {
            return Optional.empty();
        }
        long allowed = Math.max(1, Math.max(limit.orElse(0L), remaining.get()));
        Optional<Duration> reset =
                Optional.ofNullable(values.get(Role.RESET))
                        .flatMap(text -> reset(text, sent))
                        .or(() -> span(key.span()));
        return Optional.of(new LimitReading(key, allowed, Math.max(0, remaining.get()), reset));
    }

    private static Optional<Long> count(String text) {
        Matcher number = COUNT.matcher(text.strip());
        return number.matches()
                ? Optional.of(Math.min(COUNT_MAX, Long.parseLong(number.group(1))))
                : Optional.empty();
    }

    /// Where only the name tells of time: no window of that name lasts longer.
    private static Optional<Duration> span(String word) {
        return switch (word) {
            case "second" -> Optional.of(Duration.ofSeconds(1));
            case "minute" -> Optional.of(Duration.ofMinutes(1));
            case "hour" -> Optional.of(Duration.ofHours(1));
            case "day" -> Optional.of(Duration.ofDays(1));
            case "month" -> Optional.of(LONGEST);
            default -> Optional.empty();
        };
    }

    /// "6m0s", "20ms", "1.5", seconds or milliseconds since 1970, or a date.
    static Optional<Duration> reset(String value, Instant sent) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        Optional<Duration> found =
                SECONDS.matcher(text).matches()
                        ? Optional.of(number(Double.parseDouble(text), sent))
                        : parts(text)
                                .or(() ->
                                        date(value.strip()).map(it -> Duration.between(sent, it)));
        return found.map(it -> it.isNegative() ? Duration.ZERO : it)
                .map(it -> it.compareTo(LONGEST) > 0 ? LONGEST : it);
    }

    private static Duration number(double number, Instant sent) {
        // No window lasts three years in seconds, and in 1973 there were no models.
        if (number < 1e8) {
            return Duration.ofNanos((long) (number * 1e9));
        }
        long millis = (long) (number < 1e11 ? number * 1000 : number);
        return Duration.between(sent, Instant.ofEpochMilli(millis));
    }

    private static Optional<Duration> parts(String text) {
        if (!PARTS.matcher(text).matches()) {
            return Optional.empty();
        }
        double nanos = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * nanos(part.group(2));
        }
        return Optional.of(Duration.ofNanos((long) Math.min(nanos, (double) LONGEST.toNanos())));
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "d" -> 86_400e9;
            case "h" -> 3_600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "us", "µs" -> 1e3;
            default -> 1;
        };
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTimestamp) {
            return httpDate(text);
        }
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
