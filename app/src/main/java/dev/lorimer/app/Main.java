package dev.lorimer.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Stands in for the command line, to build and measure the scripts around it.
@Command(
        name = "lorimer",
        version = "lorimer 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        subcommands = {Main.Runs.class, Main.Echo.class, Main.WarmUp.class})
public final class Main {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Command(name = "runs", description = "Lists the runs.")
    static final class Runs implements Callable<Integer> {
        @Override
        public Integer call() throws SQLException {
            try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select 1 as run")) {
                while (rows.next()) {
                    System.out.println(
                            JsonMapper.shared()
                                    .writeValueAsString(Map.of("run", rows.getInt("run"))));
                }
            }
            return 0;
        }
    }

    @Command(name = "echo", description = "Shows what arrived.")
    static final class Echo implements Callable<Integer> {
        @Parameters private List<String> words = List.of();

        @Override
        public Integer call() {
            System.out.println(System.getProperty("user.dir"));
            System.out.println(System.getProperty("lorimer.dist"));
            words.forEach(word -> System.out.println("[" + word + "]"));
            return words.contains("no") ? 1 : 0;
        }
    }

    @Command(name = "warm-up", hidden = true)
    static final class WarmUp implements Callable<Integer> {
        @Override
        public Integer call() {
            PrintStream out = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            for (String command : List.of("--version", "runs", "--help", "echo")) {
                var _ = new CommandLine(new Main()).execute(command);
            }
            System.setOut(out);
            return 0;
        }
    }
}
