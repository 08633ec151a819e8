package dev.lorimer.app;

import static dev.lorimer.app.AgentDialect.object;

import dev.lorimer.govern.Brief;
import dev.lorimer.govern.Explanation;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.GitException;
import dev.lorimer.govern.git.GitTree;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What other agents can ask the judge. Nothing of it changes a file.
final class McpTools {
    private final Path folder;
    private final Chambers chambers;

    /// @param folder in the repository that is asked about
    McpTools(Path folder, Chambers chambers) {
        this.chambers = chambers;
        this.folder = folder;
    }

    static final class UnknownTool extends RuntimeException {
        UnknownTool(String message) {
            super(message);
        }
    }

    List<Map<String, Object>> described() {
        var text = object("type", "string");
        return List.of(
                tool(
                        "decisions_for",
                        "The recorded decisions that bind work on these files or on this task: what is forbidden, why, and how to comply. Ask before you edit.",
                        object(
                                "paths",
                                object(
                                        "type", "array",
                                        "items", text,
                                        "description", "Paths from the top of the repository."),
                                "task",
                                object("type", "string", "description", "What is to be done.")),
                        List.of()),
                tool(
                        "judge_change",
                        "Holds a change against the recorded decisions: by default the files as they are now against HEAD; or a diff against a commit; or one commit against another. Ask before you call work done.",
                        object(
                                "base",
                                object(
                                        "type", "string",
                                        "description", "Where the change starts; default HEAD."),
                                "head",
                                object(
                                        "type", "string",
                                        "description", "A commit where it ends; not with diff."),
                                "diff",
                                object(
                                        "type", "string",
                                        "description",
                                                "A diff as git diff writes it, from base; not with head.")),
                        List.of()),
                tool(
                        "explain",
                        "One decision or constraint in full.",
                        object(
                                "id",
                                object(
                                        "type", "string",
                                        "description", "For example D-0007 or D-0007#no-gson.")),
                        List.of("id")));
    }

    private static Map<String, Object> tool(
            String name,
            String description,
            Map<String, Object> properties,
            List<String> required) {
        var schema =
                object("type", "object", "properties", properties, "additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return object(
                "name", name,
                "description", description,
                "inputSchema", schema,
                "annotations", object("readOnlyHint", true, "openWorldHint", false));
    }

    /// What a wrong argument is answered with is for the model, not for its client.
    Map<String, Object> call(String name, JsonNode arguments) {
        var tool =
                described().stream()
                        .filter(one -> name.equals(one.get("name")))
                        .findFirst()
                        .orElseThrow(() ->
                                new UnknownTool(
                                        "there is no tool \"%s\"; there are decisions_for, judge_change, explain"
                                                .formatted(name)));
        try {
            check(tool, arguments);
            return switch (name) {
                case "decisions_for" -> decisionsFor(arguments);
                case "judge_change" -> judgeChange(arguments);
                default -> explain(arguments.path("id").stringValue());
            };
        } catch (Failure | GitException e) {
            return object(
                    "content",
                    List.of(object("type", "text", "text", Main.line(e))),
                    "isError",
                    true);
        }
    }

    private static void check(Map<String, Object> tool, JsonNode arguments) {
        if (!arguments.isMissingNode() && !arguments.isObject()) {
            throw Failure.usage("the arguments are no object");
        }
        var schema = (Map<?, ?>) tool.getOrDefault("inputSchema", Map.of());
        var known = (Map<?, ?>) schema.get("properties");
        for (var argument : arguments.properties()) {
            var name = argument.getKey();
            var value = argument.getValue();
            if (known == null || !known.containsKey(name)) {
                throw Failure.usage(
                        "argument \"%s\" is not known; take %s",
                        name, known == null ? "none" : String.join(", ", names(known)));
            }
            boolean fits =
                    name.equals("paths")
                            ? value.isArray()
                                    && value.values().stream().allMatch(JsonNode::isString)
                            : value.isString();
            if (!fits) {
                throw Failure.usage(
                        "argument \"%s\" is no %s",
                        name, name.equals("paths") ? "list of texts" : "text");
            }
        }
        if (schema.get("required") instanceof List<?> required) {
            for (var name : required) {
                if (!arguments.has(String.valueOf(name))) {
                    throw Failure.usage("argument \"%s\" is missing", name);
                }
            }
        }
    }

    private static List<String> names(Map<?, ?> properties) {
        return properties.keySet().stream().map(String::valueOf).toList();
    }

    private Map<String, Object> decisionsFor(JsonNode arguments) {
        var words = new ArrayList<String>();
        words.add(arguments.path("task").asString(""));
        arguments.path("paths").values().forEach(path -> words.add(path.stringValue()));
        var git = Repositories.git(folder);
        try (var tree = GitTree.of(git, "HEAD")) {
            var law = chambers.law(tree);
            var brief = Brief.of(law, tree, String.join("\n", words));
            return answer(Report.text(brief), Report.json(brief));
        }
    }

    private Map<String, Object> judgeChange(JsonNode arguments) {
        var base = arguments.path("base").asString("HEAD");
        if (arguments.has("head") && arguments.has("diff")) {
            throw Failure.usage("give head or diff, not both");
        }
        var git = Repositories.git(folder);
        var judging =
                new Judging(
                        chambers,
                        git,
                        new Inquiry(
                                Phase.FINISH,
                                LocalDate.now(ZoneOffset.UTC),
                                new Actor.Agent("unnamed"),
                                Set.of()));
        Judging.Ruling ruling;
        if (arguments.has("diff")) {
            try (var diff = DiffTree.of(git, base, arguments.path("diff").stringValue());
                    var before = GitTree.of(git, base);
                    var after = diff.open()) {
                ruling = judging.ruling(before, after);
            }
        } else if (arguments.has("head")) {
            ruling = judging.between(base, arguments.path("head").stringValue());
        } else {
            ruling = judging.worktree(base);
        }
        return answer(Report.text(ruling.verdict()), Report.json(ruling.verdict()));
    }

    private Map<String, Object> explain(String id) {
        var git = Repositories.git(folder);
        try (var tree = GitTree.of(git, "HEAD")) {
            var law = chambers.law(tree);
            var found =
                    Explanation.of(law, tree, id)
                            .orElseThrow(() ->
                                    Failure.usage(
                                            "there is no decision \"%s\"; decisions_for names those there are",
                                            id));
            return answer(Report.text(found), Report.json(found));
        }
    }

    private static Map<String, Object> answer(String text, String json) {
        return object(
                "content",
                List.of(object("type", "text", "text", text)),
                "structuredContent",
                Json.object(json).<Object>map(node -> node).orElseGet(Map::of),
                "isError",
                false);
    }
}
