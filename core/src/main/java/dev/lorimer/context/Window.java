package dev.lorimer.context;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import dev.lorimer.model.Request.ToolDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What of a conversation the model sees, within its budget of tokens.
///
/// @param tokensMax size of the model's context window
/// @param outputTokensMax how much of it is kept free for the reply
public record Window(int tokensMax, int outputTokensMax) {
    /// The window of most models of the day, and room for a long edit.
    public static final Window DEFAULT = new Window(200_000, 16_000);

    /// English and code both run near four characters a token; providers count exactly later.
    public static final int CHARS_PER_TOKEN = 4;

    /// What the providers of the day count for an image of a screen's size, at most.
    private static final int CHARS_PER_IMAGE = 1_600 * CHARS_PER_TOKEN;

    public Window {
        if (outputTokensMax <= 0 || tokensMax <= outputTokensMax) {
            throw new IllegalArgumentException(
                    "a window of %d tokens has no room beside %d for the reply; make it larger"
                            .formatted(tokensMax, outputTokensMax));
        }
    }

    /// The request for a conversation, laid out so that each one starts with the bytes of the one
    /// before: tools, instructions, the pinned text, then the messages in order.
    ///
    /// @return nothing when the conversation does not fit
    public Optional<Request> fit(
            String instructions,
            List<ToolDefinition> tools,
            String pinned,
            List<Message> conversation) {
        var messages =
                Stream.concat(Stream.of(new Message.User(pinned)), conversation.stream()).toList();
        var request = new Request(instructions, tools, messages, outputTokensMax);
        return Optional.of(request).filter(fits -> holds(tokens(fits)));
    }

    /// Whether there is room for a prompt of so many tokens and its reply.
    public boolean holds(long tokens) {
        return tokens <= room();
    }

    /// How many tokens a prompt may have.
    public long room() {
        return (long) tokensMax - outputTokensMax;
    }

    /// An estimate of a request's tokens, in and not out.
    public static long tokens(Request request) {
        long chars = request.system().length();
        for (var tool : request.tools()) {
            chars += tool.description().length() + tool.inputSchema().length();
        }
        return (chars + length(request.messages())) / CHARS_PER_TOKEN;
    }

    /// An estimate of what messages take of a prompt, in tokens.
    public static long tokens(List<Message> messages) {
        return length(messages) / CHARS_PER_TOKEN;
    }

    // Plain loops: it is asked of the whole conversation in every turn.
    private static long length(List<Message> messages) {
        long chars = 0;
        for (var message : messages) {
            chars += length(message);
        }
        return chars;
    }

    private static long length(Message message) {
        return switch (message) {
            case Message.User user ->
                    user.text().length() + (long) user.images().size() * CHARS_PER_IMAGE;
            case Message.ToolResult result -> result.text().length();
            case Message.Assistant assistant -> length(assistant);
        };
    }

    private static long length(Message.Assistant assistant) {
        long chars = assistant.text().length();
        for (var call : assistant.calls()) {
            chars += call.arguments().length();
        }
        for (var part : assistant.privateParts()) {
            chars += part.json().length();
        }
        return chars;
    }
}
