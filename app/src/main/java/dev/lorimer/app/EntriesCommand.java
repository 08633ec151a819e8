package dev.lorimer.app;

import dev.lorimer.run.Recorded;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Prints a run's journal.
@Command(
        name = "entries",
        description = "Prints the journal of a run, entry by entry.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  lorimer entries r-k3v9ta --json"})
final class EntriesCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    EntriesCommand(Console console) {
        this.console = console;
    }

    /// An entry as scripts see it.
    record Row(long seq, long epoch, String kind, String at, String hash, Object entry) {}

    @Override
    public Integer call() {
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var rows = Recorded.read(journal, at.run()).stream().map(EntriesCommand::row).toList();
            console.answer(places.json ? array(rows) : table(rows));
        }
        return 0;
    }

    static Row row(Recorded recorded) {
        var kind = recorded.entry().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new Row(
                recorded.seq(),
                recorded.epoch(),
                kind,
                recorded.at().toString(),
                recorded.hash(),
                recorded.entry());
    }

    /// One JSON array, one entry a line.
    private static String array(List<Row> rows) {
        return rows.stream().map(Json::line).collect(Collectors.joining(",\n", "[", "]\n"));
    }

    private static String table(List<Row> rows) {
        return rows.stream()
                .map(row ->
                        "%5d  epoch %d  %s  %-9s %s  %s"
                                .formatted(
                                        row.seq(),
                                        row.epoch(),
                                        row.at(),
                                        row.kind(),
                                        row.hash().substring(0, 12),
                                        cut(Json.line(row.entry()))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String cut(String line) {
        return line.length() <= 120 ? line : line.substring(0, 119) + "…";
    }
}
