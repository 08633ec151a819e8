package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.History.Commit;
import dev.lorimer.govern.propose.Evidence.Decline;

/// Tells how something went out of use.
final class DeclineText {
    private DeclineText() {}

    static String of(Sort sort, String name, Decline decline) {
        var where = sort == Sort.ABANDONED_IN_MAIN ? " outside tests" : "";
        var text = new StringBuilder();
        text.append(
                "At its peak, %s files used `%s`%s; today none does.\n\n"
                        .formatted(decline.peak().files(), name, where));
        text.append("- peak: %s\n".formatted(commit(decline.peak().commit())));
        text.append("- began to fall: %s\n".formatted(commit(decline.began())));
        text.append("- last use went: %s\n".formatted(commit(decline.gone())));
        text.append(
                "- since the peak, %s dropped it and live on, %s were deleted with it\n"
                        .formatted(files(decline.exit().moved()), files(decline.exit().deleted())));
        decline.exit()
                .instead()
                .ifPresent(other ->
                        text.append(
                                "- what most of them began to use in the same commit: `%s`\n"
                                        .formatted(other)));
        if (decline.returns() > 0) {
            text.append(
                    "- it had been gone before, and came back %s\n"
                            .formatted(times(decline.returns())));
        }
        return text.toString().stripTrailing();
    }

    /// A commit on one line; what its author wrote is quoted so that it stays text.
    static String commit(Commit commit) {
        return "%s, %s, %s, \"%s\""
                .formatted(
                        commit.shortId(),
                        day(commit),
                        plain(commit.author(), 60),
                        plain(commit.subject(), 80));
    }

    static String day(Commit commit) {
        return commit.date().substring(0, Math.min(10, commit.date().length()));
    }

    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String files(int count) {
        return count == 1 ? "1 file" : count + " files";
    }

    private static String plain(String text, int letters) {
        var clean = text.replaceAll("[\\p{Cntrl}`<>\\[\\]]", " ").strip();
        return clean.length() <= letters ? clean : clean.substring(0, letters - 1) + "…";
    }
}
