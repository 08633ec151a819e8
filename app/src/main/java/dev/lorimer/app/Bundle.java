package dev.lorimer.app;

import dev.lorimer.app.Attestation.Claim;
import dev.lorimer.app.Attestation.Origin;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.ObjectAudit;
import dev.lorimer.govern.verification.Approval;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.TrustedKey;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes evidence, and makes it again to see whether it is the same.
final class Bundle {
    private final Console console;
    private final Places places;
    private final List<TrustedKey> trusted;

    Bundle(Console console, Places places, List<TrustedKey> trusted) {
        this.console = console;
        this.places = places;
        this.trusted = List.copyOf(trusted);
    }

    /// A statement, and whether what it is about stands.
    record Made(String statement, boolean stands) {}

    /// About the commits from `start` to `end`.
    Made ofCommits(Git git, String start, String end, LocalDate day) {
        var claim =
                new Claim(
                        end,
                        git.text("rev-parse", end + "^{tree}"),
                        start,
                        day.toString(),
                        "ci",
                        Optional.empty());
        var ruling = ruling(git, claim, day, Optional.empty());
        return new Made(
                Attestation.statement(claim, ruling, Optional.empty()),
                ruling.verdict() instanceof Verdict.Allow);
    }

    /// About what a run made, with all that it claims.
    Made ofRun(Places.Located at, boolean unsigned) {
        var result = new Audit(console, at).result(Audit.Terms.now(trusted, unsigned));
        return made(
                result,
                new Origin(at.run().value(), result.examined().journal().entries(), unsigned));
    }

    private Made made(Audit.Result result, Origin origin) {
        var examined = result.examined();
        var git =
                result.git()
                        .orElseThrow(() ->
                                Failure.no(
                                        "run %s leaves no evidence: %s",
                                        examined.run(),
                                        examined.claims().getFirst().points().getFirst()));
        var subject = examined.subject();
        var commit = subject.commit().isEmpty() ? subject.baseCommit() : subject.commit();
        var day = examined.day();
        var claim =
                new Claim(
                        commit,
                        subject.tree(),
                        subject.baseCommit(),
                        day.toString(),
                        "ci",
                        Optional.of(origin));
        var ruling = ruling(git, claim, day, Optional.of(examined));
        return new Made(
                Attestation.statement(claim, ruling, Optional.of(examined)),
                examined.standing().stands() && ruling.verdict() instanceof Verdict.Allow);
    }

    /// A statement made again.
    ///
    /// @param differences what is not as it is found now; empty when all is
    /// @param stands whether what it is about stands
    record Remade(List<String> differences, boolean stands) {}

    Remade again(String statement) {
        var claim = Attestation.claim(statement);
        var made = again(claim);
        var differences = new ArrayList<>(damage(claim));
        differences.addAll(Attestation.differences(statement, made.statement()));
        return new Remade(List.copyOf(differences), made.stands());
    }

    private Made again(Claim claim) {
        if (claim.run().isPresent()) {
            var origin = claim.run().get();
            var at = places.locate(origin.name(), console);
            if (!at.run().value().equals(origin.name())) {
                throw Failure.no("the journal of run \"%s\" is not here", origin.name());
            }
            var terms =
                    new Audit.Terms(
                            trusted,
                            origin.unsigned(),
                            Optional.of(origin.entries()),
                            Optional.of(claim.commit()));
            return made(new Audit(console, at).result(terms), origin);
        }
        try {
            var git = repository();
            return ofCommits(
                    git,
                    commit(git, claim.base()),
                    commit(git, claim.commit()),
                    LocalDate.parse(claim.date()));
        } catch (DateTimeException _) {
            throw Failure.no("the statement names no day");
        }
    }

    /// git hands out a damaged object that can still be unpacked.
    private List<String> damage(Claim claim) {
        if (claim.run().isPresent()) {
            // The pass over the run has looked.
            return List.of();
        }
        var git = repository();
        var damage = new ArrayList<String>();
        for (var commit : List.of(claim.base(), claim.commit())) {
            ObjectAudit.of(git, commit).damaged().forEach(damage::add);
        }
        return damage;
    }

    /// The hash of the decisions at a commit.
    static String law(Git git, String commit) {
        try (var tree = GitTree.of(git, commit)) {
            return DecisionSet.read(tree, new CelExpressions()).hash();
        }
    }

    private Git repository() {
        return Repositories.git(places.directory(console));
    }

    private static Judging.Ruling ruling(
            Git git, Claim claim, LocalDate day, Optional<Examined> examined) {
        Actor actor = examined.isPresent() ? new Actor.Agent("lorimer") : new Actor.Unknown();
        var granted =
                examined.stream()
                        .flatMap(run -> run.approvals().stream())
                        .filter(one -> one.answer().equals("approve"))
                        .map(Approval::findings)
                        .flatMap(List::stream)
                        .collect(Collectors.toUnmodifiableSet());
        return new Judging(git, new Inquiry(Phase.CI, day, actor, Set.copyOf(granted)))
                .trees(claim.base(), claim.commit());
    }

    static String commit(Git git, String name) {
        var found =
                git.tryRun(
                        "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (found.exit() != 0) {
            throw Failure.usage(
                    "\"%s\" names no commit here; fetch it, or check its spelling", name);
        }
        return found.text().strip();
    }
}
