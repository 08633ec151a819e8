package dev.lorimer.models;

import static dev.lorimer.model.ModelException.Kind.AUTH;
import static dev.lorimer.model.ModelException.Kind.CONTEXT_TOO_LONG;
import static dev.lorimer.model.ModelException.Kind.INVALID_REQUEST;
import static dev.lorimer.model.ModelException.Kind.MALFORMED_REPLY;
import static dev.lorimer.model.ModelException.Kind.MODEL_GONE;
import static dev.lorimer.model.ModelException.Kind.OVERLOADED;
import static dev.lorimer.model.ModelException.Kind.QUOTA;
import static dev.lorimer.model.ModelException.Kind.RATE_LIMITED;
import static dev.lorimer.model.ModelException.Kind.REFUSED;
import static dev.lorimer.model.ModelException.Kind.TIMEOUT;
import static dev.lorimer.model.ModelException.Kind.TRANSIENT;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What kind of failure an error answer is: a pure function of status and body.
///
/// Servers copy each other's errors along with each other's dialects, and gateways pass on those of
/// others, so all known shapes are known everywhere. The order of the questions matters: a 429 can
/// mean a spent quota or a prompt that is too long, and a 400 nearly anything.
final class Rejection {
    /// Nothing but an error came, with status 200 or inside a stream.
    static final int NO_STATUS = 0;

    /// Prose has about four letters a token in every tokeniser in use, code and other scripts
    /// fewer: so this never takes a request for larger than it is.
    private static final int LETTERS_PER_TOKEN = 4;

    /// The widest window on the market but one; who asks for more and is turned away asked for too
    /// much.
    // https://ai.google.dev/gemini-api/docs/long-context
    private static final long WINDOW_TOKENS_MAX = 1_048_576;

    private final int status;
    private final ErrorText text;
    private final boolean hinted;
    private final long tokens;

    private Rejection(int status, ErrorText text, boolean hinted, long tokens) {
        this.status = status;
        this.text = text;
        this.hinted = hinted;
        this.tokens = tokens;
    }

    /// An error where a reply, or a piece of one, should be.
    static final class InReply extends RuntimeException {
        private final transient ObjectNode error;

        InReply(ObjectNode error) {
            super("an error in place of a reply");
            this.error = error;
        }

        ObjectNode error() {
            return error;
        }
    }

    /// @throws InReply when the object is an error, in any of the shapes seen with status 200
    static void throwIfError(ObjectNode json) {
        JsonNode error = json.path("error");
        boolean said = error.isObject() && !error.isEmpty();
        boolean named = error.isString() && !error.stringValue().isBlank();
        boolean typed =
                json.path("type").asString("").equals("error")
                        || json.path("object").asString("").equals("error");
        if (said || named || typed) {
            throw new InReply(json);
        }
    }

    /// @param status of the answer, or [#NO_STATUS]
    /// @param hinted whether the answer says when to come back
    /// @param letters length of the request's body; 0 when it is not known
    static Kind kind(int status, ErrorText text, boolean hinted, long letters) {
        int told = status == NO_STATUS ? text.status().orElse(NO_STATUS) : status;
        return new Rejection(told, text, hinted, letters / LETTERS_PER_TOKEN).kind();
    }

    /// About a request of unknown length.
    static Kind kind(int status, ErrorText text, boolean hinted) {
        return kind(status, text, hinted, 0);
    }

    private Kind kind() {
        if (status == 401 || badKey()) {
            return AUTH;
        }
        return hopeless()
                .or(this::throttled)
                .or(this::spent)
                .or(this::tooLong)
                .or(this::modelsMistake)
                .or(this::refused)
                .or(this::gone)
                .or(this::busy)
                .or(this::vast)
                .or(this::byCode)
                .orElseGet(this::byStatus);
    }

    private boolean badKey() {
        boolean coded =
                text.hasCode(
                        "invalid_api_key",
                        "api_key_invalid",
                        "authentication_error",
                        "expiredtokenexception",
                        "invalidsignatureexception",
                        "unrecognizedclientexception");
        boolean said = text.says("api key not valid", "api key expired", "incorrect api key");
        return coded || (status == 400 && said);
    }

    /// A service that counts tokens by the minute says "too many tokens" and means just that.
    private Optional<Kind> throttled() {
        boolean coded = text.hasCode("throttlingexception");
        return when(coded || text.says("please wait before trying again"), RATE_LIMITED);
    }

    /// A request that is larger than the limit a minute, or than any model's window, gets the same
    /// answer whenever it comes: to the provider it is one request too many, to us too long.
    private Optional<Kind> hopeless() {
        if (status != 429 || text.says("per day")) {
            return Optional.empty();
        }
        long limit = text.tokenLimit().orElse(WINDOW_TOKENS_MAX);
        return when(tokens > limit, CONTEXT_TOO_LONG);
    }

    /// No window on the market holds this request, and nothing else was found wrong with it.
    private Optional<Kind> vast() {
        boolean refused = status == 400 || status == 422 || status == 500;
        return when(refused && tokens > WINDOW_TOKENS_MAX, CONTEXT_TOO_LONG);
    }

    private Optional<Kind> spent() {
        boolean coded =
                text.hasCode(
                        "insufficient_quota",
                        "billing_error",
                        "billing_hard_limit_reached",
                        "billing_not_active",
                        "enforced_spend_limit_reached",
                        "insufficient_balance",
                        "servicequotaexceededexception");
        boolean said =
                text.says(
                        "credit balance is too low",
                        "insufficient balance",
                        "insufficient account balance",
                        "not enough credits",
                        "payment required",
                        "insufficient credit",
                        "insufficient funds",
                        "insufficient_quota",
                        "more credits",
                        "out of credits",
                        "used all available credits",
                        "spend limit",
                        "spending limit",
                        "billing hard limit",
                        "api usage limits",
                        // A trial key's; the same words with a minute are a rate.
                        "api calls / month");
        // The same words with a time to come back are a limit per minute, not a spent account.
        boolean exceeded = text.says("exceeded your current quota") && !hinted;
        // Google gives a time of seconds with a limit a day, and with one of nothing at all.
        boolean day = status == 429 && text.hasCodeWith("perday");
        boolean nothing = status == 429 && text.says("limit: 0,", "limit: 0\n");
        return when(status == 402 || coded || said || exceeded || day || nothing, QUOTA);
    }

    private Optional<Kind> tooLong() {
        return when(Overflow.said(status, text), CONTEXT_TOO_LONG);
    }

    /// The model wrote a call that the server itself could not read.
    private Optional<Kind> modelsMistake() {
        boolean coded =
                text.hasCode(
                        "tool_use_failed",
                        "output_parse_failed",
                        "json_validate_failed",
                        "no_valid_response_generated");
        boolean said =
                text.says(
                        "error parsing tool call",
                        "failed to parse tool call",
                        "tool call validation failed",
                        "failed to call a function");
        return when(coded || said, MALFORMED_REPLY);
    }

    private Optional<Kind> refused() {
        boolean coded =
                text.hasCode(
                        "content_filter",
                        "content_policy_violation",
                        "data_inspection_failed",
                        "datainspectionfailed",
                        "responsibleaipolicyviolation",
                        "moderation_blocked");
        boolean said =
                text.says(
                        "content filtering policy",
                        "content exists risk",
                        "safety system",
                        "data_inspection_failed",
                        "sensitive content",
                        "content management policy",
                        "violating our usage policy",
                        "requires moderation",
                        "was flagged",
                        "flagged as potentially");
        return when(coded || said, REFUSED);
    }

    private Optional<Kind> gone() {
        boolean coded =
                text.hasCode(
                        "model_not_found",
                        "model_not_available",
                        "model_decommissioned",
                        "invalid_model",
                        "deploymentnotfound",
                        "not_found_error");
        boolean said =
                status == 400
                        && text.says(
                                "model not exist",
                                "is not a valid model",
                                "invalid model",
                                "unknown model",
                                "model not found",
                                "model identifier is invalid",
                                "on-demand throughput isn",
                                "no such model",
                                "model does not exist",
                                "has been decommissioned");
        return when(status == 404 || status == 410 || coded || said, MODEL_GONE);
    }

    private Optional<Kind> busy() {
        boolean coded =
                text.hasCode(
                        "overloaded_error",
                        "engine_overloaded",
                        "overloaded",
                        "unavailable",
                        "modelnotreadyexception");
        boolean said = text.says("overloaded", "no healthy upstream", "at capacity");
        boolean server = status >= 429 || status == NO_STATUS;
        boolean flex = status == 503 || status == 529 || status == 498;
        return when(flex || (server && (coded || said)), OVERLOADED);
    }

    /// What providers call their errors where there is no status: inside a stream.
    private Optional<Kind> byCode() {
        if (status != NO_STATUS) {
            return Optional.empty();
        }
        if (text.hasCode(
                "rate_limit_error",
                "rate_limit_exceeded",
                "too_many_requests",
                "resource_exhausted")) {
            return Optional.of(RATE_LIMITED);
        }
        if (text.hasCode("permission_error", "permission_denied", "unauthenticated")) {
            return Optional.of(AUTH);
        }
        if (text.hasCode("timeout_error", "timeout", "deadline_exceeded")) {
            return Optional.of(TIMEOUT);
        }
        boolean ours =
                text.hasCode(
                        "invalid_request_error",
                        "invalid_request",
                        "invalid_argument",
                        "badrequesterror");
        return when(ours, INVALID_REQUEST);
    }

    private Kind byStatus() {
        return switch (status) {
            case 403 -> AUTH;
            case 408 -> TIMEOUT;
            case 504 -> text.hasCode("timeout_error", "deadline_exceeded") ? TIMEOUT : TRANSIENT;
            case 429 -> RATE_LIMITED;
            // Conflict and "too early" are about the moment, not about the request.
            case NO_STATUS, 409, 425, 499 -> TRANSIENT;
            // The model failed, behind a service that did not.
            case 424 -> TRANSIENT;
            default -> status >= 500 ? TRANSIENT : INVALID_REQUEST;
        };
    }

    private static Optional<Kind> when(boolean so, Kind kind) {
        return so ? Optional.of(kind) : Optional.empty();
    }

    /// What a person can do about it, as the end of a message.
    static String cure(Kind kind) {
        return switch (kind) {
            case AUTH -> "; give a valid key that may use this model";
            case QUOTA -> "; raise the account's limit or add credit";
            case RATE_LIMITED, OVERLOADED, TRANSIENT, TIMEOUT, CUT -> "; send again later";
            case CONTEXT_TOO_LONG -> "; shorten the conversation";
            case INVALID_REQUEST -> "; correct the request";
            case REFUSED -> "; ask for something else";
            case MODEL_GONE -> "; check the model's name and the base URL";
            case MALFORMED_REPLY -> "; ask again";
            case CANCELLED -> "";
        };
    }

    /// The failure as callers see it.
    ///
    /// @param before who answered, and how
    static ModelException exception(
            Kind kind,
            String before,
            String theirs,
            Optional<Duration> retryAfter,
            Optional<ApiKey> key) {
        return new ModelException(
                kind, Wording.message(before, theirs, cure(kind), key), retryAfter);
    }
}
