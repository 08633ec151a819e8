package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// OpenAI's Chat Completions.
// https://platform.openai.com/docs/api-reference/chat/create, and the texts of its 400 answers
final class ChatRules implements WireRules {
    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";
    private static final int ID_MAX = 40;
    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool");
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode messages = request.path("messages");
        found.must(!messages.isEmpty(), "no messages");
        found.must(limited(request), "no limit of the reply");
        tools(request, found);
        Set<String> open = new HashSet<>();
        String before = "";
        for (int at = 0; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            String role = message.path("role").asString("");
            String place = "messages." + at;
            found.must(ROLES.contains(role), place + ": role " + role);
            found.must(!role.equals("system") || at == 0, place + ": late system");
            found.must(!role.equals("user") || !before.equals("user"), place + ": user twice");
            if (role.equals("tool")) {
                String id = message.path("tool_call_id").asString("");
                found.must(open.remove(id), place + ": no open call \"" + id + "\"");
                found.must(message.path("content").isString(), place + ": no content");
            } else {
                found.must(open.isEmpty(), place + ": calls without result " + open);
                open.clear();
            }
            if (role.equals("assistant")) {
                assistant(message, place, found, open);
            }
            if (role.equals("user")) {
                user(message.path("content"), place, found);
            }
            before = role;
        }
        found.must(open.isEmpty(), "calls without result at the end " + open);
        // Mistral refuses that, and so do many chat templates.
        found.must(!before.equals("assistant"), "ends with the assistant");
        return found.found();
    }

    private static boolean limited(JsonNode request) {
        return request.path("max_tokens").asInt(0) > 0
                != request.path("max_completion_tokens").asInt(0) > 0;
    }

    private static void tools(JsonNode request, Findings found) {
        JsonNode tools = request.path("tools");
        found.must(!request.has("tools") || !tools.isEmpty(), "empty tools");
        found.names(
                tools.valueStream().map(tool -> tool.at("/function/name").asString("")).toList(),
                NAME);
        for (JsonNode tool : tools) {
            found.must(tool.path("type").asString("").equals("function"), "type of a tool");
            found.must(tool.at("/function/parameters").isObject(), "parameters");
        }
    }

    private static void assistant(
            JsonNode message, String place, Findings found, Set<String> open) {
        JsonNode calls = message.path("tool_calls");
        JsonNode content = message.path("content");
        found.must(!message.has("tool_calls") || !calls.isEmpty(), place + ": empty tool_calls");
        found.must(
                !calls.isEmpty() || content.isString() || !content.isEmpty(), place + ": nothing");
        for (JsonNode call : calls) {
            String id = call.path("id").asString("");
            found.must(!id.isBlank() && id.length() <= ID_MAX, place + ": id \"" + id + "\"");
            found.must(open.add(id), place + ": id twice \"" + id + "\"");
            found.must(call.path("type").asString("").equals("function"), place + ": type");
            String name = call.at("/function/name").asString("");
            found.must(name.matches(NAME), place + ": name \"" + name + "\"");
            found.must(call.at("/function/arguments").isString(), place + ": arguments");
        }
        content.forEach(part -> {
            String type = part.path("type").asString("");
            found.must(!type.equals("image_url"), place + ": picture of the assistant");
        });
    }

    private static void user(JsonNode content, String place, Findings found) {
        found.must(content.isString() || (content.isArray() && !content.isEmpty()), place);
        for (JsonNode part : content) {
            switch (part.path("type").asString("")) {
                case "text" -> found.words(part.path("text"), place);
                case "image_url" -> {
                    String url = part.at("/image_url/url").asString("");
                    found.must(url.startsWith("data:"), place + ": no data URL");
                    String type = url.replaceFirst("data:([^;]*);.*", "$1");
                    String data = url.substring(url.indexOf(',') + 1);
                    JsonNode base64 = StrictText.newObject().put("d", data).path("d");
                    found.picture(type, base64, PICTURES, place);
                }
                default -> found.must(false, place + ": part " + part.path("type"));
            }
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        Map<String, String> calls = new HashMap<>();
        var pairs = new ArrayList<Pair>();
        for (JsonNode message : request.path("messages")) {
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                calls.put(
                        call.path("id").asString(),
                        function.path("name") + " " + function.path("arguments").asString(""));
            }
            if (message.path("role").asString("").equals("tool")) {
                String call = calls.getOrDefault(message.path("tool_call_id").asString(""), "?");
                pairs.add(new Pair(call, message.path("content").asString("")));
            }
        }
        return pairs;
    }
}
