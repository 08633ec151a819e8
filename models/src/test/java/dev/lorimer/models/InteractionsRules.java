package dev.lorimer.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Google's Interactions, with the steps of the edition of 2026-05-20.
// https://ai.google.dev/gemini-api/docs/interactions, and the types of google-genai
final class InteractionsRules implements WireRules {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.:-]{0,63}";
    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");
    private static final Set<String> STEPS =
            Set.of(
                    "user_input",
                    "model_output",
                    "thought",
                    "function_call",
                    "function_result",
                    "google_search_call",
                    "google_search_result",
                    "code_execution_call",
                    "code_execution_result",
                    "url_context_call",
                    "url_context_result");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode steps = request.path("input");
        found.must(!steps.isEmpty(), "no input");
        found.must(type(steps.path(0)).equals("user_input"), "the user does not begin");
        String last = type(steps.path(steps.size() - 1));
        found.must(Set.of("user_input", "function_result").contains(last), "ends with " + last);
        found.must(!request.path("store").asBoolean(true), "is kept at the provider");
        found.must(
                request.at("/generation_config/max_output_tokens").asInt(0) > 0,
                "no limit of the reply");
        tools(request.path("tools"), found);
        Set<String> ids = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (int at = 0; at < steps.size(); at++) {
            step(steps.path(at), "input." + at, found, ids, open);
        }
        found.must(open.isEmpty(), "calls without result " + open);
        return found.found();
    }

    private static String type(JsonNode step) {
        return step.path("type").asString("");
    }

    private static void tools(JsonNode tools, Findings found) {
        found.names(tools.valueStream().map(tool -> tool.path("name").asString("")).toList(), NAME);
        for (JsonNode tool : tools) {
            found.must(type(tool).equals("function"), "tool of type " + type(tool));
            found.must(tool.path("parameters").isObject(), "parameters");
        }
    }

    private static void step(
            JsonNode step, String place, Findings found, Set<String> ids, Set<String> open) {
        found.must(STEPS.contains(type(step)), place + ": type \"" + type(step) + "\"");
        boolean call = type(step).equals("function_call");
        boolean result = type(step).equals("function_result");
        // Between calls and their results stands nobody's word.
        found.must(call || result || open.isEmpty(), place + ": calls without result " + open);
        switch (type(step)) {
            case "user_input", "model_output" -> content(step.path("content"), place, found);
            case "thought" -> {
                boolean signed = !step.path("signature").asString("").isEmpty();
                found.must(signed || !step.path("summary").isEmpty(), place + ": empty thought");
            }
            case "function_call" -> {
                String id = step.path("id").asString("");
                found.must(!id.isBlank() && ids.add(id), place + ": id \"" + id + "\"");
                open.add(id);
                found.must(step.path("name").asString("").matches(NAME), place + ": name");
                found.must(step.path("arguments").isObject(), place + ": arguments");
            }
            case "function_result" -> {
                String id = step.path("call_id").asString("");
                found.must(open.remove(id), place + ": no open call \"" + id + "\"");
                found.words(step.path("result"), place);
            }
            default -> {}
        }
    }

    private static void content(JsonNode content, String place, Findings found) {
        found.must(content.isArray() && !content.isEmpty(), place + ": empty");
        for (JsonNode block : content) {
            switch (type(block)) {
                case "text" -> found.words(block.path("text"), place);
                case "image" ->
                        found.picture(
                                block.path("mime_type").asString(""),
                                block.path("data"),
                                PICTURES,
                                place);
                default -> found.must(false, place + ": content \"" + type(block) + "\"");
            }
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        Map<String, String> calls = new HashMap<>();
        var pairs = new ArrayList<Pair>();
        for (JsonNode step : request.path("input")) {
            if (type(step).equals("function_call")) {
                calls.put(
                        step.path("id").asString(""),
                        step.path("name") + " " + step.path("arguments"));
            } else if (type(step).equals("function_result")) {
                String call = calls.getOrDefault(step.path("call_id").asString(""), "?");
                pairs.add(new Pair(call, step.path("result").asString("")));
            }
        }
        return pairs;
    }
}
