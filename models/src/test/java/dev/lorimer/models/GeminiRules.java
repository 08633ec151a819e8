package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Gemini's generateContent.
///
/// @param signed whether the model wants a signature on the first call of each step, as those from
///   3 on do
// https://ai.google.dev/api/generate-content, .../docs/function-calling,
// .../docs/thought-signatures, and the texts of its 400 answers
record GeminiRules(boolean signed) implements WireRules {
    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}";
    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");
    private static final Set<String> KINDS =
            Set.of(
                    "text",
                    "inlineData",
                    "fileData",
                    "functionCall",
                    "functionResponse",
                    "executableCode",
                    "codeExecutionResult",
                    "toolCall",
                    "toolResponse");

    @Override
    public List<String> broken(JsonNode request) {
        var found = new Findings();
        JsonNode contents = request.path("contents");
        found.must(!contents.isEmpty(), "no contents");
        found.must(role(contents, 0).equals("user"), "first content is not the user's");
        request.path("systemInstruction")
                .path("parts")
                .forEach(part -> found.words(part.path("text"), "systemInstruction"));
        tools(request, found);
        for (int at = 0; at < contents.size(); at++) {
            String place = "contents." + at;
            JsonNode parts = contents.path(at).path("parts");
            found.must(!parts.isEmpty(), place + ": no parts");
            found.must(Set.of("user", "model").contains(role(contents, at)), place + ": role");
            boolean after = at > 0 && role(contents, at - 1).equals("model");
            found.must(!after || role(contents, at).equals("user"), place + ": model twice");
            parts.forEach(part -> part(part, place, found));
            answered(contents, at, found);
        }
        int last = contents.size() - 1;
        found.must(role(contents, last).equals("user"), "last content is not the user's");
        if (signed) {
            signatures(contents, found);
        }
        return found.found();
    }

    private static String role(JsonNode contents, int at) {
        return contents.path(at).path("role").asString("");
    }

    private static void tools(JsonNode request, Findings found) {
        List<JsonNode> all =
                request.path("tools")
                        .valueStream()
                        .flatMap(tool -> tool.path("functionDeclarations").valueStream())
                        .toList();
        found.names(all.stream().map(tool -> tool.path("name").asString("")).toList(), NAME);
    }

    private static void part(JsonNode part, String place, Findings found) {
        List<String> kinds =
                part.propertyStream().map(m -> m.getKey()).filter(KINDS::contains).toList();
        boolean thought = part.has("thoughtSignature");
        found.must(kinds.size() == 1 || (kinds.isEmpty() && thought), place + ": kinds " + kinds);
        if (part.has("text")) {
            boolean said = !part.path("text").asString("").isEmpty();
            found.must(said || thought, place + ": empty text");
        }
        if (part.has("inlineData")) {
            JsonNode data = part.path("inlineData");
            String type = data.path("mimeType").asString("");
            found.picture(type, data.path("data"), PICTURES, place);
        }
        for (String kind : List.of("functionCall", "functionResponse")) {
            if (part.has(kind)) {
                String name = part.path(kind).path("name").asString("");
                found.must(name.matches(NAME), place + ": name \"" + name + "\"");
            }
        }
        JsonNode args = part.path("functionCall").path("args");
        found.must(args.isMissingNode() || args.isObject(), place + ": args are no object");
        boolean answers = part.has("functionResponse");
        JsonNode response = part.path("functionResponse").path("response");
        found.must(!answers || response.isObject(), place + ": response is no object");
    }

    private static List<JsonNode> of(JsonNode content, String kind) {
        return content.path("parts")
                .valueStream()
                .filter(part -> part.has(kind))
                .map(part -> part.path(kind))
                .toList();
    }

    /// As many responses as calls, in the very next content, of the same names in the same order.
    private static void answered(JsonNode contents, int at, Findings found) {
        List<JsonNode> responses = of(contents.path(at), "functionResponse");
        List<JsonNode> calls = at == 0 ? List.of() : of(contents.path(at - 1), "functionCall");
        found.must(names(calls).equals(names(responses)), "responses in " + at);
        found.must(ids(responses).isEmpty() || ids(calls).equals(ids(responses)), "ids in " + at);
    }

    private static List<String> names(List<JsonNode> parts) {
        return parts.stream().map(part -> part.path("name").asString("")).toList();
    }

    private static List<String> ids(List<JsonNode> parts) {
        return parts.stream()
                .map(p -> p.path("id").asString(""))
                .filter(i -> !i.isEmpty())
                .toList();
    }

    /// Since the user last spoke, the first call of each step carries a signature.
    private static void signatures(JsonNode contents, Findings found) {
        int from = 0;
        for (int at = 0; at < contents.size(); at++) {
            boolean spoke = !of(contents.path(at), "text").isEmpty();
            from = spoke && role(contents, at).equals("user") ? at : from;
        }
        for (int at = from; at < contents.size(); at++) {
            contents.path(at)
                    .path("parts")
                    .valueStream()
                    .filter(part -> part.has("functionCall"))
                    .findFirst()
                    .ifPresent(part ->
                            found.must(part.has("thoughtSignature"), "a call without signature"));
        }
    }

    @Override
    public List<Pair> pairs(JsonNode request) {
        var pairs = new ArrayList<Pair>();
        JsonNode contents = request.path("contents");
        for (int at = 1; at < contents.size(); at++) {
            List<JsonNode> calls = of(contents.path(at - 1), "functionCall");
            List<JsonNode> responses = of(contents.path(at), "functionResponse");
            for (int i = 0; i < Math.min(calls.size(), responses.size()); i++) {
                pairs.add(
                        new Pair(
                                calls.get(i).path("name") + " " + calls.get(i).path("args"),
                                responses.get(i).path("response").toString()));
            }
        }
        return pairs;
    }
}
