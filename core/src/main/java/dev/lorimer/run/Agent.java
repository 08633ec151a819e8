package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Model;
import dev.lorimer.model.Request.ToolDefinition;
import dev.lorimer.route.Health;
import dev.lorimer.tool.Tool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who does the work: the models that may serve, what they are told, what they can call, and where
/// the work has to stop.
///
/// @param route the candidates in the order of preference; names must differ
/// @param health what is known of them beyond this run
/// @param instructions the system prompt, the same in every request
/// @param tools names must differ
public record Agent(
        List<Candidate> route,
        Health health,
        String instructions,
        List<Tool> tools,
        Entry.Limits limits,
        Rules rules) {
    /// One model, with the usual rules.
    public Agent(
            Model model,
            Window window,
            String instructions,
            List<Tool> tools,
            Entry.Limits limits) {
        this(model, window, instructions, tools, limits, Rules.DEFAULT);
    }

    /// One model.
    public Agent(
            Model model,
            Window window,
            String instructions,
            List<Tool> tools,
            Entry.Limits limits,
            Rules rules) {
        this(
                List.of(new Candidate(model.name(), model, window)),
                Health.unknown(),
                instructions,
                tools,
                limits,
                rules);
    }

    public Agent {
        route = List.copyOf(route);
        if (route.isEmpty()) {
            throw new IllegalArgumentException("the route has no model; give it at least one");
        }
        distinct("candidates of the route", route.stream().map(Candidate::name).toList());
        tools = tools.stream().sorted(Comparator.comparing(Tool::name)).toList();
        distinct("tools", tools.stream().map(Tool::name).toList());
    }

    private static void distinct(String what, List<String> names) {
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException(
                    "two %s have the same name among %s; rename one".formatted(what, names));
        }
    }

    /// The candidate of that name.
    Candidate candidate(String name) {
        return route.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no candidate is named " + name));
    }

    Optional<Tool> tool(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    List<String> toolNames() {
        return tools.stream().map(Tool::name).toList();
    }

    List<ToolDefinition> definitions() {
        return tools.stream()
                .map(t -> new ToolDefinition(t.name(), t.description(), t.inputSchema()))
                .toList();
    }
}
