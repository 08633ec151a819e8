package dev.lorimer.model;

import java.util.List;

/// Everything the model sees, provider-neutral.
///
/// @param system the frozen instructions
/// @param tools what it may call, sorted by name
/// @param messages the conversation, oldest first; each call has exactly one result before the next
///   assistant message
/// @param outputTokensMax upper bound of the reply, in tokens
public record Request(
        String system, List<ToolDefinition> tools, List<Message> messages, int outputTokensMax) {
    public Request {
        tools = List.copyOf(tools);
        messages = List.copyOf(messages);
    }

    /// A tool as the model is told of it.
    ///
    /// @param inputSchema a JSON Schema object, as JSON text
    public record ToolDefinition(String name, String description, String inputSchema) {}
}
