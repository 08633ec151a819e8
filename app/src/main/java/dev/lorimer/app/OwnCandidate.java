package dev.lorimer.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lorimer.context.Window;
import java.util.Optional;
import java.util.OptionalInt;

/// One line of the `route` section of an agent file, as written.
///
/// @param model as after `--model`
/// @param base another server that speaks the same dialect
/// @param when a condition in CEL over the request that is to be made, see [RouteRule]; without it
///   the model may serve any
/// @param stronger one to go over to when the checks fail again and again
/// @param window tokens of its context window
/// @param output tokens of it that are kept free for the reply
record OwnCandidate(
        String model,
        @JsonProperty("base-url") Optional<String> base,
        Optional<String> when,
        Optional<Boolean> stronger,
        OptionalInt window,
        OptionalInt output) {
    /// The same with a script's file made absolute.
    OwnCandidate located(String name) {
        return new OwnCandidate(name, base, when, stronger, window, output);
    }

    /// @throws Failure when the numbers do not fit
    Window size() {
        try {
            return new Window(
                    window.orElse(Window.DEFAULT.tokensMax()),
                    output.orElse(Window.DEFAULT.outputTokensMax()));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file, route, model \"%s\": %s", model, e.getMessage());
        }
    }
}
