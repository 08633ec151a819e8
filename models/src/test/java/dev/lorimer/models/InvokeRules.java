package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Bedrock's InvokeModel: those of the model's own language, without what the path says.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
final class InvokeRules implements WireRules {
    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        found.must(!request.has("model"), "model: extra inputs are not permitted");
        found.must(!request.has("stream"), "stream: extra inputs are not permitted");
        found.must(claude(request) || nova(request), "of no known language");
        found.must(!request.has("additionalModelRequestFields"), "a field of Converse");
        request.path("system").forEach(block -> found.must(!block.has("toolSpec"), "system"));
        var all = new ArrayList<>(found.found());
        all.addAll(inner(request).broken(plain(request)));
        return all;
    }

    private static boolean claude(JsonNode request) {
        return request.path("anthropic_version").asString("").equals("bedrock-2023-05-31");
    }

    private static boolean nova(JsonNode request) {
        return request.path("schemaVersion").asString("").equals("messages-v1")
                && request.path("inferenceConfig").path("maxTokens").asInt(0) > 0;
    }

    private static WireRules inner(JsonNode request) {
        return request.has("anthropic_version") ? new MessagesRules() : new ConverseRules();
    }

    /// With marks for the cache taken out of the blocks that they stand in.
    private static JsonNode plain(JsonNode request) {
        if (request.has("anthropic_version")) {
            return request;
        }
        ObjectNode plain = request.deepCopy().asObject();
        plain.path("system").forEach(InvokeRules::unmark);
        for (JsonNode message : plain.path("messages")) {
            message.path("content").forEach(InvokeRules::unmark);
        }
        return plain;
    }

    private static void unmark(JsonNode block) {
        ObjectNode object = block.asObject();
        if (object.size() > 1) {
            object.remove("cachePoint");
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        return inner(request).pairs(request);
    }
}
