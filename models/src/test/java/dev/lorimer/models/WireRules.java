package dev.lorimer.models;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a provider accepts as a request, by its own documentation and the errors it is known to
/// answer with. Written without a look at the codecs.
interface WireRules {
    /// What the provider would refuse, each with its place; empty when the request is fine.
    List<String> broken(JsonNode request);

    /// Each call of the conversation with its result, as they stand in the request.
    List<Pair> pairs(JsonNode request);

    /// @param call name and arguments, as text
    record Pair(String call, String result) {}

    /// Collects what is wrong.
    final class Findings {
        private final List<String> found = new ArrayList<>();

        void must(boolean holds, String what) {
            if (!holds) {
                found.add(what);
            }
        }

        List<String> found() {
            return List.copyOf(found);
        }

        /// A text that is there and is not blank.
        void words(JsonNode text, String place) {
            must(text.isString() && !text.asString().isBlank(), place + ": blank text");
        }

        void picture(String type, JsonNode base64, Set<String> types, String place) {
            must(types.contains(type), place + ": picture of type " + type);
            must(isBase64(base64.asString("")), place + ": no base64");
        }

        private static boolean isBase64(String text) {
            try {
                return Base64.getDecoder().decode(text).length > 0;
            } catch (IllegalArgumentException not) {
                return false;
            }
        }

        /// Names of tools, unique and of the form that is wanted.
        void names(List<String> names, String form) {
            names.forEach(name -> must(name.matches(form), "tool name \"" + name + "\""));
            must(new HashSet<>(names).size() == names.size(), "tool names twice " + names);
        }
    }
}
