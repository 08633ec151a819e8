package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;

/// Journals that break a promise on purpose, so that the kit can be seen to notice.
final class Mutants {
    private Mutants() {}

    /// @param name of the mutant, or `none` for the journal itself
    static Journal of(String name, Journal journal) {
        return switch (name) {
            case "none" -> journal;
            case "early" -> new EarlyJournal(journal);
            case "unfenced" -> new UnfencedJournal(journal);
            case "forgetful" -> new ForgetfulJournal(journal);
            default ->
                    throw new IllegalArgumentException("there is no mutant \"%s\"".formatted(name));
        };
    }
}
