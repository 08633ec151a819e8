package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The three numbers of a limit under all the names that providers give them.
class LimitReadingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "6m0s, PT6M",
        "20ms, PT0.02S",
        "1s, PT1S",
        "1h2m3.5s, PT1H2M3.5S",
        "2m59.56s, PT2M59.56S",
        "7.66s, PT7.66S",
        "150us, PT0.00015S",
        "0, PT0S",
        "11.382867, PT11.382867S",
        "2026-11-23T12:00:30Z, PT30S",
        "2026-11-23T13:00:30.250+01:00, PT30.25S",
        "2026-11-23T11:59:00Z, PT0S",
        "1795435230, PT30S",
        "1795435230500, PT30.5S",
        "'Mon, 23 Nov 2026 12:00:40 GMT', PT40S",
        "99999999, P31D"
    })
    void a_reset_is_read_in_every_form(String text, Duration expected) {
        assertThat(LimitReading.reset(text, NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "''", "-5", "1x", "6m0", "2026-13-01T00:00:00Z"})
    void what_is_no_time_is_no_reset(String text) {
        assertThat(LimitReading.reset(text, NOW)).isEmpty();
    }

    @Test
    void openai_and_groq_tell_of_requests_and_tokens() {
        assertThat(
                        of(
                                "x-ratelimit-limit-requests: 60",
                                "x-ratelimit-remaining-requests: 59",
                                "x-ratelimit-reset-requests: 1s",
                                "x-ratelimit-limit-tokens: 150000",
                                "x-ratelimit-remaining-tokens: 149984",
                                "x-ratelimit-reset-tokens: 6m0s",
                                "x-ratelimit-limit-tokens_usage_based: 1"))
                .containsExactlyInAnyOrder(
                        told(Measure.REQUESTS, "", 60, 59, "PT1S"),
                        told(Measure.TOKENS, "", 150_000, 149_984, "PT6M"));
    }

    @Test
    void anthropic_tells_dates_and_counts_both_sides() {
        assertThat(
                        of(
                                "anthropic-ratelimit-input-tokens-limit: 40000",
                                "anthropic-ratelimit-input-tokens-remaining: 39000",
                                "anthropic-ratelimit-input-tokens-reset: 2026-11-23T12:00:02Z",
                                "anthropic-ratelimit-output-tokens-limit: 8000",
                                "anthropic-ratelimit-output-tokens-remaining: 8000",
                                "anthropic-ratelimit-output-tokens-reset: 2026-11-23T12:00:00Z",
                                "anthropic-ratelimit-unified-reset: 1795435230",
                                "anthropic-ratelimit-unified-5h-utilization: 0.2"))
                .containsExactlyInAnyOrder(
                        told(Measure.INPUT_TOKENS, "", 40_000, 39_000, "PT2S"),
                        told(Measure.OUTPUT_TOKENS, "", 8000, 8000, "PT0S"));
    }

    @Test
    void a_date_is_measured_by_the_servers_own_clock_where_ours_is_off() {
        assertThat(
                        of(
                                "date: Mon, 23 Nov 2026 13:00:00 GMT",
                                "anthropic-ratelimit-requests-limit: 50",
                                "anthropic-ratelimit-requests-remaining: 0",
                                "anthropic-ratelimit-requests-reset: 2026-11-23T13:00:30Z"))
                .containsExactly(told(Measure.REQUESTS, "", 50, 0, "PT30S"));
    }

    @Test
    void others_name_the_window() {
        assertThat(
                        of(
                                "x-ratelimit-limit-requests-day: 14400",
                                "x-ratelimit-remaining-requests-day: 14399",
                                "x-ratelimit-reset-requests-day: 33011.5",
                                "x-ratelimit-limit-tokens-minute: 60000",
                                "x-ratelimit-remaining-tokens-minute: 59000",
                                "x-ratelimit-limit-req-minute: 30",
                                "x-ratelimit-remaining-req-minute: 29"))
                .containsExactlyInAnyOrder(
                        told(Measure.REQUESTS, "day", 14_400, 14_399, "PT9H10M11.5S"),
                        told(Measure.TOKENS, "minute", 60_000, 59_000, "PT1M"),
                        told(Measure.REQUESTS, "minute", 30, 29, "PT1M"));
        assertThat(
                        of(
                                "x-ratelimitbysize-limit-minute: 500",
                                "x-ratelimitbysize-remaining-minute: 4"))
                .containsExactly(told(Measure.TOKENS, "minute", 500, 4, "PT1M"));
        assertThat(
                        of(
                                "x-endpoint-monthly-call-limit: 1000",
                                "x-trial-endpoint-call-limit: 20",
                                "x-trial-endpoint-call-remaining: 19"))
                .containsExactly(told(Measure.REQUESTS, "minute", 20, 19, "PT1M"));
    }

    @Test
    void generic_headers_count_requests() {
        var expected = told(Measure.REQUESTS, "", 100, 50, "PT30S");
        for (List<String> headers :
                List.of(
                        List.of(
                                "X-RateLimit-Limit: 100",
                                "X-RateLimit-Remaining: 50",
                                "X-RateLimit-Reset: 1795435230000"),
                        List.of(
                                "ratelimit-limit: 100, 100;w=60",
                                "ratelimit-remaining: 50",
                                "ratelimit-reset: 30"),
                        List.of("RateLimit: limit=100, remaining=50, reset=30"),
                        List.of(
                                "ratelimit-policy: \"default\";q=100;w=60",
                                "ratelimit: \"default\";r=50;t=30"))) {
            assertThat(of(headers.toArray(String[]::new))).containsExactly(expected);
        }
    }

    @Test
    void what_makes_no_sense_is_left_alone() {
        assertThat(
                        of(
                                "x-ratelimit-limit-requests: many",
                                "x-ratelimit-remaining-requests: -",
                                "x-ratelimit-limit-tokens: 0",
                                "x-ratelimit-remaining-tokens: 0",
                                "x-ratelimit-remaining-apples: 7",
                                "x-ratelimit-requests: 3",
                                "content-type: text/plain"))
                .isEmpty();
        assertThat(of("x-ratelimit-limit-requests: 5", "x-ratelimit-remaining-requests: -3"))
                .containsExactly(
                        new LimitReading(
                                new LimitReading.Key(Measure.REQUESTS, ""),
                                5,
                                0,
                                Optional.empty()));
    }

    private static LimitReading told(
            Measure measure, String span, long limit, long remaining, String reset) {
        return new LimitReading(
                new LimitReading.Key(measure, span),
                limit,
                remaining,
                Optional.of(Duration.parse(reset)));
    }

    private static List<LimitReading> of(String... lines) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return LimitReading.of(HttpHeaders.of(headers, (_, _) -> true), NOW);
    }
}
