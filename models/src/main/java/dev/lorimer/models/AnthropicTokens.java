package dev.lorimer.models;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic's count of a request's tokens: the request itself, without what only shapes the reply.
// https://docs.anthropic.com/en/api/messages-count-tokens
record AnthropicTokens(AnthropicMessages messages) implements Dialect.Count {
    /// What the endpoint takes no part in and refuses.
    private static final List<String> OF_THE_REPLY = List.of("max_tokens", "stream");

    @Override
    public URI endpoint(URI base, String model) {
        return Dialect.below(messages.endpoint(base, model), "/count_tokens");
    }

    @Override
    public String encode(Asked asked) {
        ObjectNode body = messages.body(asked);
        body.remove(OF_THE_REPLY);
        return StrictText.write(body);
    }

    @Override
    public long read(String body) {
        ObjectNode answer = StrictText.reply(body);
        Rejection.throwIfError(answer);
        JsonNode count = answer.path("input_tokens");
        if (!count.isIntegralNumber()) {
            throw BrokenReply.malformed("the answer holds no count of tokens");
        }
        return StrictText.count(answer, "input_tokens");
    }
}
