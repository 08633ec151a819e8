package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The conversation as Anthropic's Messages take it. The provider refuses a whole request over one
/// block out of place, so what another model wrote is fitted in here.
final class AnthropicHistory {
    /// The two forms of a thought.
    static final Set<String> THINKING = Set.of("thinking", "redacted_thinking");

    /// Calls of tools that the server runs itself.
    private static final Set<String> SERVER_CALLS = Set.of("server_tool_use", "mcp_tool_use");

    private final Asked asked;
    private final SentIds ids = new SentIds(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
    private final ArrayNode messages = StrictText.newArray();

    private AnthropicHistory(Asked asked) {
        this.asked = asked;
    }

    static ArrayNode messages(Asked asked) {
        var history = new AnthropicHistory(asked);
        for (Turn turn : Turn.of(asked.request())) {
            switch (turn) {
                case Turn.Asks asks -> history.asks(asks);
                case Turn.Answers answers -> history.answers(answers.message());
            }
        }
        history.settle();
        return history.messages;
    }

    private void asks(Turn.Asks asks) {
        ArrayNode content = side("user");
        for (Message.ToolResult result : asks.results()) {
            content.add(result(result));
        }
        for (Message.User user : asks.said()) {
            // The provider advises to show a picture before talking about it.
            user.images().forEach(image -> image(image, content));
            if (!user.text().isBlank()) {
                text(user.text(), content);
            }
        }
        if (content.isEmpty()) {
            text(Turn.NOTHING_SAID, content);
        }
    }

    private ObjectNode result(Message.ToolResult result) {
        ObjectNode block = StrictText.newObject().put("type", "tool_result");
        block.put("tool_use_id", ids.result(result.callId()));
        // An error without words is refused.
        boolean silentError = result.error() && result.text().isBlank();
        block.put("content", silentError ? Turn.NOTHING_SAID : result.text());
        if (result.error()) {
            block.put("is_error", true);
        }
        return block;
    }

    private static void image(Message.Image image, ArrayNode content) {
        if (!Pictures.COMMON.take(image)) {
            text(Pictures.unseen(image), content);
            return;
        }
        ObjectNode source = content.addObject().put("type", "image").putObject("source");
        source.put("type", "base64")
                .put("media_type", Pictures.type(image))
                .put("data", image.base64());
    }

    private static void text(String text, ArrayNode content) {
        content.addObject().put("type", "text").put("text", text);
    }

    /// The content of the last message when it is that side's, else of a new one: a message that
    /// had nothing to send leaves two of the other side in a row, which the dialect merges anyway.
    private ArrayNode side(String role) {
        if (!messages.isEmpty()) {
            JsonNode last = messages.path(messages.size() - 1);
            if (last.path("role").asString("").equals(role)) {
                return last.path("content").asArray();
            }
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private void answers(Message.Assistant message) {
        ArrayNode content = AnthropicTurn.blocks(message, asked, ids);
        while (!content.isEmpty() && THINKING.contains(type(content.path(content.size() - 1)))) {
            // A thought that led to nothing: the provider refuses it at the end of a message.
            content.remove(content.size() - 1);
        }
        if (content.isEmpty()) {
            return;
        }
        if (messages.isEmpty()) {
            text(Turn.NOTHING_SAID, side("user"));
        }
        side("assistant").addAll(content);
    }

    private static String type(JsonNode block) {
        return block.path("type").asString("");
    }

    /// What can only be seen in the whole.
    private void settle() {
        dropUnanswered();
        if (messages.isEmpty()) {
            text(Turn.NOTHING_SAID, side("user"));
            return;
        }
        JsonNode last = messages.path(messages.size() - 1);
        JsonNode content = last.path("content");
        boolean spoke = type(content.path(content.size() - 1)).equals("text");
        if (last.path("role").asString("").equals("assistant") && spoke) {
            text(Turn.GO_ON, side("user"));
        }
    }

    /// Takes out calls of the server's own tools that were broken off: once the conversation has
    /// gone on without their results, the provider refuses them.
    private void dropUnanswered() {
        Set<String> answered = new HashSet<>();
        for (JsonNode message : messages) {
            for (JsonNode block : message.path("content")) {
                StrictText.string(block, "tool_use_id").ifPresent(answered::add);
            }
        }
        for (int at = messages.size() - 2 - (stillOpen() ? 1 : 0); at >= 0; at--) {
            ArrayNode content = messages.path(at).path("content").asArray();
            content.removeIf(block ->
                    SERVER_CALLS.contains(type(block))
                            && !answered.contains(block.path("id").asString("")));
            if (content.isEmpty()) {
                text(Turn.NOTHING_SAID, content);
            }
        }
    }

    /// Whether the request ends with the results that the last reply waits for: the server goes on
    /// with its own work too.
    private boolean stillOpen() {
        JsonNode last = messages.path(messages.size() - 1).path("content");
        return type(last.path(last.size() - 1)).equals("tool_result");
    }
}
