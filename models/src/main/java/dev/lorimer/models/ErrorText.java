package dev.lorimer.models;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What an error body says, whatever its shape: `{"error":{…}}`, `{"detail":[…]}`, a list of such,
/// a gateway's wrapping of another server's error as text, or no JSON at all.
///
/// Only members known to hold the server's own words are read: some errors quote what the model or
/// the user wrote, and that must not decide how they are understood.
final class ErrorText {
    private static final Set<String> CODES =
            Set.of(
                    "code",
                    "type",
                    "status",
                    "reason",
                    "error_code",
                    "error_type",
                    "quotaId",
                    "__type");
    private static final Set<String> MESSAGES =
            Set.of("message", "error", "detail", "details", "msg", "error_message", "title");
    private static final Set<String> DELAYS =
            Set.of("retryDelay", "retry_after", "retryAfter", "retry_after_seconds");

    /// Where a gateway quotes the error of the server behind it.
    private static final String QUOTED = "raw";

    private static final int DEPTH_MAX = 8;

    /// "input_token_count, limit: 1000000", "on tokens per min (TPM): Limit 30,000": numbers are
    /// bounded, so that nothing in the pattern can run long.
    private static final Pattern TOKEN_LIMIT =
            Pattern.compile("(?i)token[^.\\n]{0,80}?limit(?: is)?:? {0,2}(\\d[\\d,]{0,14})");

    private final Set<String> codes = new LinkedHashSet<>();
    private final Set<String> messages = new LinkedHashSet<>();
    private final List<String> delays = new ArrayList<>();
    private int status;

    private ErrorText() {}

    static ErrorText of(String body) {
        var text = new ErrorText();
        StrictText.tree(body)
                .filter(JsonNode::isContainer)
                .ifPresentOrElse(json -> text.read(json, 0), () -> text.messages.add(body));
        return text;
    }

    /// @param headers one service names its errors there and leaves the body to people
    static ErrorText of(String body, HttpHeaders headers) {
        ErrorText text = of(body);
        headers.firstValue("x-amzn-errortype").ifPresent(text::code);
        return text;
    }

    static ErrorText of(JsonNode json) {
        var text = new ErrorText();
        text.read(json, 0);
        return text;
    }

    private void read(JsonNode json, int depth) {
        if (depth > DEPTH_MAX) {
            return;
        }
        json.forEachEntry((name, value) -> member(name, value, depth));
        if (json.isArray()) {
            json.forEach(element -> read(element, depth + 1));
        }
    }

    private void member(String name, JsonNode value, int depth) {
        if (value.isContainer()) {
            read(value, depth + 1);
            return;
        }
        String text = value.asString("").strip();
        if (text.isEmpty()) {
            return;
        }
        if (CODES.contains(name)) {
            code(text);
        } else if (MESSAGES.contains(name)) {
            messages.add(text);
        } else if (DELAYS.contains(name)) {
            delays.add(value.isNumber() ? text + "s" : text);
        } else if (name.equals(QUOTED)) {
            StrictText.tree(text)
                    .filter(JsonNode::isContainer)
                    .ifPresentOrElse(json -> read(json, depth + 1), () -> messages.add(text));
        }
    }

    /// Gateways give the status of the server behind them as the code.
    private void code(String text) {
        if (text.matches("[45]\\d\\d")) {
            status = status == 0 ? Integer.parseInt(text) : status;
        } else {
            // AWS puts an address before or behind the name.
            String name = text.substring(text.indexOf('#') + 1);
            codes.add(name.replaceFirst(":http.*", "").toLowerCase(Locale.ROOT));
        }
    }

    boolean hasCode(String... any) {
        for (String code : any) {
            if (codes.contains(code)) {
                return true;
            }
        }
        return false;
    }

    /// Whether any code has these letters in it.
    boolean hasCodeWith(String part) {
        return codes.stream().anyMatch(code -> code.contains(part));
    }

    /// Whether the server's words, in small letters, hold any of these.
    boolean says(String... any) {
        String words = words().toLowerCase(Locale.ROOT);
        for (String phrase : any) {
            if (words.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /// All that was said, for people and for hints.
    String words() {
        return String.join("; ", messages);
    }

    /// How many prompt tokens a limit allows, where the server's words give its number.
    OptionalLong tokenLimit() {
        Matcher limit = TOKEN_LIMIT.matcher(words());
        long most = 0;
        while (limit.find()) {
            most = Math.max(most, Long.parseLong(limit.group(1).replace(",", "")));
        }
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    List<String> delays() {
        return delays;
    }

    /// The status that the body claims, if any.
    Optional<Integer> status() {
        return status == 0 ? Optional.empty() : Optional.of(status);
    }
}
