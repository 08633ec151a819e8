package dev.lorimer.tool;

import java.time.Duration;
import java.util.List;

/// Calls a tool the way a run does: arguments checked, effect described, then performed.
final class Calls {
    static final Tool.Attempt ATTEMPT =
            new Tool.Attempt("key-1", "marker-1", Duration.ofMinutes(10), Tool.Fence.none());

    private Calls() {}

    static Tool.Result call(Tool tool, String json) {
        var arguments = Arguments.read(tool, json);
        tool.describe(arguments);
        try {
            return tool.perform(arguments, ATTEMPT);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this test", e);
        }
    }

    static Effect describe(Tool tool, String json) {
        return tool.describe(Arguments.read(tool, json));
    }

    static String text(Tool tool, String json) {
        return call(tool, json).text();
    }

    static Tool named(List<Tool> tools, String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
    }

    /// JSON with single quotes, which read better in Java.
    static String json(String single) {
        return single.replace('\'', '"');
    }
}
