package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException.Kind;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | AUTH | {\"error\":{\"message\":\"Incorrect API key\"}}",
                "401 | AUTH | nonsense",
                "403 | AUTH | {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}",
                "400 | AUTH | {\"error\":{\"message\":\"API key not valid. Please pass a valid API key.\"}}",
                "402 | QUOTA | {\"error\":{\"message\":\"Insufficient Balance\"}}",
                "429 | QUOTA | {\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
                "429 | QUOTA | {\"error\":{\"code\":\"enforced_spend_limit_reached\",\"message\":\"x\"}}",
                "429 | QUOTA | {\"error\":{\"message\":\"You exceeded your current quota, please check your plan\"}}",
                "429 | RATE_LIMITED | [{\"error\":{\"message\":\"You exceeded your current quota\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"retryDelay\":\"34s\"}]}}]",
                "400 | QUOTA | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the API.\"}}",
                "403 | QUOTA | {\"code\":\"x\",\"error\":\"Your team has used all available credits or reached its monthly spending limit\"}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 3333404 tokens > 200000 maximum\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000\"}}",
                "400 | CONTEXT_TOO_LONG | {\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\",\"code\":400}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"type\":\"exceed_context_size_error\",\"message\":\"the request exceeds the available context size\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"This model's maximum prompt length is 131072 but the request contains 537812 tokens.\"}}",
                "400 | CONTEXT_TOO_LONG | {\"object\":\"error\",\"message\":\"Prompt contains 1250027 tokens and 0 draft tokens, too large for model with 131072 maximum context length\",\"type\":\"invalid_request_prompt\",\"code\":\"3051\"}",
                "400 | CONTEXT_TOO_LONG | {\"message\":\"Input is too long for requested model.\"}",
                "400 | CONTEXT_TOO_LONG | {\"message\":\"Input Tokens Exceeded: Number of input tokens exceeds maximum length.\"}",
                "400 | CONTEXT_TOO_LONG | {\"message\":\"Malformed input request: expected maxLength: 50000, actual: 200000, please reformat your input and try again.\"}",
                "400 | CONTEXT_TOO_LONG | {\"error_type\":\"TOO_MANY_TOKENS\",\"message\":\"too many tokens: size limit exceeded by 25836 tokens\"}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"The decoder prompt (length 9999) is longer than the maximum model length of 4096.\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"Invalid request: Your request exceeded model token limit: 8192\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"code\":\"1261\",\"message\":\"Prompt exceeds max length\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"Range of input length should be [1, 30720]\"}}",
                "422 | CONTEXT_TOO_LONG | {\"error\":\"Input validation error: `inputs` must have less than 8193 tokens. Given: 9000\"}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"'max_tokens' or 'max_completion_tokens' is too large: 512. This model's maximum context length is 4096 tokens and your request has 4000 input tokens\"}}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"This endpoint's maximum context length is 200000 tokens. However, you requested about 1250014 tokens (1250014 of text input).\",\"code\":400}}",
                "429 | RATE_LIMITED | {\"message\":\"Too many tokens, please wait before trying again.\"}",
                "429 | RATE_LIMITED | {\"message\":\"Too many tokens per day, please wait before trying again.\"}",
                "400 | INVALID_REQUEST | {\"message\":\"The maximum tokens you requested exceeds the model limit of 4096.\"}",
                "400 | REFUSED | {\"error\":{\"message\":\"Content Exists Risk\",\"type\":\"invalid_request_error\"}}",
                "429 | QUOTA | {\"error\":{\"message\":\"You exceeded your current quota. Quota exceeded for metric: x/free_tier_requests, limit: 20, model: m\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]},{\"retryDelay\":\"34s\"}]}}",
                "429 | QUOTA | {\"error\":{\"message\":\"You exceeded your current quota. Quota exceeded for metric: x/free_tier_requests, limit: 0, model: m\",\"details\":[{\"retryDelay\":\"34s\"}]}}",
                "429 | QUOTA | {\"error\":{\"message\":\"Your account org is suspended due to insufficient balance, please recharge\",\"type\":\"exceeded_current_quota_error\"}}",
                "413 | CONTEXT_TOO_LONG | <html>Request Entity Too Large</html>",
                "413 | CONTEXT_TOO_LONG | ",
                "429 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"Request too large for gpt-4o in organization x on tokens per min (TPM): Limit 30000, Requested 41000.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
                "429 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).\"}}",
                "500 | CONTEXT_TOO_LONG | {\"error\":\"the prompt is too long for the context window\"}",
                "400 | CONTEXT_TOO_LONG | {\"error\":{\"message\":\"Provider returned error\",\"code\":400,\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"prompt is too long\\\"}}\"}}}",
                "400 | INVALID_REQUEST | {\"error\":{\"message\":\"max_tokens is too large: 100000. This model supports at most 4096 completion tokens\"}}",
                "400 | INVALID_REQUEST | {\"error\":{\"message\":\"'max_tokens' or 'max_completion_tokens' is too large: 9. This model's maximum context length is 8\"}}",
                "400 | INVALID_REQUEST | {\"error\":{\"message\":\"Unsupported parameter\"}}",
                "400 | INVALID_REQUEST | {\"message\":\"too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192.\"}",
                "400 | INVALID_REQUEST | {\"message\":\"tool call id not found in previous tool calls\"}",
                "429 | RATE_LIMITED | {\"message\":\"You are using a Trial key, which is limited to 40 API calls / minute.\"}",
                "429 | QUOTA | {\"message\":\"You are using a Trial key, which is limited to 1000 API calls / month.\"}",
                "402 | QUOTA | {\"message\":\"Maximum billing reached for this API key as set in your dashboard\"}",
                "404 | MODEL_GONE | {\"message\":\"model 'xyz' not found, make sure the correct model ID was used\"}",
                "422 | MALFORMED_REPLY | {\"error_type\":\"NO_VALID_RESPONSE_GENERATED\",\"message\":\"no valid response\"}",
                "499 | TRANSIENT | {\"message\":\"request cancelled\"}",
                "422 | INVALID_REQUEST | {\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"Field required\",\"type\":\"missing\"}]}",
                "307 | INVALID_REQUEST | ",
                "400 | MALFORMED_REPLY | {\"error\":{\"code\":\"tool_use_failed\",\"failed_generation\":\"prompt is too long\",\"message\":\"Failed to call a function\"}}",
                "500 | MALFORMED_REPLY | {\"error\":{\"message\":\"error parsing tool call: raw='x', err=invalid\"}}",
                "400 | REFUSED | {\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}}",
                "400 | REFUSED | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Output blocked by content filtering policy\"}}",
                "403 | REFUSED | {\"error\":{\"code\":403,\"message\":\"x requires moderation. Your input was flagged\"}}",
                "404 | MODEL_GONE | {\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"}}",
                "404 | MODEL_GONE | 404 page not found",
                "400 | MODEL_GONE | {\"error\":{\"message\":\"Model Not Exist\"}}",
                "400 | MODEL_GONE | {\"error\":{\"message\":\"x is not a valid model ID\",\"code\":400}}",
                "408 | TIMEOUT | ",
                "504 | TRANSIENT | <html>",
                "504 | TIMEOUT | {\"error\":{\"type\":\"timeout_error\",\"message\":\"x\"}}",
                "429 | RATE_LIMITED | {\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}",
                "429 | RATE_LIMITED | ",
                "429 | OVERLOADED | {\"error\":{\"message\":\"The engine is currently overloaded, please try again later\"}}",
                "503 | OVERLOADED | ",
                "529 | OVERLOADED | {\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                "500 | TRANSIENT | {\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}",
                "502 | TRANSIENT | <html><body>Bad Gateway</body></html>",
                "520 | TRANSIENT | ",
                "409 | TRANSIENT | ",
                "0 | OVERLOADED | {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}",
                "0 | RATE_LIMITED | {\"error\":{\"type\":\"rate_limit_error\",\"message\":\"x\"}}",
                "0 | RATE_LIMITED | {\"error\":{\"code\":429,\"message\":\"x\"}}",
                "0 | QUOTA | {\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\",\"message\":\"x\"}}",
                "0 | AUTH | {\"error\":{\"type\":\"authentication_error\",\"message\":\"x\"}}",
                "0 | INVALID_REQUEST | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"x\"}}",
                "0 | MODEL_GONE | {\"error\":{\"type\":\"not_found_error\",\"message\":\"x\"}}",
                "0 | TRANSIENT | {\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}",
                "0 | TRANSIENT | {\"error\":{\"code\":502,\"message\":\"x\"}}",
                "0 | TRANSIENT | {\"error\":\"something\"}",
            })
    void each_known_error_has_its_kind(int status, Kind kind, String body) {
        ErrorText text = ErrorText.of(Optional.ofNullable(body).orElse(""));
        boolean hinted = hint(text, Map.of()).isPresent();
        assertThat(Rejection.kind(status, text, hinted)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8_000_000 | CONTEXT_TOO_LONG | exceeded rate limit",
                "400_000 | RATE_LIMITED | exceeded rate limit",
                "400_000 | CONTEXT_TOO_LONG | Quota exceeded for metric: x/input_token_count, limit: 50000, model: y",
                "100_000 | RATE_LIMITED | Quota exceeded for metric: x/input_token_count, limit: 50000, model: y",
                "8_000_000 | RATE_LIMITED | Rate limit reached on tokens per day (TPD): Limit 500000",
                "404_000 | CONTEXT_TOO_LONG | trial token rate limit exceeded, limit is 100000 tokens per minute",
                "40_000 | RATE_LIMITED | trial token rate limit exceeded, limit is 100000 tokens per minute",
            })
    void a_429_to_a_request_that_no_wait_would_let_through_is_about_its_length(
            String letters, Kind kind, String words) {
        ErrorText text = ErrorText.of(words);
        long length = Long.parseLong(letters.replace("_", ""));
        assertThat(Rejection.kind(429, text, true, length)).isEqualTo(kind);
    }

    @Test
    void a_refused_request_that_no_window_holds_is_too_long_whatever_the_words() {
        ErrorText text = ErrorText.of("{\"error\":{\"message\":\"bad request\"}}");
        assertThat(Rejection.kind(400, text, false, 8_000_000)).isEqualTo(Kind.CONTEXT_TOO_LONG);
        assertThat(Rejection.kind(400, text, false, 80_000)).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(Rejection.kind(404, text, false, 8_000_000)).isEqualTo(Kind.MODEL_GONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after | 7 | PT7S",
                "retry-after | 0.5 | PT0.5S",
                "retry-after | Mon, 23 Nov 2026 12:01:30 GMT | PT1M30S",
                "retry-after | Mon, 23 Nov 2026 11:00:00 GMT | PT0S",
                "retry-after | 99999999999 | PT744H",
                "retry-after-ms | 1500 | PT1.5S",
            })
    void headers_say_when_to_come_back(String header, String value, Duration hint) {
        assertThat(hint(ErrorText.of(""), Map.of(header, List.of(value))))
                .isEqualTo(Optional.of(hint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please try again in 1m2.5s. Visit | PT1M2.5S",
                "Please try again in 20ms. | PT0.02S",
                "try again in 1h1m1s | PT1H1M1S",
                "Please retry after 7 seconds. | PT7S",
                "Please retry in 12.3s. | PT12.3S",
                "Retry after 2 minutes | PT2M",
            })
    void words_say_when_to_come_back(String words, Duration hint) {
        assertThat(hint(ErrorText.of(words), Map.of())).isEqualTo(Optional.of(hint));
    }

    @Test
    void members_of_the_body_say_when_to_come_back() {
        assertThat(
                        hint(
                                ErrorText.of(
                                        "{\"error\":{\"details\":[{\"retryDelay\":\"34.07s\"}]}}"),
                                Map.of()))
                .isEqualTo(Optional.of(Duration.ofMillis(34_070)));
        assertThat(hint(ErrorText.of("{\"retry_after\":3}"), Map.of()))
                .isEqualTo(Optional.of(Duration.ofSeconds(3)));
    }

    @Test
    void of_two_hints_the_longer_counts() {
        var headers = Map.of("retry-after", List.of("1"), "retry-after-ms", List.of("0"));
        assertThat(hint(ErrorText.of(""), headers)).isEqualTo(Optional.of(Duration.ofSeconds(1)));
    }

    @Test
    void what_is_no_hint_is_passed_over() {
        for (String value : List.of("", "soon", "-5", "1e9", "Mon, 99 Nov 2026 12:00:00 GMT")) {
            assertThat(hint(ErrorText.of(""), Map.of("retry-after", List.of(value)))).isEmpty();
        }
        assertThat(hint(ErrorText.of("try again in a while"), Map.of())).isEmpty();
    }

    @Test
    void a_message_is_one_short_line_without_the_key() {
        ApiKey key = ApiKey.of("sk-secret-0123456789", "TEST");
        String theirs = "a\n\u001b[31mred\u202e " + "x".repeat(250) + " sk-secret-0123456789 y";
        for (int cut = 0; cut < 40; cut++) {
            String message =
                    Rejection.exception(
                                    Kind.AUTH,
                                    "openai:m answered with status 401",
                                    theirs.substring(cut),
                                    Optional.empty(),
                                    Optional.of(key))
                            .toString();
            assertThat(message).doesNotContain("sk-s", "\n", "\u001b", "\u202e");
        }
        assertThat(
                        Rejection.exception(
                                Kind.AUTH, "b", "say \"x\"", Optional.empty(), Optional.empty()))
                .hasMessage("b \"say \"x\"\"; give a valid key that may use this model");
    }

    private static Optional<Duration> hint(ErrorText text, Map<String, List<String>> headers) {
        return RetryHint.of(HttpHeaders.of(headers, (_, _) -> true), text, NOW);
    }
}
