package dev.lorimer.models;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Failures of AWS, which have names instead of codes.
final class ConverseErrors {
    private ConverseErrors() {}

    /// A failure inside a stream, as an error answer of the status that it has outside of one.
    ///
    /// @param type for example `throttlingException`
    /// @param payload an object with a message, or the message
    static Rejection.InReply inReply(String type, String payload) {
        ObjectNode json = StrictText.newObject();
        ObjectNode error = json.putObject("error");
        error.put("type", type).put("code", status(type));
        String message =
                StrictText.object(payload)
                        .map(object ->
                                object.path("message")
                                        .asString(object.path("originalMessage").asString("")))
                        .orElse(payload);
        error.put("message", message);
        return new Rejection.InReply(json);
    }

    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
    private static int status(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "validationexception", "servicequotaexceededexception" -> 400;
            case "accessdeniedexception", "expiredtokenexception" -> 403;
            case "resourcenotfoundexception" -> 404;
            case "modeltimeoutexception" -> 408;
            case "modelerrorexception", "modelstreamerrorexception" -> 424;
            case "throttlingexception", "modelnotreadyexception" -> 429;
            case "serviceunavailableexception" -> 503;
            default -> 500;
        };
    }
}
