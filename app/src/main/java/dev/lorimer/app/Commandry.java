package dev.lorimer.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;

/// All commands by name, in the order of the help text. Reading one command's annotations takes
/// longer than most commands run, so only the one that is asked for is read.
final class Commandry {
    private static final SequencedMap<String, BiFunction<Console, Chambers, Object>> ALL =
            new LinkedHashMap<>();

    static {
        ALL.put("demo", plain(DemoCommand::new));
        ALL.put("run", plain(RunCommand::new));
        ALL.put("resume", plain(ResumeCommand::new));
        ALL.put("start", plain(StartCommand::new));
        ALL.put("work", plain(WorkCommand::new));
        ALL.put("schedule", plain(ScheduleCommand::new));
        ALL.put("send", plain(SendCommand::new));
        ALL.put("tail", plain(TailCommand::new));
        ALL.put("models", plain(ModelsCommand::new));
        ALL.put("runs", plain(RunsCommand::spec));
        ALL.put("show", plain(ShowCommand::new));
        ALL.put("entries", plain(EntriesCommand::new));
        ALL.put("answer", plain(AnswerCommand::new));
        ALL.put("cancel", plain(CancelCommand::new));
        ALL.put("verify", plain(VerifyCommand::new));
        ALL.put("land", plain(LandCommand::new));
        ALL.put("judge", JudgeCommand::new);
        ALL.put("decisions", plain(DecisionsCommand::line));
        ALL.put("hook", HookCommand::new);
        ALL.put("mcp", McpCommand::new);
        ALL.put("drift", plain(DriftCommand::new));
        ALL.put("evidence", plain(EvidenceCommand::new));
        ALL.put("keys", plain(KeysCommand::new));
        ALL.put("doctor", plain(DoctorCommand::new));
        ALL.put("prune", plain(PruneCommand::new));
        ALL.put("backup", plain(BackupCommand::new));
        ALL.put("warm-up", plain(WarmUpCommand::new));
    }

    private Commandry() {}

    /// A command that needs no judge.
    private static BiFunction<Console, Chambers, Object> plain(Function<Console, Object> command) {
        return (console, _) -> command.apply(console);
    }

    /// Adds the command that `args` begin with; all of them when they begin with none, unless only
    /// the version is asked for.
    static void add(CommandLine line, Console console, Chambers chambers, String... args) {
        var first = args.length == 0 ? "" : args[0];
        var asked = ALL.get(first);
        if (asked != null) {
            line.addSubcommand(asked.apply(console, chambers));
            return;
        }
        if (first.equals("--version") || first.equals("-V")) {
            return;
        }
        for (Map.Entry<String, BiFunction<Console, Chambers, Object>> command : ALL.entrySet()) {
            line.addSubcommand(command.getKey(), command.getValue().apply(console, chambers));
        }
        line.addSubcommand(new CommandLine.HelpCommand());
    }
}
