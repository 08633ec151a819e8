package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One provider's language, as a pure codec: no network, no clock, no state between calls. A new
/// dialect is a new case here and a new constant in [Provider].
sealed interface Dialect
        permits OpenAiChat,
                OpenAiResponses,
                AnthropicMessages,
                GeminiContent,
                GeminiInteractions,
                BedrockConverse,
                BedrockInvoke,
                CohereChat,
                OllamaChat {
    /// The first half of the key of private parts.
    String name();

    /// Where requests to a model go, below the server's base URL.
    URI endpoint(URI base, String model);

    /// The headers that this dialect wants beside the content type; with the key, when there is
    /// one.
    Map<String, String> headers(Letter letter);

    /// A request about to be sent, all but its headers.
    ///
    /// @param at the time, for signatures
    record Letter(URI to, String body, Optional<ApiKey> key, Instant at) {}

    /// The request's body, asking for a stream.
    ///
    /// @throws dev.lorimer.model.ModelException when the conversation can not be said in any
    ///   dialect
    String encode(Asked asked);

    /// Reads the body of a successful answer, whole or in events, up to its terminal event.
    ///
    /// @throws BrokenReply when the bytes are no whole reply
    /// @throws Rejection.InReply when they are an error
    default Reply read(Asked asked, InputStream body, Consumer<String> onText) throws IOException {
        return ReplyBody.read(this, asked, body, onText);
    }

    /// Reads an event stream.
    Incoming stream(Asked asked, Consumer<String> onText);

    /// Reads a whole JSON reply, as servers give that know no streams.
    ///
    /// @throws BrokenReply when it is none
    /// @throws Rejection.InReply when it is an error
    Reply decode(Asked asked, String body, Consumer<String> onText);

    /// How to have the tokens of a request counted; empty where nobody counts them.
    default Optional<Count> count() {
        return Optional.empty();
    }

    /// Another endpoint of the same server, which counts and gives no reply. Its requests carry the
    /// same headers.
    interface Count {
        /// Where requests for counts go, below the server's base URL.
        URI endpoint(URI base, String model);

        /// The body of a request for a count.
        String encode(Asked asked);

        /// The count in a successful answer.
        ///
        /// @throws BrokenReply when it holds none
        long read(String body);
    }

    /// A reply that arrives event by event.
    interface Incoming {
        /// Takes the next event.
        ///
        /// @return true when it was the terminal one; what follows it is not the reply's
        /// @throws BrokenReply when the event can not belong to a reply
        /// @throws Rejection.InReply when it is an error
        boolean take(SseEvent event);

        /// The reply, whole.
        ///
        /// @throws BrokenReply cut when the terminal event has not been taken
        Reply reply();
    }

    /// `base` with a path below it; a query, as some gateways want, stays behind the path.
    static URI below(URI base, String path) {
        String text = base.toString();
        int query = text.indexOf('?');
        String head = query < 0 ? text : text.substring(0, query);
        String tail = query < 0 ? "" : text.substring(query);
        return URI.create(head.replaceAll("/+$", "") + path + tail);
    }
}
