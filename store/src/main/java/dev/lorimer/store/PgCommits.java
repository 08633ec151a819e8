package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries one batch after the other into the database, on one connection and one thread.
final class PgCommits implements AutoCloseable {
    /// A batch that collides with others, or loses its connection, each time has a cause that time
    /// does not cure.
    private static final int ATTEMPTS_MAX = 5;

    private final PgServer server;
    private final PgKnown known = new PgKnown();
    private Optional<PgSql> connection = Optional.empty();

    /// What an attempt came to.
    private sealed interface End {
        /// It is durable; each write has its answer.
        record Kept(List<Runnable> answers) implements End {}

        /// Nothing was kept.
        record Nothing(SQLException why) implements End {}

        /// Nobody knows.
        record Unknown(SQLException why) implements End {}
    }

    PgCommits(PgServer server) {
        this.server = server;
    }

    /// Answers all writes.
    ///
    /// @return why nothing more can be appended, when nobody knows what was kept
    Optional<JournalException> perform(List<PgWriter.Write> batch) {
        for (int attempt = 1; ; attempt++) {
            switch (attempt(batch)) {
                case End.Kept(List<Runnable> answers) -> {
                    answers.forEach(Runnable::run);
                    return Optional.empty();
                }
                case End.Unknown(SQLException why) -> {
                    JournalException told = server.faults().unknown(why);
                    batch.forEach(write -> write.answer().refuse(told));
                    return Optional.of(told);
                }
                case End.Nothing(SQLException why) -> {
                    boolean again = PgFaults.isCollision(why) || PgFaults.isLost(why);
                    if (again && attempt < ATTEMPTS_MAX) {
                        continue;
                    }
                    if (batch.size() > 1
                            && (PgFaults.isCollision(why) || PgFaults.isContent(why))) {
                        // One of them cannot be stored: its neighbours must not suffer.
                        return oneByOne(batch);
                    }
                    JournalException told = server.faults().of(why);
                    batch.forEach(write -> write.answer().refuse(told));
                    return Optional.empty();
                }
            }
        }
    }

    @Override
    public void close() {
        connection.ifPresent(PgSql::close);
        connection = Optional.empty();
    }

    private Optional<JournalException> oneByOne(List<PgWriter.Write> batch) {
        for (int at = 0; at < batch.size(); at++) {
            Optional<JournalException> stopped = perform(List.of(batch.get(at)));
            if (stopped.isPresent()) {
                batch.subList(at + 1, batch.size())
                        .forEach(write -> write.answer().refuse(stopped.get()));
                return stopped;
            }
        }
        return Optional.empty();
    }

    private End attempt(List<PgWriter.Write> batch) {
        var answers = new ArrayList<Runnable>(batch.size());
        PgBatch decided;
        try {
            if (connection.isEmpty()) {
                connection = Optional.of(PgServer.patiently(server::writer));
            }
            decided = store(new PgTables(connection.get(), server.faults()), batch, answers);
        } catch (SQLException e) {
            rollBack(e);
            return new End.Nothing(e);
        }
        return commit(decided, answers);
    }

    private End commit(PgBatch decided, List<Runnable> answers) {
        try {
            connection.orElseThrow().commit();
            known.keep(decided);
            return new End.Kept(answers);
        } catch (SQLException e) {
            rollBack(e);
            return PgFaults.isLost(e) ? found(decided, answers, e) : new End.Nothing(e);
        }
    }

    /// The appends are decided, and what they add is sent, but not committed.
    private PgBatch store(PgTables tables, List<PgWriter.Write> batch, List<Runnable> answers)
            throws SQLException {
        Map<String, PgRun> runs = known.among(batch);
        Set<String> believed = Set.copyOf(runs.keySet());
        Set<String> others = named(batch);
        others.removeAll(believed);
        if (!others.isEmpty()) {
            runs.putAll(tables.lock(others));
        }
        var decided = new PgBatch(runs);
        for (PgWriter.Write write : batch) {
            try {
                long next = decided.add(write.append());
                answers.add(() -> write.answer().done(next));
            } catch (JournalException refusal) {
                if (believed.contains(write.append().fence().run())) {
                    // What we believe may be old: only the table refuses.
                    throw new SQLException("a run was changed by somebody else", "40001", refusal);
                }
                answers.add(() -> write.answer().refuse(refusal));
            }
        }
        tables.store(decided);
        return decided;
    }

    /// The runs of the batch and the children that they wait for: a child that ends at the same
    /// time must see who waits for it, or be seen to have ended.
    private static Set<String> named(List<PgWriter.Write> batch) {
        var named = new HashSet<String>();
        for (PgWriter.Write write : batch) {
            named.add(write.append().fence().run());
            write.append().standing().child().ifPresent(child -> named.add(child.value()));
        }
        return named;
    }

    /// Looks whether a batch was kept whose commit was never answered.
    private End found(PgBatch decided, List<Runnable> answers, SQLException lost) {
        Optional<PgBatch.Line> witness = decided.witness();
        if (witness.isEmpty()) {
            return new End.Kept(answers);
        }
        try {
            PgSql sql = PgServer.patiently(server::writer);
            connection = Optional.of(sql);
            boolean kept = isKept(sql, witness.get());
            sql.rollback();
            return kept ? new End.Kept(answers) : new End.Nothing(lost);
        } catch (SQLException e) {
            rollBack(e);
            return new End.Unknown(lost);
        }
    }

    /// The lock waits for the lost transaction's end, should the server still be at it.
    private boolean isKept(PgSql sql, PgBatch.Line line) throws SQLException {
        boolean _ = new PgTables(sql, server.faults()).lock(Set.of(line.run())).isEmpty();
        return sql.holds(
                "select exists (select 1 from journal where run = ? and seq = ? and hash = ?)",
                line.run(),
                line.row().seq(),
                line.hash());
    }

    /// Makes the connection fit for the next attempt, or ends it.
    private void rollBack(SQLException why) {
        known.clear();
        if (connection.isEmpty()) {
            return;
        }
        try {
            if (!PgFaults.isLost(why)) {
                connection.get().rollback();
                return;
            }
        } catch (SQLException _) {
            // It is ended below.
        }
        close();
    }
}
