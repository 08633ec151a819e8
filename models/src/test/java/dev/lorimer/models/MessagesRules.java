package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Anthropic's Messages.
// https://platform.claude.com/docs/en/api/messages, and the texts of its 400 answers
final class MessagesRules implements WireRules {
    private static final String ID = "[a-zA-Z0-9_-]{1,64}";
    private static final String NAME = "[a-zA-Z0-9_-]{1,128}";
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Set<String> USER = Set.of("text", "image", "document", "tool_result");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode messages = request.path("messages");
        found.must(request.path("max_tokens").asInt(0) > 0, "max_tokens");
        found.must(!messages.isEmpty(), "no messages");
        found.must(role(messages, 0).equals("user"), "first message is not the user's");
        request.path("system").forEach(block -> found.words(block.path("text"), "system"));
        tools(request, found);
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < messages.size(); at++) {
            String place = "messages." + at;
            JsonNode content = messages.path(at).path("content");
            found.must(content.isArray() && !content.isEmpty(), place + ": empty");
            found.must(at == 0 || !role(messages, at).equals(role(messages, at - 1)), place);
            if (role(messages, at).equals("user")) {
                user(content, place, found);
            } else {
                assistant(content, place, found, ids);
            }
            answered(messages, at, found);
        }
        ending(messages, found);
        thinking(request, found);
        marks(request, found);
        return found.found();
    }

    private static String role(JsonNode messages, int at) {
        return messages.path(at).path("role").asString("");
    }

    private static String type(JsonNode block) {
        return block.path("type").asString("");
    }

    private static void tools(JsonNode request, Findings found) {
        JsonNode tools = request.path("tools");
        found.names(tools.valueStream().map(tool -> tool.path("name").asString("")).toList(), NAME);
        for (JsonNode tool : tools) {
            found.must(tool.at("/input_schema/type").asString("").equals("object"), "input_schema");
        }
        boolean called =
                request.path("messages")
                        .valueStream()
                        .flatMap(message -> message.path("content").valueStream())
                        .anyMatch(block -> type(block).startsWith("tool_"));
        found.must(!called || !tools.isEmpty(), "calls but no tools");
    }

    private static void user(JsonNode content, String place, Findings found) {
        boolean spoken = false;
        for (JsonNode block : content) {
            found.must(USER.contains(type(block)), place + ": " + type(block) + " of the user");
            boolean result = type(block).equals("tool_result");
            found.must(!result || !spoken, place + ": results have to come first");
            spoken |= !result;
            switch (type(block)) {
                case "text" -> found.words(block.path("text"), place);
                case "image" -> {
                    JsonNode source = block.path("source");
                    found.must(source.path("type").asString("").equals("base64"), place);
                    String media = source.path("media_type").asString("");
                    found.picture(media, source.path("data"), PICTURES, place);
                }
                case "tool_result" -> {
                    boolean error = block.path("is_error").asBoolean(false);
                    String said = block.path("content").asString("");
                    found.must(!error || !said.isBlank(), place + ": error without content");
                }
                default -> {}
            }
        }
    }

    private static void assistant(JsonNode content, String place, Findings found, Set<String> ids) {
        for (JsonNode block : content) {
            found.must(!USER.contains(type(block)) || type(block).equals("text"), place);
            switch (type(block)) {
                case "text" -> found.words(block.path("text"), place);
                case "tool_use" -> {
                    String id = block.path("id").asString("");
                    found.must(id.matches(ID), place + ": id \"" + id + "\"");
                    found.must(ids.add(id), place + ": id twice \"" + id + "\"");
                    String name = block.path("name").asString("");
                    found.must(name.matches(NAME), place + ": name \"" + name + "\"");
                    found.must(block.path("input").isObject(), place + ": input is no object");
                }
                case "thinking" -> {
                    found.must(block.path("thinking").isString(), place + ": no thinking");
                    boolean signed = !block.path("signature").asString("").isEmpty();
                    found.must(signed, place + ": thinking without signature");
                }
                case "redacted_thinking" ->
                        found.must(!block.path("data").asString("").isEmpty(), place + ": no data");
                default -> found.must(!type(block).isEmpty(), place + ": no type");
            }
        }
        String last = type(content.path(content.size() - 1));
        found.must(!last.endsWith("thinking"), place + ": ends with thinking");
    }

    /// Each call has its one result in the very next message.
    private static void answered(JsonNode messages, int at, Findings found) {
        List<String> results = values(messages.path(at), "tool_result", "tool_use_id");
        List<String> calls = at == 0 ? List.of() : values(messages.path(at - 1), "tool_use", "id");
        found.must(new HashSet<>(calls).equals(new HashSet<>(results)), "pairs before " + at);
        found.must(calls.size() == results.size(), "number of results in " + at);
    }

    private static List<String> values(JsonNode message, String type, String member) {
        return message.path("content")
                .valueStream()
                .filter(block -> type(block).equals(type))
                .map(block -> block.path(member).asString(""))
                .toList();
    }

    private static void ending(JsonNode messages, Findings found) {
        int last = messages.size() - 1;
        JsonNode content = messages.path(last).path("content");
        String end = type(content.path(content.size() - 1));
        boolean prefill = role(messages, last).equals("assistant") && end.equals("text");
        found.must(!prefill, "ends with words of the assistant");
        found.must(values(messages.path(last), "tool_use", "id").isEmpty(), "ends with a call");
    }

    private static void thinking(JsonNode request, Findings found) {
        JsonNode thinking = request.path("thinking");
        if (!type(thinking).equals("enabled")) {
            return;
        }
        int budget = thinking.path("budget_tokens").asInt(0);
        found.must(budget >= 1024, "budget " + budget);
        found.must(budget < request.path("max_tokens").asInt(0), "budget above max_tokens");
        String choice = type(request.path("tool_choice"));
        found.must(!choice.equals("any") && !choice.equals("tool"), "forced tool with thinking");
        JsonNode messages = request.path("messages");
        int last = messages.size() - 1;
        if (!values(messages.path(last), "tool_result", "tool_use_id").isEmpty()) {
            String first = type(messages.path(last - 1).path("content").path(0));
            found.must(first.endsWith("thinking"), "calls without the thinking before them");
        }
    }

    private static void marks(JsonNode request, Findings found) {
        List<JsonNode> marked = new ArrayList<>();
        request.path("system").forEach(marked::add);
        request.path("tools").forEach(marked::add);
        request.path("messages").forEach(m -> m.path("content").forEach(marked::add));
        marked.removeIf(block -> !block.has("cache_control"));
        found.must(marked.size() <= 4, marked.size() + " cache marks");
        marked.forEach(block -> found.must(!type(block).endsWith("thinking"), "marked thinking"));
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        Map<String, String> calls = new HashMap<>();
        var pairs = new ArrayList<Pair>();
        for (JsonNode message : request.path("messages")) {
            for (JsonNode block : message.path("content")) {
                if (type(block).equals("tool_use")) {
                    calls.put(
                            block.path("id").asString(),
                            block.path("name") + " " + block.path("input"));
                } else if (type(block).equals("tool_result")) {
                    String call = calls.getOrDefault(block.path("tool_use_id").asString(), "?");
                    pairs.add(new Pair(call, block.path("content").asString("")));
                }
            }
        }
        return pairs;
    }
}
