package dev.lorimer.govern;

import dev.lorimer.govern.decision.Severity;
import java.util.Comparator;

/// One thing that a constraint has to say about a change.
///
/// @param message what was found, on one line
/// @param identity a hash that names this finding for ever: it holds what was found in which piece
///   of code, never where it stands, so it outlives moved lines. Granting it lets exactly this
///   finding pass.
public record Finding(
        Law law, Kind kind, Place place, String message, Advice advice, String identity)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing((Finding finding) -> finding.law().constraint())
                    .thenComparing(finding -> finding.place().file())
                    .thenComparingInt(finding -> finding.place().line())
                    .thenComparing(Finding::message)
                    .thenComparing(Finding::identity);

    /// Whether the rule was broken, or could not be decided.
    public enum Kind {
        VIOLATION,
        /// The judge could not tell; this never passes as "fine".
        INCOMPLETE
    }

    public String constraint() {
        return law.constraint();
    }

    public Severity severity() {
        return law.severity();
    }

    /// Whether the finding stands in the way of the change.
    public boolean blocks() {
        return !law.shadow() && law.severity().compareTo(Severity.ASK) >= 0;
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
