package dev.lorimer.model;

import java.util.List;
import java.util.Optional;

/// Everything the model sees, provider-neutral.
///
/// @param system the frozen instructions
/// @param tools what it may call, sorted by name
/// @param messages the conversation, oldest first; each call has exactly one result before the next
///   assistant message
/// @param outputTokensMax upper bound of the reply, in tokens
/// @param manner how the reply is to be made
public record Request(
        String system,
        List<ToolDefinition> tools,
        List<Message> messages,
        int outputTokensMax,
        Manner manner) {
    public Request {
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
    }

    /// In the model's own manner.
    public Request(
            String system,
            List<ToolDefinition> tools,
            List<Message> messages,
            int outputTokensMax) {
        this(system, tools, messages, outputTokensMax, Manner.FREE);
    }

    /// How the reply is to be made.
    ///
    /// @param effort how long the model may think; empty leaves it to the model
    /// @param form what the text of the reply has to look like; empty for any text
    public record Manner(Optional<Effort> effort, Optional<Form> form) {
        public static final Manner FREE = new Manner(Optional.empty(), Optional.empty());
    }

    /// How much reasoning is asked for; each dialect has its own scale for it.
    public enum Effort {
        /// As little as the model allows.
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH
    }

    /// A reply that is one JSON value of this form.
    ///
    /// @param name letters, digits, `_` and `-`, at most 64
    /// @param schema a JSON Schema object, as JSON text
    public record Form(String name, String schema) {}

    /// A tool as the model is told of it.
    ///
    /// @param inputSchema a JSON Schema object, as JSON text
    public record ToolDefinition(String name, String description, String inputSchema) {}
}
