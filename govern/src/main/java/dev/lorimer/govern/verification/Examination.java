package dev.lorimer.govern.verification;

import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.git.Git;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The independent pass over a run: every claim is recomputed from the journal's text and from git
/// alone. It shares no state with the run, and none of the code that ran it.
public final class Examination {
    private final Git git;
    private final Expressions expressions;
    private final List<TrustedKey> trusted;
    private final boolean unsignedWill;

    /// @param git where the trees of the run are
    /// @param trusted whose signature of an intent counts
    /// @param unsignedWill whether an intent that nobody signed is let pass, as a waiver
    public Examination(
            Git git, Expressions expressions, List<TrustedKey> trusted, boolean unsignedWill) {
        this.git = git;
        this.expressions = expressions;
        this.trusted = List.copyOf(trusted);
        this.unsignedWill = unsignedWill;
    }

    /// What a journal claims, recomputed.
    public Examined of(Transcript transcript) {
        var history = RunHistory.of(transcript);
        var intents = new IntentClaim(trusted, unsignedWill);
        try (var bench = new Bench(git, expressions)) {
            var matter = new Matter(transcript, history, intents.read(history), bench);
            var claims = new ArrayList<Claim>();
            claims.add(JournalClaim.of(matter));
            // Without a start there is no run, and nothing further to ask.
            if (history.start().isPresent()) {
                claims.add(guarded("intent", () -> intents.of(matter)));
                all(matter, claims);
            }
            return new Examined(
                    transcript.run(),
                    Standing.of(claims),
                    claims,
                    new Examined.Subject(
                            transcript.branch().map(Transcript.Branch::base).orElse(""),
                            history.base(),
                            history.tree(),
                            commit(matter)),
                    new Examined.Journal(
                            transcript.lines().size(),
                            transcript.head(),
                            transcript.digest(),
                            transcript.lines().isEmpty()
                                    ? Instant.EPOCH
                                    : transcript.lines().getLast().at()),
                    Approval.all(history));
        }
    }

    private static void all(Matter matter, List<Claim> claims) {
        claim(claims, "decisions", LawClaim::of, matter);
        claim(claims, "trees", ObjectsClaim::of, matter);
        claim(claims, "effects", EffectsClaim::of, matter);
        claim(claims, "verdicts", VerdictsClaim::of, matter);
        claim(claims, "approvals", ApprovalsClaim::of, matter);
        claim(claims, "scope", ScopeClaim::of, matter);
        claim(claims, "budget", BudgetClaim::of, matter);
        claim(claims, "checks", ChecksClaim::of, matter);
        claim(claims, "tests", TestsClaim::of, matter);
        claim(claims, "answer", AnswerClaim::of, matter);
        claim(claims, "outcome", OutcomeClaim::of, matter);
    }

    private static void claim(
            List<Claim> claims, String name, Function<Matter, Claim> asked, Matter matter) {
        claims.add(guarded(name, () -> asked.apply(matter)));
    }

    /// A claim whose recomputing breaks down is open; it must never pass for that, nor keep the
    /// others from being told.
    private static Claim guarded(String name, Supplier<Claim> asked) {
        try {
            return asked.get();
        } catch (RuntimeException failure) {
            var tally = new Tally(name);
            tally.open("it can not be recomputed: " + failure.getMessage());
            return tally.claim("");
        }
    }

    private String commit(Matter matter) {
        return matter.transcript()
                .branch()
                .filter(_ -> !matter.base().equals(matter.tree()))
                .flatMap(branch -> resolved(branch.ref()))
                .orElse("");
    }

    private Optional<String> resolved(String ref) {
        var found =
                git.tryRun(
                        "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
        return found.exit() == 0 ? Optional.of(found.text().strip()) : Optional.empty();
    }
}
