package dev.lorimer.model;

import java.util.OptionalLong;
import java.util.function.Consumer;

/// A language model behind some wire: one request in, one whole reply out.
///
/// Streaming is how a reply arrives, not a second API: `complete` returns only when the reply is
/// whole, that is, when its terminal event has been seen. A cut or empty reply is a
/// [ModelException], never a shorter [Reply].
public interface Model {
    /// Provider and model as the user writes them, for example `openai:gpt-5`.
    String name();

    /// Asks for one reply. Blocks, on a virtual thread, within the deadlines that the model was
    /// made with; an interrupt cancels the request.
    ///
    /// @param onText told each piece of visible text as it arrives; for display only, since a
    ///   failed request has told pieces too
    /// @throws ModelException with the kind of failure, which decides what happens next
    Reply complete(Request request, Consumer<String> onText) throws InterruptedException;

    /// How many tokens the request has, by the provider's own count; empty when it counts none.
    /// Blocks like [#complete], and costs no tokens.
    ///
    /// @throws ModelException as [#complete]
    default OptionalLong tokens(Request request) throws InterruptedException {
        return OptionalLong.empty();
    }
}
