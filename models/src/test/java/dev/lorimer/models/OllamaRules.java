package dev.lorimer.models;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Ollama's own chat. The server itself refuses little; what a template can not say correctly
/// counts as refused here: results that do not stand in the order of their calls, above all.
// https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
final class OllamaRules implements WireRules {
    private static final String NAME = "[A-Za-z0-9_-]{1,64}";
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode messages = request.path("messages");
        found.must(!messages.isEmpty(), "no messages");
        found.must(request.at("/options/num_predict").asInt(0) > 0, "no limit of the reply");
        found.must(!request.path("truncate").asBoolean(true), "may leave out what does not fit");
        found.must(!request.has("format") || !request.has("tools"), "form beside tools");
        found.must(!request.has("format") || request.path("format").isObject(), "form");
        tools(request, found);
        Deque<JsonNode> open = new ArrayDeque<>();
        String before = "";
        for (int at = 0; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            String role = message.path("role").asString("");
            String place = "messages." + at;
            found.must(ROLES.contains(role), place + ": role " + role);
            found.must(!role.equals("system") || at == 0, place + ": late system");
            found.must(message.path("content").isString(), place + ": no content");
            if (role.equals("tool")) {
                result(message, open, place, found);
            } else {
                found.must(open.isEmpty(), place + ": calls without result " + open);
                open.clear();
            }
            if (role.equals("assistant")) {
                assistant(message, place, found, open);
            }
            pictures(message, role, place, found);
            before = role;
        }
        found.must(open.isEmpty(), "calls without result at the end " + open);
        // A template takes a last word of the model for the beginning of the reply.
        found.must(!before.equals("assistant"), "ends with the assistant");
        return found.found();
    }

    private static void tools(JsonNode request, Findings found) {
        JsonNode tools = request.path("tools");
        found.must(!request.has("tools") || !tools.isEmpty(), "empty tools");
        found.names(
                tools.valueStream().map(tool -> tool.at("/function/name").asString("")).toList(),
                NAME);
        for (JsonNode tool : tools) {
            found.must(tool.at("/function/parameters").isObject(), "parameters");
        }
    }

    private static void result(
            JsonNode message, Deque<JsonNode> open, String place, Findings found) {
        if (open.isEmpty()) {
            found.must(false, place + ": no open call");
            return;
        }
        JsonNode call = open.removeFirst();
        found.must(call.path("id").equals(message.path("tool_call_id")), place + ": id");
        found.must(call.at("/function/name").equals(message.path("tool_name")), place + ": tool");
    }

    private static void assistant(
            JsonNode message, String place, Findings found, Deque<JsonNode> open) {
        found.must(
                !message.has("tool_calls") || !message.path("tool_calls").isEmpty(),
                place + ": empty tool_calls");
        for (JsonNode call : message.path("tool_calls")) {
            String name = call.at("/function/name").asString("");
            found.must(name.matches(NAME), place + ": name \"" + name + "\"");
            found.must(call.at("/function/arguments").isObject(), place + ": arguments");
            open.addLast(call);
        }
    }

    private static void pictures(JsonNode message, String role, String place, Findings found) {
        JsonNode images = message.path("images");
        found.must(images.isMissingNode() || role.equals("user"), place + ": picture of " + role);
        for (JsonNode image : images) {
            found.picture("any", image, Set.of("any"), place);
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        var pairs = new ArrayList<Pair>();
        Deque<JsonNode> open = new ArrayDeque<>();
        for (JsonNode message : request.path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                open.addLast(call.path("function"));
            }
            if (message.path("role").asString("").equals("tool") && !open.isEmpty()) {
                JsonNode call = open.removeFirst();
                String said = call.path("name") + " " + call.path("arguments");
                pairs.add(new Pair(said, message.path("content").asString("")));
            }
        }
        return pairs;
    }
}
