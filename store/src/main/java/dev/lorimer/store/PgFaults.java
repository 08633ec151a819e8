package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.CORRUPT;
import static dev.lorimer.journal.JournalException.Kind.FULL;
import static dev.lorimer.journal.JournalException.Kind.IO;
import static dev.lorimer.journal.JournalException.Kind.TOO_NEW;

import dev.lorimer.journal.JournalException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Puts what the server and the way to it report into words that help. The states are those of
/// PostgreSQL's manual, appendix A.
record PgFaults(PostgresConfig config) {
    private static final String REPAIR =
            "run the doctor command for the extent, then restore the database from a backup";

    /// A shorter password would make gaps in innocent words.
    private static final int MASKED_MIN = 4;

    /// Whether the connection is gone or of no use any more.
    static boolean isLost(SQLException e) {
        String state = state(e);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
    }

    /// Whether the server cannot be reached now, but may be soon.
    static boolean isAway(SQLException e) {
        String state = state(e);
        return state.equals("08001")
                || state.equals("08006")
                || state.equals("57P03")
                || state.equals("53300");
    }

    /// Whether the server took back the transaction only because of somebody else's. A line at a
    /// place that is taken is the same: who added it has changed the run.
    static boolean isCollision(SQLException e) {
        String state = state(e);
        return state.equals("40001") || state.equals("40P01") || state.equals("23505");
    }

    /// Whether one write's content was refused, which concerns no other.
    static boolean isContent(SQLException e) {
        String state = state(e);
        return state.startsWith("22")
                || (state.startsWith("23") && !isCollision(e))
                || state.startsWith("54");
    }

    JournalException of(SQLException e) {
        String state = state(e);
        String what = words(e);
        return switch (state) {
            case "53100" ->
                    new JournalException(
                            FULL,
                            "the disk of \"%s\" is full, nothing of this was kept (%s); make room on the server, then go on"
                                    .formatted(place(), what),
                            e);
            case "57014", "55P03" ->
                    io(
                            "\"%s\" took too long (%s); see what keeps the server busy, then try again",
                            what, e);
            case "25006" ->
                    io(
                            "\"%s\" takes no writes (%s); give the address of the primary server",
                            what, e);
            case "42501" -> io("\"%s\" refuses the user (%s); grant it, then try again", what, e);
            case "3D000" -> io("\"%s\" has no such database (%s); create it first", what, e);
            case "53200", "53300" ->
                    io(
                            "\"%s\" has no resources left (%s); raise its limits, or start fewer processes",
                            what, e);
            default -> ofClass(state, what, e);
        };
    }

    private JournalException ofClass(String state, String what, SQLException e) {
        if (isLost(e)) {
            return io(
                    "the connection to \"%s\" is gone (%s); see that the server runs, then try again",
                    what, e);
        }
        if (state.startsWith("28")) {
            return io("\"%s\" refuses the login (%s); check user and password", what, e);
        }
        if (state.startsWith("XX") || state.startsWith("42")) {
            return new JournalException(
                    CORRUPT,
                    "\"%s\" is not as this version keeps it (%s); %s"
                            .formatted(place(), what, REPAIR),
                    e);
        }
        return io("\"%s\" refused it (%s); see the server's log", what, e);
    }

    /// The commit was sent and never answered.
    JournalException unknown(SQLException e) {
        return io(
                "the connection to \"%s\" was lost during a commit (%s), so nobody knows what was kept; open the journal again and look",
                words(e), e);
    }

    JournalException closed() {
        return new JournalException(
                IO, "the journal at \"%s\" is closed; open it again".formatted(place()));
    }

    JournalException corrupt(String what) {
        return new JournalException(CORRUPT, "%s in \"%s\"; %s".formatted(what, place(), REPAIR));
    }

    JournalException foreign() {
        return new JournalException(
                CORRUPT,
                "\"%s\" holds tables that are no journal; choose another schema"
                        .formatted(place()));
    }

    JournalException tooNew(int version, int known) {
        return new JournalException(
                TOO_NEW,
                "\"%s\" has format %d and this version knows %d; use the newer version"
                        .formatted(place(), version, known));
    }

    JournalException slow(String what, long seconds) {
        return new JournalException(
                IO,
                "%s of \"%s\" for %d s; see what keeps the server busy, then try again"
                        .formatted(what, place(), seconds));
    }

    String place() {
        return config.place();
    }

    /// What the server or the driver says: one line, without details, which may quote a row.
    String words(SQLException e) {
        if (e instanceof BatchUpdateException batch && batch.getNextException() != null) {
            // Its own words are about the place in the batch.
            return words(batch.getNextException());
        }
        String text =
                server(e)
                        .map(ServerErrorMessage::getMessage)
                        .orElseGet(() -> String.valueOf(e.getMessage()));
        String safe = text.replace(config.url(), place());
        if (config.password().length() >= MASKED_MIN) {
            safe = safe.replace(config.password(), "***");
        }
        return safe.lines().findFirst().orElse("no reason given").strip();
    }

    private JournalException io(String words, String what, SQLException e) {
        return new JournalException(IO, words.formatted(place(), what), e);
    }

    private static Optional<ServerErrorMessage> server(SQLException e) {
        return e instanceof PSQLException own
                ? Optional.ofNullable(own.getServerErrorMessage())
                : Optional.empty();
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
