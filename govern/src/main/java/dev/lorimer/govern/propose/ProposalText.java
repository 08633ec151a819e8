package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.History.Commit;
import dev.lorimer.govern.propose.Evidence.Decline;
import java.util.Map;

/// Proposals for people, and for programs. Both forms end with a line end; JSON is one line.
public final class ProposalText {
    private ProposalText() {}

    public static String text(Proposals all) {
        var text = new StringBuilder();
        for (var one : all.proposals()) {
            text.append("%s: %s\n".formatted(one.sort().words(), one.title()));
            text.append(
                    "  %s %s, 0 exceptions\n"
                            .formatted(one.evidence().support(), one.evidence().cases()));
            one.evidence().decline().ifPresent(decline -> decline(text, decline));
            text.append("  %s\n".formatted(one.file()));
        }
        text.append(
                "%s from %s commits and %s files of code\n"
                        .formatted(
                                all.proposals().size() == 1
                                        ? "1 proposal"
                                        : all.proposals().size() + " proposals",
                                all.commits(),
                                all.files()));
        return text.toString();
    }

    private static void decline(StringBuilder text, Decline decline) {
        text.append("  began to fall with %s\n".formatted(DeclineText.commit(decline.began())));
        text.append("  last use went with %s\n".formatted(DeclineText.commit(decline.gone())));
        text.append(
                "  %s files live on without it, %s were deleted%s\n"
                        .formatted(
                                decline.exit().moved(),
                                decline.exit().deleted(),
                                decline.returns() == 0
                                        ? ""
                                        : "; it came back %s before"
                                                .formatted(DeclineText.times(decline.returns()))));
    }

    /// Keys: `commit`, `commits`, `files`, `proposals` (each with `sort`, `title`, `constraint`,
    /// `file`, `support`, `cases`, `exceptions`, `record`; of an abandonment also `peak`, `began`,
    /// `gone`, each a commit with `id`, `author`, `date`, `subject`, and `moved`, `deleted`,
    /// `returns`, `instead`).
    public static String json(Proposals all) {
        return Flow.line(
                        Flow.object(
                                "commit",
                                all.commit(),
                                "commits",
                                all.commits(),
                                "files",
                                all.files(),
                                "proposals",
                                all.proposals().stream().map(ProposalText::object).toList()))
                + "\n";
    }

    private static Map<String, Object> object(Proposal one) {
        var object =
                Flow.object(
                        "sort",
                        one.sort().words(),
                        "title",
                        one.title(),
                        "constraint",
                        one.constraint(),
                        "file",
                        one.file(),
                        "support",
                        one.evidence().support(),
                        "cases",
                        one.evidence().cases(),
                        "exceptions",
                        0);
        one.evidence()
                .decline()
                .ifPresent(decline -> {
                    object.put("peak", commit(decline.peak().commit()));
                    object.put("began", commit(decline.began()));
                    object.put("gone", commit(decline.gone()));
                    object.put("moved", decline.exit().moved());
                    object.put("deleted", decline.exit().deleted());
                    object.put("returns", decline.returns());
                    decline.exit().instead().ifPresent(other -> object.put("instead", other));
                });
        object.put("record", one.record());
        return object;
    }

    private static Map<String, Object> commit(Commit commit) {
        return Flow.object(
                "id",
                commit.id(),
                "author",
                commit.author(),
                "date",
                commit.date(),
                "subject",
                commit.subject());
    }
}
