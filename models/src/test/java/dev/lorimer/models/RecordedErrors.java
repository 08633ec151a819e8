package dev.lorimer.models;

import dev.lorimer.model.ModelException.Kind;
import java.util.Locale;
import java.util.stream.Stream;

/// What a recorded error must count as: by its status, by what its author was trying, and last by
/// the plain words in it.
final class RecordedErrors {
    private RecordedErrors() {}

    static Kind expected(Recorded recorded) {
        String said = recorded.text().toLowerCase(Locale.ROOT);
        String scene = recorded.scene().replace('_', '-').replace(' ', '-');
        boolean tooLong =
                has(scene, "context-len", "context-window-ex", "real-error-scenarios")
                        || has(
                                said,
                                "context length",
                                "context window",
                                "too long",
                                "too many tokens")
                        || has(said, "maximum number of tokens", "context_length_exceeded");
        if (recorded.status() == 401) {
            return Kind.AUTH;
        }
        if (tooLong) {
            return Kind.CONTEXT_TOO_LONG;
        }
        return switch (recorded.status()) {
            case 402 -> Kind.QUOTA;
            case 403 -> forbidden(said);
            case 404, 410 -> Kind.MODEL_GONE;
            case 408 -> Kind.TIMEOUT;
            case 429 -> tooOften(said);
            case 503, 529 -> Kind.OVERLOADED;
            case 500, 502, 504 -> Kind.TRANSIENT;
            default -> badRequest(scene, said);
        };
    }

    private static Kind forbidden(String said) {
        if (has(said, "credit", "spending limit")) {
            return Kind.QUOTA;
        }
        return has(said, "moderation", "flagged") ? Kind.REFUSED : Kind.AUTH;
    }

    private static Kind tooOften(String said) {
        boolean spent =
                has(said, "insufficient_quota", "insufficient balance", "perday", "limit: 0,");
        boolean endless = has(said, "exceeded your current quota") && !has(said, "retry");
        return spent || endless ? Kind.QUOTA : Kind.RATE_LIMITED;
    }

    private static Kind badRequest(String scene, String said) {
        if (has(said, "api key not valid", "api_key_invalid", "incorrect api key")) {
            return Kind.AUTH;
        }
        if (has(said, "tool_use_failed") || has(scene, "tool-use-failed")) {
            return Kind.MALFORMED_REPLY;
        }
        if (has(said, "content_filter", "content management policy", "content_policy")) {
            return Kind.REFUSED;
        }
        if (has(said, "credit balance", "insufficient_quota")) {
            return Kind.QUOTA;
        }
        boolean noModel =
                has(said, "model_not_found", "model identifier is invalid", "not a valid model")
                        || has(scene, "model-name-suggestion", "invalid-model");
        return noModel ? Kind.MODEL_GONE : Kind.INVALID_REQUEST;
    }

    private static boolean has(String text, String... any) {
        return Stream.of(any).anyMatch(text::contains);
    }
}
