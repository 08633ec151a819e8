package dev.lorimer.app;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A task that is started again and again.
///
/// @param name 1 to 16 of a-z, 0-9 and -
/// @param tag tells its runs from those of a schedule of that name elsewhere on this machine, since
///   the processes of a run are known by its name
/// @param cron five fields, as in crontab(5): minute, hour, day of month, month, day of week
/// @param zone the time zone they are meant in
/// @param directory where the task is worked on
/// @param after the last time it was started for, or when it was made
record Schedule(
        String name,
        String tag,
        String cron,
        String zone,
        Order order,
        String directory,
        Instant after) {
    /// What is started.
    record Order(
            String task,
            String model,
            Optional<String> baseUrl,
            AgentFile agent,
            boolean unsandboxed) {}

    /// @throws Failure saying what does not fit
    Schedule {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,15}")) {
            throw Failure.usage(
                    "schedule name \"%s\" is not 1 to 16 of a-z, 0-9 and -; give --name", name);
        }
        var _ = parsed(cron);
        try {
            var _ = ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Failure.usage(
                    "\"%s\" is no time zone; give --zone as Europe/Berlin or UTC", zone);
        }
    }

    private static Cron parsed(String cron) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        try {
            return parser.parse(cron);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    "\"%s\" is no cron expression (%s); give minute, hour, day of month, month, day of week, for example \"0 6 * * 1-5\"",
                    cron, e.getMessage());
        }
    }

    /// The next time after one.
    Optional<Instant> next(Instant from) {
        return ExecutionTime.forCron(parsed(cron))
                .nextExecution(from.atZone(ZoneId.of(zone)))
                .map(time -> time.toInstant());
    }

    /// The time that it is to be started for now; of several that were missed, the last.
    Optional<Instant> due(Instant now) {
        return ExecutionTime.forCron(parsed(cron))
                .lastExecution(now.plusSeconds(1).atZone(ZoneId.of(zone)))
                .map(time -> time.toInstant())
                .filter(time -> time.isAfter(after) && !time.isAfter(now));
    }

    Schedule startedFor(Instant time) {
        return new Schedule(name, tag, cron, zone, order, directory, time);
    }

    Path place() {
        return Path.of(directory);
    }
}
