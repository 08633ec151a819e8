package dev.lorimer.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;

/// All commands by name, in the order of the help text. Reading one command's annotations takes
/// longer than most commands run, so only the one that is asked for is read.
final class Commandry {
    private static final SequencedMap<String, Function<Console, Object>> ALL =
            new LinkedHashMap<>();

    static {
        ALL.put("demo", DemoCommand::new);
        ALL.put("run", RunCommand::new);
        ALL.put("resume", ResumeCommand::new);
        ALL.put("start", StartCommand::new);
        ALL.put("work", WorkCommand::new);
        ALL.put("schedule", ScheduleCommand::new);
        ALL.put("send", SendCommand::new);
        ALL.put("tail", TailCommand::new);
        ALL.put("models", ModelsCommand::new);
        ALL.put("runs", RunsCommand::spec);
        ALL.put("show", ShowCommand::new);
        ALL.put("entries", EntriesCommand::new);
        ALL.put("answer", AnswerCommand::new);
        ALL.put("cancel", CancelCommand::new);
        ALL.put("verify", VerifyCommand::new);
        ALL.put("land", LandCommand::new);
        ALL.put("judge", JudgeCommand::new);
        ALL.put("decisions", DecisionsCommand::new);
        ALL.put("hook", HookCommand::new);
        ALL.put("mcp", McpCommand::new);
        ALL.put("drift", DriftCommand::new);
        ALL.put("evidence", EvidenceCommand::new);
        ALL.put("keys", KeysCommand::new);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("prune", PruneCommand::new);
        ALL.put("backup", BackupCommand::new);
        ALL.put("warm-up", WarmUpCommand::new);
    }

    private Commandry() {}

    /// Adds the command that `args` begin with; all of them when they begin with none, unless only
    /// the version is asked for.
    static void add(CommandLine line, Console console, String... args) {
        var first = args.length == 0 ? "" : args[0];
        var asked = ALL.get(first);
        if (asked != null) {
            line.addSubcommand(asked.apply(console));
            return;
        }
        if (first.equals("--version") || first.equals("-V")) {
            return;
        }
        for (Map.Entry<String, Function<Console, Object>> command : ALL.entrySet()) {
            line.addSubcommand(command.getKey(), command.getValue().apply(console));
        }
        line.addSubcommand(new CommandLine.HelpCommand());
    }
}
