package dev.lorimer.app;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.verification.Examination;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.Transcript;
import dev.lorimer.govern.verification.TrustedKey;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.workspace.GitWorkspace;
import dev.lorimer.workspace.Place;
import java.util.List;
import java.util.Optional;

/// Hands a run's journal and its repository to the independent pass, and nothing else of it.
final class Audit {
    private final Console console;
    private final Places.Located at;

    /// @param at where the run's journal is
    Audit(Console console, Places.Located at) {
        this.console = console;
        this.at = at;
    }

    /// How the pass is made.
    ///
    /// @param unsignedWill whether an unsigned intent is let pass
    /// @param entries how many are looked at; empty for all
    /// @param commit what the run's branch is said to hold; empty when the branch itself says
    record Terms(
            List<TrustedKey> trusted,
            boolean unsignedWill,
            Optional<Integer> entries,
            Optional<String> commit) {
        static Terms now(List<TrustedKey> trusted, boolean unsignedWill) {
            return new Terms(trusted, unsignedWill, Optional.empty(), Optional.empty());
        }
    }

    /// What the pass found, and the repository that it looked into.
    record Result(Examined examined, Optional<Git> git) {}

    Result result(Terms terms) {
        var name = at.run().value();
        try (var journal = Places.journal(at.home(), console)) {
            var place = Stored.read(journal, at.run()).setup().place();
            var git = Git.in(GitWorkspace.gitDirectory(place));
            var all = transcript(journal, at.run(), place, terms);
            var some = terms.entries().map(all::upTo).orElse(all);
            var examination =
                    new Examination(
                            git, new CelExpressions(), terms.trusted(), terms.unsignedWill());
            return new Result(examination.of(some), Optional.of(git));
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.CORRUPT) {
                throw e;
            }
            return new Result(Examined.damaged(name, Main.line(e)), Optional.empty());
        }
    }

    static Transcript transcript(Journal journal, RunId run, Place place, Terms terms) {
        var lines =
                journal.read(run, 0).stream()
                        .map(line ->
                                new Transcript.Line(
                                        line.seq(),
                                        line.epoch(),
                                        line.draft().at(),
                                        line.draft().kind(),
                                        line.draft().json(),
                                        line.hash()))
                        .toList();
        var ref = terms.commit().orElse("refs/heads/" + place.branch());
        return new Transcript(
                run.value(), lines, Optional.of(new Transcript.Branch(place.base(), ref)));
    }
}
