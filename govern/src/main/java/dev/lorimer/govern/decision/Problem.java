package dev.lorimer.govern.decision;

/// Something wrong with the decision records themselves.
///
/// @param file the record's path
/// @param line the line in that file, from 1; 0 when the whole file is meant
/// @param record the record's id where one could be read, else empty
/// @param message what is wrong, with the value, and what would be right
public record Problem(String file, int line, String record, Level level, String message) {
    /// How bad it is.
    public enum Level {
        /// To be mended some day; nothing is left open.
        WARNING,
        /// The record is wrong, but holds no constraint: a check fails, a judge goes on.
        ERROR,
        /// It is open what the law says: a check fails, and a judge can't decide.
        LAWLESS
    }

    /// The problem on one line, as compilers print theirs.
    public String text() {
        var place = line == 0 ? file : file + ":" + line;
        return place + ": " + (level == Level.WARNING ? "warning: " : "") + message;
    }
}
