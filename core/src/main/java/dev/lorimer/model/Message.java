package dev.lorimer.model;

import java.util.List;

/// One message of the canonical conversation.
public sealed interface Message {
    /// Text from the user or from the harness.
    ///
    /// @param images looked at together with the text
    record User(String text, List<Image> images) implements Message {
        public User {
            images = List.copyOf(images);
        }

        /// Nothing but text.
        public User(String text) {
            this(text, List.of());
        }
    }

    /// @param type media type, for example `image/png`; what a provider takes differs
    /// @param base64 the bytes, in base64 without line breaks
    record Image(String type, String base64) {}

    /// What the model said and what it wants called.
    ///
    /// @param privateParts what only the same provider understands (reasoning signatures and the
    ///   like), carried verbatim and sent back only to the same key
    record Assistant(String text, List<ToolCall> calls, List<PrivatePart> privateParts)
            implements Message {
        public Assistant {
            calls = List.copyOf(calls);
            privateParts = List.copyOf(privateParts);
        }
    }

    /// The result of one call.
    ///
    /// @param error true when the call did not do what was asked
    record ToolResult(String callId, String text, boolean error) implements Message {}

    /// @param arguments JSON text exactly as the model wrote it, valid or not
    record ToolCall(String id, String name, String arguments) {}

    /// @param key dialect and model that wrote it, for example `anthropic:claude-x`
    /// @param json the part, verbatim
    record PrivatePart(String key, String json) {}
}
