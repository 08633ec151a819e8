package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What oracles of several wires share.
final class Plain {
    private Plain() {}

    /// The JSON of each event of a stream, or the one piece that a whole reply is; nothing where
    /// there is no JSON.
    static List<JsonNode> pieces(Recorded recorded) {
        var pieces = new ArrayList<JsonNode>();
        if (!recorded.response().has("sse") || recorded.lines()) {
            String text = recorded.text();
            List<String> jsons = recorded.lines() ? text.lines().toList() : List.of(text);
            for (String json : jsons) {
                StrictText.tree(json).filter(JsonNode::isObject).ifPresent(pieces::add);
            }
            return pieces;
        }
        var data = new StringBuilder();
        for (String line : (recorded.text() + "\n\n").split("\r\n|\r|\n", -1)) {
            if (line.startsWith("data:")) {
                data.append(line.substring(5)).append('\n');
            } else if (line.isEmpty()) {
                StrictText.tree(data.toString()).filter(JsonNode::isObject).ifPresent(pieces::add);
                data.setLength(0);
            }
        }
        return pieces;
    }

    /// The same text as a typewriter has it, and without blanks around it: some recorders wrote
    /// requests down so.
    static String straight(String text) {
        return text.replaceAll("[\u2018\u2019]", "'")
                .replaceAll("[\u201c\u201d]", "\"")
                .replaceAll("[\u2013\u2014]", "-")
                .replace("\u2026", "...")
                .strip();
    }

    /// Every string in it that is not empty.
    static List<String> strings(JsonNode json) {
        var strings = new ArrayList<String>();
        json.stringValueOpt().filter(text -> !text.isEmpty()).ifPresent(strings::add);
        json.forEach(child -> strings.addAll(strings(child)));
        return strings;
    }
}
