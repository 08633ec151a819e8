package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.FENCED;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.Sessions.Pulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Who owns which run.
final class Ownership {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// How often a silent owner is looked at between two beats.
    private static final int LOOKS = 8;

    private final Writer writer;
    private final Readers readers;
    private final Sessions sessions;

    /// A run and those who might own it, seen at one moment.
    private record Sight(RunRow run, List<SessionRow> sessions) {}

    /// A run that nobody owns.
    ///
    /// @param beat the last one of its last owner; below 0 for none
    private record Free(RunRow run, long beat) {}

    private record Due(RunId run, long session) {}

    Ownership(Writer writer, Readers readers, Sessions sessions) {
        this.writer = writer;
        this.readers = readers;
        this.sessions = sessions;
    }

    /// Who takes it, and under which epoch. Of many who ask at once one wins, since the claim is
    /// compare and set.
    RunRow acquire(RunId run, String owner, Instant at) {
        Free free = free(run);
        long session = sessions.own(writer, owner);
        var by = new RunRow.Claim(0, session, owner, at.toString());
        return writer.perform(owner.length(), tables -> tables.claim(free.run(), free.beat(), by));
    }

    /// Watches an owner that is silent, in the caller's thread.
    private Free free(RunId run) {
        while (true) {
            Sight sight = look(run);
            switch (sessions.pulse(sight.sessions(), sight.run().claim().session())) {
                case Pulse.Gone gone -> {
                    return new Free(sight.run(), gone.beat());
                }
                case Pulse.Beating _ -> throw Tables.busy(sight.run());
                case Pulse.Silent silent ->
                        Uninterrupted.sleep(silent.beatEvery().dividedBy(LOOKS));
            }
        }
    }

    private Sight look(RunId run) {
        return readers.read(tables -> new Sight(tables.get(run), Sessions.all(tables.sql())))
                .orElseThrow(() -> Tables.unknown(run));
    }

    /// Whether somebody owns that run as it was seen.
    boolean isOwned(RunRow run, List<SessionRow> all) {
        return run.claim().session() != 0 && sessions.isAlive(all, run.claim().session());
    }

    /// The run, when nobody owns it.
    ///
    /// @throws JournalException `BUSY`
    RunRow unowned(RunId run) {
        Sight sight = look(run);
        if (isOwned(sight.run(), sight.sessions())) {
            throw Tables.busy(sight.run());
        }
        return sight.run();
    }

    /// In order of their wake times, those that nobody owns.
    List<RunId> due(Instant now, int limit) {
        return readers.read(
                        tables -> {
                            List<SessionRow> all = Sessions.all(tables.sql());
                            var due = new ArrayList<RunId>();
                            tables.sql()
                                    .eachUntil(
                                            "select r.id, t.session from tip t join run r on r.nr = t.nr where"
                                                    + " t.wake_at is not null and t.wake_at <= ? order by"
                                                    + " t.wake_at, t.nr",
                                            row -> {
                                                var next =
                                                        new Due(Column.run(row, 1), row.getLong(2));
                                                if (!sessions.isAlive(all, next.session())) {
                                                    due.add(next.run());
                                                }
                                                return due.size() >= limit;
                                            },
                                            WakeTime.nanos(now));
                            return List.copyOf(due);
                        })
                .orElse(List.of());
    }

    void check(RunLease lease) {
        RunRow row =
                readers.read(tables -> tables.get(lease.run()))
                        .orElseThrow(() -> Tables.unknown(lease.run()));
        if (!row.claim().holds(lease.epoch())) {
            throw new JournalException(
                    FENCED,
                    "run \"%s\" is at epoch %d (\"%s\"), and epoch %d is over; acquire the run again before any effect"
                            .formatted(
                                    lease.run(),
                                    row.claim().epoch(),
                                    row.claim().owner(),
                                    lease.epoch()));
        }
    }

    /// Behind all that was asked for before. When that cannot be written any more, the run is free
    /// when this journal is closed.
    void giveUp(RunLease lease) {
        try {
            writer.perform(
                    1,
                    tables -> {
                        tables.giveUp(lease.nr(), lease.epoch());
                        return lease;
                    });
        } catch (JournalException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "run not given up run={0} reason={1}",
                    lease.run(),
                    String.valueOf(e.getMessage()));
        }
    }
}
