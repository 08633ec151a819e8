package dev.lorimer.tool;

import dev.lorimer.command.Commands;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The tools that come with the harness.
///
/// | tool | arguments | effect |
/// |---|---|---|
/// | `read_file` | `path`, `start`?, `end`? | pure |
/// | `list_files` | `path`?, `glob`? | pure |
/// | `search_files` | `pattern`, `path`?, `glob`? | pure |
/// | `edit_file` | `path`, `old`, `new` | staged, known before |
/// | `write_file` | `path`, `content` | staged, known before |
/// | `run_command` | `command`, `timeout_seconds`? | staged when contained, else opaque |
/// | `plan` | `items` of `text`, `status` | planned |
/// | `finish` | `summary` | finish |
/// | `wait` (only where it is asked for) | `seconds`?, `run`?, `reason` | wait |
///
/// File tools throw [Tool.BadArguments] for paths and texts that the model can correct, and
/// [java.io.UncheckedIOException] when the disk fails.
public final class BuiltInTools {
    private BuiltInTools() {}

    /// All of them but `wait`, by name.
    public static List<Tool> of(Root root, Commands commands) {
        return Stream.of(
                        reading(root).stream(),
                        writing(root).stream(),
                        Stream.of(command(root, commands), plan(), finish()))
                .flatMap(tools -> tools)
                .sorted(Comparator.comparing(Tool::name))
                .toList();
    }

    /// `list_files`, `read_file`, `search_files`.
    public static List<Tool> reading(Root root) {
        return List.of(
                new ListFiles(root).tool(),
                new ReadFile(root).tool(),
                new SearchFiles(root).tool());
    }

    /// `edit_file`, `write_file`.
    public static List<Tool> writing(Root root) {
        return List.of(new EditFile(root).tool(), new WriteFile(root).tool());
    }

    /// `run_command`.
    public static Tool command(Root root, Commands commands) {
        return new RunCommand(root, commands).tool();
    }

    /// `plan`.
    public static Tool plan() {
        return Planning.plan();
    }

    /// `finish`.
    public static Tool finish() {
        return Planning.finish();
    }

    /// `wait`: for agents that work over days. Not part of [#of], since a model that can wait will.
    public static Tool waiting() {
        return Waiting.tool();
    }
}
