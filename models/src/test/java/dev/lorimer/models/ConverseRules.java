package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Bedrock's Converse.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, and the texts
// of its validation errors
final class ConverseRules implements WireRules {
    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";
    private static final Set<String> PICTURES = Set.of("png", "jpeg", "gif", "webp");
    private static final Set<String> USER =
            Set.of(
                    "text",
                    "image",
                    "document",
                    "video",
                    "toolResult",
                    "cachePoint",
                    "guardContent");
    private static final Set<String> ASSISTANT =
            Set.of("text", "toolUse", "reasoningContent", "citationsContent", "cachePoint");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode messages = request.path("messages");
        found.must(!messages.isEmpty(), "no messages");
        found.must(role(messages, 0).equals("user"), "first message is not the user's");
        found.must(role(messages, messages.size() - 1).equals("user"), "last is not the user's");
        request.path("system")
                .forEach(block -> {
                    found.must(block.has("text") || block.has("cachePoint"), "system");
                    found.must(
                            !block.has("text") || !block.path("text").asString("").isBlank(),
                            "system");
                });
        tools(request, found);
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < messages.size(); at++) {
            String place = "messages." + at;
            JsonNode content = messages.path(at).path("content");
            found.must(!content.isEmpty(), place + ": empty");
            found.must(at == 0 || !role(messages, at).equals(role(messages, at - 1)), place);
            boolean user = role(messages, at).equals("user");
            content.forEach(block -> block(block, user ? USER : ASSISTANT, place, found, ids));
            JsonNode last = content.path(content.size() - 1);
            found.must(!last.has("reasoningContent"), place + ": ends with reasoning");
            answered(messages, at, found);
        }
        return found.found();
    }

    private static String role(JsonNode messages, int at) {
        return messages.path(at).path("role").asString("");
    }

    private static void tools(JsonNode request, Findings found) {
        List<JsonNode> tools =
                request.at("/toolConfig/tools")
                        .valueStream()
                        .filter(tool -> tool.has("toolSpec"))
                        .map(tool -> tool.path("toolSpec"))
                        .toList();
        found.names(tools.stream().map(tool -> tool.path("name").asString("")).toList(), NAME);
        for (JsonNode tool : tools) {
            found.must(tool.at("/inputSchema/json/type").asString("").equals("object"), "schema");
            boolean told =
                    !tool.has("description") || !tool.path("description").asString("").isEmpty();
            found.must(told, "empty description");
        }
        boolean called =
                request.path("messages")
                        .valueStream()
                        .flatMap(message -> message.path("content").valueStream())
                        .anyMatch(block -> block.has("toolUse") || block.has("toolResult"));
        found.must(!called || !tools.isEmpty(), "calls but no toolConfig");
    }

    private static void block(
            JsonNode block, Set<String> allowed, String place, Findings found, Set<String> ids) {
        List<String> kinds = block.propertyStream().map(member -> member.getKey()).toList();
        found.must(kinds.size() == 1 && allowed.containsAll(kinds), place + ": kinds " + kinds);
        if (block.has("text")) {
            found.words(block.path("text"), place);
        }
        if (block.has("image")) {
            JsonNode image = block.path("image");
            String format = image.path("format").asString("");
            found.picture(format, image.path("source").path("bytes"), PICTURES, place);
        }
        if (block.has("toolUse")) {
            JsonNode call = block.path("toolUse");
            String id = call.path("toolUseId").asString("");
            found.must(id.matches(NAME), place + ": id \"" + id + "\"");
            found.must(ids.add(id), place + ": id twice \"" + id + "\"");
            found.must(call.path("name").asString("").matches(NAME), place + ": name");
            found.must(call.path("input").isObject(), place + ": input is no object");
        }
        if (block.has("toolResult")) {
            JsonNode content = block.path("toolResult").path("content");
            found.must(!content.isEmpty(), place + ": result without content");
            for (JsonNode part : content) {
                boolean text = part.has("text");
                found.must(!text || !part.path("text").asString("").isBlank(), place + ": blank");
            }
        }
        JsonNode reasoning = block.path("reasoningContent");
        if (!reasoning.isMissingNode()) {
            boolean said = !reasoning.at("/reasoningText/text").isMissingNode();
            found.must(said || reasoning.has("redactedContent"), place + ": empty reasoning");
        }
    }

    private static void answered(JsonNode messages, int at, Findings found) {
        List<String> results = ids(messages.path(at), "toolResult");
        List<String> calls = at == 0 ? List.of() : ids(messages.path(at - 1), "toolUse");
        found.must(new HashSet<>(calls).equals(new HashSet<>(results)), "pairs before " + at);
        found.must(calls.size() == results.size(), "number of results in " + at);
    }

    private static List<String> ids(JsonNode message, String kind) {
        return message.path("content")
                .valueStream()
                .filter(block -> block.has(kind))
                .map(block -> block.path(kind).path("toolUseId").asString(""))
                .toList();
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        Map<String, String> calls = new HashMap<>();
        var pairs = new ArrayList<Pair>();
        for (JsonNode message : request.path("messages")) {
            for (JsonNode block : message.path("content")) {
                JsonNode call = block.path("toolUse");
                JsonNode result = block.path("toolResult");
                if (block.has("toolUse")) {
                    calls.put(
                            call.path("toolUseId").asString(""),
                            call.path("name") + " " + call.path("input"));
                } else if (block.has("toolResult")) {
                    String id = result.path("toolUseId").asString("");
                    String said = result.path("content").toString();
                    pairs.add(new Pair(calls.getOrDefault(id, "?"), said));
                }
            }
        }
        return pairs;
    }
}
