package dev.lorimer.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;

/// Stands in for the command line, to build and measure the scripts around it.
///
/// The commands are described by picocli's model, not by its annotations: each annotation type
/// costs a proxy class made at every start, which no cache can hold.
public final class Main {

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    private static int execute(String... args) {
        var spec = CommandSpec.create().name("lorimer").version("lorimer 0.1.0-SNAPSHOT");
        spec.addOption(
                OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Prints the version.")
                        .build());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Prints this page.")
                        .build());
        spec.addSubcommand("runs", CommandSpec.create());
        spec.addSubcommand("run", words());
        spec.addSubcommand("echo", words());
        var warmUp = CommandSpec.create();
        warmUp.usageMessage().hidden(true);
        spec.addSubcommand("warm-up", warmUp);
        return new CommandLine(spec).setExecutionStrategy(Main::perform).execute(args);
    }

    private static CommandSpec words() {
        return CommandSpec.create()
                .addPositional(
                        PositionalParamSpec.builder()
                                .type(List.class)
                                .auxiliaryTypes(String.class)
                                .build());
    }

    private static int perform(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (!parsed.hasSubcommand()) {
            return 2;
        }
        var command = parsed.subcommand();
        return switch (command.commandSpec().name()) {
            case "runs" -> runs();
            case "warm-up" -> warmUp();
            case "run" -> sleep();
            default -> echo(command.matchedPositionalValue(0, List.of()));
        };
    }

    private static int sleep() {
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException e) {
            return 1;
        }
        return 0;
    }

    private static int echo(List<String> words) {
        System.out.println(System.getProperty("user.dir"));
        System.out.println(System.getProperty("lorimer.dist"));
        words.forEach(word -> System.out.println("[" + word + "]"));
        return words.contains("no") ? 1 : 0;
    }

    private static int runs() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1 as run")) {
            while (rows.next()) {
                System.out.println(
                        JsonMapper.shared().writeValueAsString(Map.of("run", rows.getInt("run"))));
            }
        } catch (SQLException e) {
            return 3;
        }
        return 0;
    }

    private static int warmUp() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        for (String command : List.of("--version", "runs", "--help", "echo")) {
            var _ = execute(command);
        }
        System.setOut(out);
        return 0;
    }
}
