package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Model;
import dev.lorimer.model.Request.ToolDefinition;
import dev.lorimer.tool.Tool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who does the work: a model, what it is told, what it can call, and where it has to stop.
///
/// @param instructions the system prompt, the same in every request
/// @param tools names must differ
public record Agent(
        Model model,
        Window window,
        String instructions,
        List<Tool> tools,
        Entry.Limits limits,
        Rules rules) {
    /// With the usual rules.
    public Agent(
            Model model,
            Window window,
            String instructions,
            List<Tool> tools,
            Entry.Limits limits) {
        this(model, window, instructions, tools, limits, Rules.DEFAULT);
    }

    public Agent {
        tools = tools.stream().sorted(Comparator.comparing(Tool::name)).toList();
        var names = tools.stream().map(Tool::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException(
                    "two tools have the same name among %s; rename one".formatted(names));
        }
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
