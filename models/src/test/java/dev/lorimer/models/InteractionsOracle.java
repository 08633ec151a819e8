package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Google's Interactions, read plainly.
final class InteractionsOracle implements Oracle {
    /// Says nothing but what the rest is.
    private static final Set<String> LABELS = Set.of("type");

    @Override
    public int wholeFrom(Recorded recorded) {
        String text = recorded.text();
        int event = Math.max(text.indexOf("interaction.complete"), 0);
        // The last event's line, wherever in it the name stands.
        int line = text.lastIndexOf("data:", text.lastIndexOf("\"interaction.complete"));
        int end = text.indexOf('\n', Math.max(line, event));
        String whole = line < 0 || end < 0 ? text : text.substring(0, end);
        return whole.stripTrailing().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public Optional<PlainReading> reply(Recorded recorded) {
        var read = new Reading();
        for (JsonNode piece : Plain.pieces(recorded)) {
            String event = piece.path("event_type").asString("");
            if (event.startsWith("interaction.complete")) {
                read.end(piece.path("interaction"));
            } else if (event.isEmpty()) {
                boolean steps = piece.path("steps").isArray();
                int index = 0;
                for (JsonNode step : steps ? piece.path("steps") : piece.path("outputs")) {
                    read.step(index++, step);
                }
                read.end(piece);
            } else if (event.endsWith(".start")) {
                JsonNode step = piece.has("step") ? piece.path("step") : piece.path("content");
                read.step(piece.path("index").asInt(), step);
            } else if (event.endsWith(".delta")) {
                read.delta(piece.path("index").asInt(), piece.path("delta"));
            }
        }
        return read.status.isEmpty() ? Optional.empty() : Optional.of(read.reading());
    }

    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, String> types = new TreeMap<>();
        private final Map<Integer, String[]> calls = new TreeMap<>();
        private final List<String> secrets = new ArrayList<>();
        private boolean deeds;
        private String status = "";
        private Reply.Usage usage = Reply.Usage.NONE;

        void step(int index, JsonNode step) {
            String type = step.path("type").asString("");
            types.put(index, type);
            switch (type) {
                case "model_output" -> step.path("content").forEach(this::content);
                case "thought" -> keep(step);
                case "user_input" -> {}
                case "function_call" -> {
                    JsonNode arguments = step.path("arguments");
                    calls.put(
                            index,
                            new String[] {
                                step.path("id").asString(),
                                step.path("name").asString(""),
                                arguments.isEmpty() ? "" : arguments.toString()
                            });
                }
                default -> content(step);
            }
        }

        private void content(JsonNode content) {
            if (content.path("type").asString("").equals("text")) {
                text.append(content.path("text").asString(""));
                secrets.addAll(Plain.strings(content.path("annotations")));
            } else {
                deeds = true;
                keep(content);
            }
        }

        private void keep(JsonNode json) {
            json.forEachEntry((name, value) -> {
                if (!LABELS.contains(name)) {
                    secrets.addAll(Plain.strings(value));
                }
            });
        }

        void delta(int index, JsonNode delta) {
            String type = types.getOrDefault(index, "");
            if (calls.containsKey(index)) {
                JsonNode arguments = delta.path("arguments");
                calls.get(index)[2] +=
                        arguments.isObject() ? arguments.toString() : arguments.asString("");
                return;
            }
            boolean output = type.equals("model_output") || type.equals("text");
            if (output && delta.path("type").asString("").startsWith("text")) {
                text.append(delta.path("text").asString(""));
                secrets.addAll(Plain.strings(delta.path("annotations")));
                return;
            }
            deeds |= output;
            if (!type.equals("user_input")) {
                keep(delta);
            }
        }

        void end(JsonNode interaction) {
            status = interaction.path("status").asString("");
            JsonNode used = interaction.path("usage");
            long thought = used.path("total_thought_tokens").asLong(0);
            usage =
                    new Reply.Usage(
                            used.path("total_input_tokens").asLong(0)
                                    + used.path("total_tool_use_tokens").asLong(0),
                            used.path("total_output_tokens").asLong(0) + thought,
                            used.path("total_cached_tokens").asLong(0),
                            0,
                            thought);
        }

        PlainReading reading() {
            List<PlainCall> called =
                    calls.values().stream().map(c -> PlainCall.of(c[0], c[1], c[2])).toList();
            Reply.Stop stop =
                    status.equals("incomplete")
                            ? Reply.Stop.LENGTH
                            : called.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
            return new PlainReading(text.toString(), called, usage, stop, secrets, deeds);
        }
    }

    @Override
    public Optional<PlainTurn> turn(JsonNode request, PlainReading answer) {
        var turns = new ArrayList<PlainTurn>();
        var steps = new ArrayList<JsonNode>();
        for (JsonNode step : request.path("input")) {
            flatten(step, steps);
        }
        for (int at = 0; at < steps.size(); ) {
            int end = at;
            while (end < steps.size() && !asked(steps.get(end))) {
                end++;
            }
            if (end > at) {
                turns.add(turn(steps.subList(at, end), steps.subList(end, steps.size())));
            }
            at = end + 1;
        }
        return PlainTurn.matching(turns, answer);
    }

    /// The edition before had turns with roles, and results inside of what the user put in.
    private static void flatten(JsonNode step, List<JsonNode> steps) {
        boolean user = step.path("role").asString("").equals("user");
        boolean input = step.path("type").asString("").equals("user_input");
        if (!step.has("role") && !input) {
            steps.add(step);
            return;
        }
        JsonNode content = step.path("content");
        if (content.isString()) {
            content = StrictText.newArray().add(text(content.asString()));
        }
        for (JsonNode block : content) {
            boolean result = block.path("type").asString("").equals("function_result");
            ObjectNode asked = StrictText.newObject().put("type", "user_input");
            steps.add((user || input) && !result ? asked : block);
        }
    }

    private static ObjectNode text(String text) {
        return StrictText.newObject().put("type", "text").put("text", text);
    }

    private static boolean asked(JsonNode step) {
        return Set.of("user_input", "function_result").contains(step.path("type").asString(""));
    }

    private static PlainTurn turn(List<JsonNode> said, List<JsonNode> after) {
        var text = new StringBuilder();
        var calls = new ArrayList<PlainCall>();
        var thoughts = new ArrayList<JsonNode>();
        for (JsonNode step : said) {
            switch (step.path("type").asString("")) {
                case "model_output" ->
                        step.path("content")
                                .forEach(block -> text.append(block.path("text").asString("")));
                case "text" -> text.append(step.path("text").asString(""));
                case "function_call" ->
                        calls.add(
                                PlainCall.of(
                                        step.path("id").asString(""),
                                        step.path("name").asString(""),
                                        step.path("arguments").toString()));
                default ->
                        Plain.strings(step).forEach(one -> thoughts.add(StringNode.valueOf(one)));
            }
        }
        return new PlainTurn(text.toString(), calls, thoughts, results(after));
    }

    private static List<PlainTurn.PlainResult> results(List<JsonNode> after) {
        var results = new ArrayList<PlainTurn.PlainResult>();
        var seen = new HashSet<String>();
        for (JsonNode step : after) {
            if (!asked(step)) {
                break;
            }
            String id = step.path("call_id").asString("");
            if (!id.isEmpty() && seen.add(id)) {
                results.add(
                        new PlainTurn.PlainResult(
                                id,
                                step.path("name").asString(""),
                                said(step.path("result")),
                                step.path("is_error").asBoolean(false)));
            }
        }
        return results;
    }

    private static String said(JsonNode result) {
        if (!result.isArray()) {
            return result.asString(result.toString());
        }
        var text = new StringBuilder();
        result.forEach(block -> text.append(block.path("text").asString(block.toString())));
        return text.toString();
    }
}
