package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// OpenAI's Responses, without state kept at the server.
// https://platform.openai.com/docs/api-reference/responses/create, and the texts of its 400 answers
final class ResponsesRules implements WireRules {
    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";
    private static final int ID_MAX = 64;
    private static final int OUTPUT_MIN = 16;
    private static final Set<String> PICTURES =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode input = request.path("input");
        found.must(input.isArray() && !input.isEmpty(), "no input");
        found.must(request.path("max_output_tokens").asInt(0) >= OUTPUT_MIN, "max_output_tokens");
        tools(request, found);
        Set<String> open = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < input.size(); at++) {
            JsonNode item = input.path(at);
            String place = "input." + at;
            String id = item.path("id").asString("");
            found.must(id.isEmpty() || ids.add(id), place + ": item twice \"" + id + "\"");
            switch (type(item)) {
                case "message" -> message(item, place, found, open);
                case "function_call" -> call(item, place, found, open);
                case "function_call_output" -> {
                    String callId = item.path("call_id").asString("");
                    found.must(open.remove(callId), place + ": no open call \"" + callId + "\"");
                    JsonNode output = item.path("output");
                    found.must(output.isString() || output.isArray(), place + ": no output");
                }
                case "reasoning" -> {
                    found.must(item.path("summary").isArray(), place + ": no summary");
                    found.must(ledOn(input, at), place + ": reasoning that leads to nothing");
                }
                default -> found.must(!type(item).isEmpty(), place + ": no type");
            }
        }
        found.must(open.isEmpty(), "calls without output " + open);
        return found.found();
    }

    private static String type(JsonNode item) {
        String type = item.path("type").asString("");
        return type.isEmpty() && item.has("role") ? "message" : type;
    }

    /// What the model thought stands before what came of it.
    private static boolean ledOn(JsonNode input, int at) {
        JsonNode next = input.path(at + 1);
        return switch (type(next)) {
            case "", "function_call_output" -> false;
            case "message" -> next.path("role").asString("").equals("assistant");
            default -> true;
        };
    }

    private static void tools(JsonNode request, Findings found) {
        List<JsonNode> functions =
                request.path("tools")
                        .valueStream()
                        .filter(tool -> tool.path("type").asString("").equals("function"))
                        .toList();
        found.names(functions.stream().map(tool -> tool.path("name").asString("")).toList(), NAME);
        functions.forEach(tool -> found.must(tool.path("parameters").isObject(), "parameters"));
    }

    private static void call(JsonNode item, String place, Findings found, Set<String> open) {
        String callId = item.path("call_id").asString("");
        found.must(!callId.isBlank() && callId.length() <= ID_MAX, place + ": call_id");
        found.must(open.add(callId), place + ": call_id twice \"" + callId + "\"");
        found.must(item.path("name").asString("").matches(NAME), place + ": name");
        found.must(item.path("arguments").isString(), place + ": arguments");
        String id = item.path("id").asString("fc_");
        found.must(id.startsWith("fc"), place + ": id \"" + id + "\"");
    }

    private static void message(JsonNode item, String place, Findings found, Set<String> open) {
        String role = item.path("role").asString("");
        found.must(Set.of("user", "assistant", "system", "developer").contains(role), place);
        // A user between call and output gets "no tool output found".
        found.must(role.equals("assistant") || open.isEmpty(), place + ": open calls " + open);
        JsonNode content = item.path("content");
        boolean any = content.isString() || (content.isArray() && !content.isEmpty());
        found.must(any, place + ": no content");
        String id = item.path("id").asString("msg_");
        found.must(id.startsWith("msg"), place + ": id \"" + id + "\"");
        for (JsonNode part : content) {
            String type = part.path("type").asString("");
            boolean own = Set.of("output_text", "refusal").contains(type);
            found.must(own == role.equals("assistant"), place + ": " + type + " of " + role);
            if (type.equals("input_image")) {
                String url = part.path("image_url").asString("");
                String media = url.replaceFirst("data:([^;]*);.*", "$1");
                String data = url.substring(url.indexOf(',') + 1);
                JsonNode base64 = StrictText.newObject().put("d", data).path("d");
                found.picture(media, base64, PICTURES, place);
            } else if (!type.equals("refusal")) {
                found.must(part.path("text").isString(), place + ": no text");
            }
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        Map<String, String> calls = new HashMap<>();
        var pairs = new ArrayList<Pair>();
        for (JsonNode item : request.path("input")) {
            String id = item.path("call_id").asString("");
            if (type(item).equals("function_call")) {
                calls.put(id, item.path("name") + " " + item.path("arguments").asString(""));
            } else if (type(item).equals("function_call_output")) {
                JsonNode output = item.path("output");
                String said = output.isString() ? output.asString() : output.toString();
                pairs.add(new Pair(calls.getOrDefault(id, "?"), said));
            }
        }
        return pairs;
    }
}
