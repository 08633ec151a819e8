package dev.lorimer.govern.decision;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// A permission to break one constraint, for a while, in one place, with somebody to answer for it.
/// Read from the base of a change, so that no change can grant itself anything.
///
/// @param constraint its id, as in `D-0007#no-gson`
public record Waiver(
        String constraint, Cover cover, Grant grant, Validity validity, Origin origin) {
    /// What it lets pass.
    public sealed interface Cover {
        /// Exactly these findings.
        record Fingerprints(List<String> identities) implements Cover {}

        /// Every violation in these files.
        record Files(Scope scope) implements Cover {}
    }

    /// Who answers for it, and why.
    public record Grant(String owner, String reason, String ticket, String grantedBy) {}

    /// From and to which day, both included.
    public record Validity(LocalDate grantedAt, LocalDate expires) {}

    /// Where it is written.
    public record Origin(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /// How a waiver stands on a day, for a change by somebody.
    public enum Standing {
        APPLIES,
        NOT_YET,
        EXPIRED,
        /// Whoever granted it made the change.
        SELF_GRANTED
    }

    public Standing standing(LocalDate date, Actor author) {
        if (date.isAfter(validity.expires())) {
            return Standing.EXPIRED;
        }
        if (date.isBefore(validity.grantedAt())) {
            return Standing.NOT_YET;
        }
        return isBy(author) ? Standing.SELF_GRANTED : Standing.APPLIES;
    }

    private boolean isBy(Actor author) {
        return switch (author) {
            case Actor.Agent agent -> isSame(agent.name(), grant.grantedBy());
            case Actor.Human human -> isSame(human.name(), grant.grantedBy());
            case Actor.Unknown _ -> false;
        };
    }

    /// Names are compared without their case, a leading `@`, and what kind of party they name; of
    /// `Ann <ann@acme.org>` either part is enough.
    private static boolean isSame(String one, String other) {
        return names(one).stream().anyMatch(names(other)::contains);
    }

    private static List<String> names(String text) {
        var bare = text.strip().toLowerCase(Locale.ROOT);
        for (var kind : List.of("human:", "agent:", "user:")) {
            bare = bare.startsWith(kind) ? bare.substring(kind.length()).strip() : bare;
        }
        bare = bare.startsWith("@") ? bare.substring(1) : bare;
        int open = bare.indexOf('<');
        int close = bare.indexOf('>', Math.max(0, open));
        return open > 0 && close > open
                ? List.of(bare.substring(0, open).strip(), bare.substring(open + 1, close).strip())
                : List.of(bare);
    }
}
