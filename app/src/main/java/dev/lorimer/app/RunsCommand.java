package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.workspace.Home;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Lists runs.
final class RunsCommand implements Callable<Integer> {
    /// A screenful; more on request.
    private static final int LIMIT = 50;

    private final Console console;
    private final Places places = new Places();
    private int limit = LIMIT;

    private RunsCommand(Console console) {
        this.console = console;
    }

    /// Without annotations, so that it starts fast; see `Main`.
    static CommandSpec spec(Console console) {
        var command = new RunsCommand(console);
        var spec = CommandSpec.wrapWithoutInspection(command).name("runs");
        command.places.addTo(spec);
        spec.addOption(
                OptionSpec.builder("--limit")
                        .paramLabel("N")
                        .type(int.class)
                        .description("At most so many; default " + LIMIT + ".")
                        .setter(Places.setter((Integer value) -> command.limit = value))
                        .build());
        spec.addOption(HelpOptions.help()).addOption(HelpOptions.version());
        spec.version(Main.NAME_AND_VERSION);
        spec.usageMessage().description("Lists the runs of this place, newest first.");
        return spec;
    }

    /// A run as scripts see it.
    record Row(
            String run,
            String status,
            String title,
            Optional<String> owner,
            long entries,
            Instant created,
            Instant updated) {}

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.usage("a list of %d runs is impossible; give --limit 1 or more", limit);
        }
        var rows = rows(places.serving(console));
        if (places.json) {
            console.answer(Json.text(rows));
        } else if (rows.isEmpty()) {
            console.answer(
                    "no runs here yet\nnext: lorimer run \"TASK\" --model …, or lorimer demo");
        } else {
            var now = Instant.now();
            rows.forEach(row -> console.answer(line(row, now)));
        }
        return 0;
    }

    private List<Row> rows(Home home) {
        if (!Places.hasJournal(home)) {
            return List.of();
        }
        try (var journal = Places.journal(home, console)) {
            return Places.recorded(journal, limit).map(RunsCommand::row).toList();
        }
    }

    private static Row row(Journal.Head head) {
        // A dead process leaves its run as it was: running, and owned by nobody.
        var status =
                head.status().equals("running") && head.owner().isEmpty()
                        ? "interrupted"
                        : head.status();
        return new Row(
                head.run().value(),
                status,
                head.title(),
                head.owner(),
                head.entries(),
                head.created(),
                head.updated());
    }

    private static String line(Row row, Instant now) {
        return "%-10s %-12s %8s  %s"
                .formatted(row.run(), row.status(), ago(row.updated(), now), row.title());
    }

    private static String ago(Instant then, Instant now) {
        var age = Duration.between(then, now);
        if (age.toMinutes() < 1) {
            return "now";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 1 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
