package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Cohere's Chat, second version.
// https://docs.cohere.com/reference/chat, and the texts at https://docs.cohere.com/reference/errors
final class CohereRules implements WireRules {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,63}";
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode messages = request.path("messages");
        found.must(!messages.isEmpty(), "no messages");
        found.must(request.path("max_tokens").asInt(0) > 0, "no limit of the reply");
        tools(request, found);
        manner(request, found);
        Set<String> ever = new HashSet<>();
        Set<String> open = new HashSet<>();
        String before = "";
        for (int at = 0; at < messages.size(); at++) {
            JsonNode message = messages.path(at);
            String role = message.path("role").asString("");
            String place = "messages." + at;
            found.must(ROLES.contains(role), place + ": role " + role);
            found.must(!role.equals("system") || at == 0, place + ": late system");
            if (role.equals("tool")) {
                String id = message.path("tool_call_id").asString("");
                found.must(open.remove(id), place + ": no open call \"" + id + "\"");
                found.words(message.path("content"), place);
            } else {
                found.must(open.isEmpty(), place + ": calls without result " + open);
                open.clear();
            }
            if (role.equals("assistant")) {
                assistant(message, place, found, open);
                open.forEach(id -> found.must(ever.add(id), place + ": id again " + id));
            }
            if (role.equals("user")) {
                user(message.path("content"), place, found);
            }
            before = role;
        }
        found.must(open.isEmpty(), "calls without result at the end " + open);
        found.must(before.equals("user") || before.equals("tool"), "ends with the " + before);
        return found.found();
    }

    private static void manner(JsonNode request, Findings found) {
        JsonNode format = request.path("response_format");
        found.must(format.isMissingNode() || !request.has("tools"), "form beside tools");
        JsonNode schema = format.path("json_schema");
        found.must(
                format.isMissingNode() || !schema.path("required").isEmpty(), "nothing required");
        found.must(request.at("/thinking/token_budget").asInt(1) > 0, "no budget for the thinking");
    }

    private static void tools(JsonNode request, Findings found) {
        JsonNode tools = request.path("tools");
        found.must(!request.has("tools") || !tools.isEmpty(), "empty tools");
        found.names(
                tools.valueStream().map(tool -> tool.at("/function/name").asString("")).toList(),
                NAME);
        for (JsonNode tool : tools) {
            String type = tool.at("/function/parameters/type").asString("");
            found.must(type.equals("object"), "a schema of no object");
        }
    }

    private static void assistant(
            JsonNode message, String place, Findings found, Set<String> open) {
        JsonNode calls = message.path("tool_calls");
        JsonNode content = message.path("content");
        found.must(!calls.isEmpty() || !content.isEmpty(), place + ": no message");
        for (JsonNode part : content) {
            boolean thought = part.path("type").asString("").equals("thinking");
            found.words(part.path(thought ? "thinking" : "text"), place);
        }
        for (JsonNode call : calls) {
            String id = call.path("id").asString("");
            found.must(id.matches("[A-Za-z0-9_-]{1,128}"), place + ": id \"" + id + "\"");
            found.must(open.add(id), place + ": id twice \"" + id + "\"");
            found.must(call.path("type").asString("").equals("function"), place + ": type");
            String name = call.at("/function/name").asString("");
            found.must(name.matches(NAME), place + ": name \"" + name + "\"");
            String arguments = call.at("/function/arguments").stringValueOpt().orElse("");
            found.must(StrictText.object(arguments).isPresent(), place + ": arguments");
        }
    }

    private static void user(JsonNode content, String place, Findings found) {
        if (!content.isArray()) {
            found.words(content, place);
            return;
        }
        found.must(!content.isEmpty(), place + ": nothing");
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
