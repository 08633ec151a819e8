package dev.lorimer.app;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Starts runs at set times.
@Command(
        name = "schedule",
        description = "Starts a task again and again; lorimer work carries it out.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "CRON has five fields, as in crontab: minute, hour, day of month, month, day of week.",
            "A time that passed while no worker ran is made up for once.",
            "",
            "Examples:",
            "  lorimer schedule \"0 6 * * 1-5\" \"update the dependencies\" --name deps --model openai:gpt-5",
            "  lorimer schedule --list",
            "  lorimer schedule --remove deps"
        })
final class ScheduleCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();
    @Mixin final TaskOptions how = new TaskOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "CRON", description = "When.")
    @Nullable String cron;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TASK",
            description = "What to do, in your words.")
    @Nullable String task;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name; default: task.")
    String name = "task";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of CRON; default: this machine's.")
    String zone = ZoneId.systemDefault().getId();

    @Option(names = "--list", description = "Show the schedules.")
    boolean list;

    @Option(names = "--remove", paramLabel = "NAME", description = "Remove a schedule.")
    @Nullable String removed;

    ScheduleCommand(Console console) {
        this.console = console;
    }

    /// As scripts see it.
    record Row(String name, String cron, String zone, String task, Optional<Instant> next) {}

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            return list();
        }
        return removed == null ? add() : remove(removed);
    }

    private int list() {
        var home = places.serving(console);
        var rows = Places.hasJournal(home) ? rows(home) : List.<Row>of();
        if (places.json) {
            console.answer(Json.text(rows));
        } else if (rows.isEmpty()) {
            console.answer("no schedules here\nnext: lorimer schedule CRON TASK --name NAME");
        } else {
            rows.forEach(row ->
                    console.answer(
                            "%-20s %-16s next %s  %s"
                                    .formatted(
                                            row.name(),
                                            row.cron(),
                                            row.next().map(Instant::toString).orElse("never"),
                                            row.task())));
        }
        return 0;
    }

    private List<Row> rows(dev.lorimer.workspace.Home home) {
        try (var journal = Places.journal(home, console)) {
            var now = Instant.now();
            return Schedules.all(journal).stream()
                    .map(one ->
                            new Row(
                                    one.name(),
                                    one.cron(),
                                    one.zone(),
                                    one.order().task(),
                                    one.next(now)))
                    .toList();
        }
    }

    private int remove(String given) {
        var home = places.serving(console);
        if (rows(home).stream().noneMatch(row -> row.name().equals(given))) {
            throw Failure.usage(
                    "there is no schedule \"%s\"; lorimer schedule --list shows them", given);
        }
        try (var journal = Places.journal(home, console)) {
            Schedules.remove(journal, given);
        }
        console.answer("removed\n");
        return 0;
    }

    private int add() throws InterruptedException {
        if (cron == null || task == null) {
            throw Failure.usage(
                    "a schedule needs a cron expression and a task; for example: lorimer schedule \"0 6 * * *\" \"update the dependencies\" --name deps");
        }
        var prepared = how.prepare(task, places, models, console);
        var order =
                new Schedule.Order(
                        task,
                        prepared.model().name(),
                        prepared.model().baseUrl(),
                        prepared.file(),
                        how.unsandboxed);
        var directory = places.directory(console).toString();
        var schedule =
                new Schedule(name, RunIds.tag(), cron, zone, order, directory, Instant.now());
        try (var journal = Places.journal(prepared.home(), console)) {
            if (Schedules.all(journal).stream().anyMatch(one -> one.name().equals(name))) {
                throw Failure.usage(
                        "there is a schedule \"%s\" already; give another --name, or --remove it",
                        name);
            }
            Schedules.keep(journal, schedule);
        }
        var next = schedule.next(Instant.now()).map(Instant::toString).orElse("never");
        console.answer(
                places.json
                        ? Json.text(new Row(name, cron, zone, task, schedule.next(Instant.now())))
                        : "schedule %s: next at %s\nnext: lorimer work\n".formatted(name, next));
        return 0;
    }
}
