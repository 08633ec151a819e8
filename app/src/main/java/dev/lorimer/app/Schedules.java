package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Timing;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Home;
import dev.lorimer.workspace.Origin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// The schedules of a home, kept as notes of its journal.
final class Schedules {
    private static final String PREFIX = "schedule/";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm").withZone(ZoneOffset.UTC);

    private final Console console;
    private final Home home;

    Schedules(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    static List<Schedule> all(Journal journal) {
        return journal.notes(PREFIX).values().stream()
                .map(json -> Json.read(json, Schedule.class))
                .toList();
    }

    static void keep(Journal journal, Schedule schedule) {
        journal.note(PREFIX + schedule.name(), Json.line(schedule));
    }

    static void remove(Journal journal, String name) {
        journal.forget(PREFIX + name);
    }

    /// Queues what is due. Whatever goes wrong is told, and tried again at the next look.
    void fire(Instant now) {
        if (!Places.hasJournal(home)) {
            return;
        }
        try (var journal = Places.journal(home, console)) {
            for (var schedule : all(journal)) {
                schedule.due(now).ifPresent(time -> fire(journal, schedule, time));
            }
        } catch (RuntimeException e) {
            console.progress("schedules: " + Main.line(e));
        }
    }

    /// The run's name holds the time, so that however many workers look, one run is made.
    private void fire(Journal journal, Schedule schedule, Instant time) {
        var run =
                new RunId(
                        "s-%s-%s-%s"
                                .formatted(schedule.name(), schedule.tag(), MINUTE.format(time)));
        var made = journal.head(run).filter(head -> head.entries() > 0).isPresent();
        if (!made) {
            try {
                queue(journal, schedule, run);
                console.progress("%s  queued by its schedule".formatted(run));
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.EXISTS
                        && e.kind() != JournalException.Kind.BUSY) {
                    throw e;
                }
                // Another worker was faster.
                return;
            }
        }
        keep(journal, schedule.startedFor(time));
    }

    private void queue(Journal journal, Schedule schedule, RunId run) {
        var order = schedule.order();
        var origin = Origin.at(schedule.place());
        var workspace = GitWorkspace.create(origin, home, run.value(), Timing.system().clock());
        var setup =
                new Setup(
                        order.model(),
                        order.baseUrl(),
                        order.agent(),
                        order.unsandboxed(),
                        false,
                        workspace.place());
        try (var work = Work.inspect(console, run, setup)) {
            work.run(journal, Lineup.none(), Listener.none())
                    .queue(
                            run,
                            work.frozen(
                                    run, order.task(), setup, KeysCommand.keys(console).usual()),
                            setup.json());
        }
    }
}
