package dev.lorimer.govern.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an independent pass over a run found.
///
/// @param standing as good as the worst claim
/// @param approvals every answer of a person
public record Examined(
        String run,
        Standing standing,
        List<Claim> claims,
        Subject subject,
        Journal journal,
        List<Approval> approvals) {
    /// What it is about.
    ///
    /// @param baseCommit empty for a plain folder
    /// @param commit empty when nothing changed, or there is none
    public record Subject(String baseCommit, String base, String tree, String commit) {}

    /// Which entries it was computed from.
    ///
    /// @param head the store's hash of the last
    /// @param digest over every byte of all of them
    /// @param last when the last was written
    public record Journal(int entries, String head, String digest, Instant last) {}

    public Examined {
        claims = List.copyOf(claims);
        approvals = List.copyOf(approvals);
    }

    /// A journal that its own store calls damaged.
    public static Examined damaged(String run, String why) {
        var tally = new Tally("journal");
        tally.fails("the journal is not what was written: " + why);
        return new Examined(
                run,
                Standing.REFUSED,
                List.of(tally.claim("")),
                new Subject("", "", "", ""),
                new Journal(0, "", "", Instant.EPOCH),
                List.of());
    }

    /// The day of the last entry: the one by which waivers are looked at.
    public LocalDate day() {
        return LocalDate.ofInstant(journal.last(), ZoneOffset.UTC);
    }

    /// For people: the standing first, then each claim with its reasons.
    public String text() {
        var out = new StringBuilder("run %s: %s\n".formatted(run, standing));
        for (var claim : claims) {
            var word = claim.result().name().toLowerCase(Locale.ROOT);
            var first = true;
            for (var point : claim.points()) {
                out.append(
                        first
                                ? "%-10s %-10s %s\n".formatted(word, claim.name(), point)
                                : "%-10s %-10s %s\n".formatted("", "", point));
                first = false;
            }
        }
        return out.toString();
    }

    /// For programs: `run`, `standing`, `claims`, `subject`, `journal`, `approvals`, on one line.
    public String json() {
        return Canonical.text(map());
    }

    Map<String, Object> map() {
        return Canonical.map(
                "run", run,
                "standing", standing.name(),
                "claims",
                        claims.stream()
                                .map(claim ->
                                        Canonical.map(
                                                "name", claim.name(),
                                                "result",
                                                        claim.result()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT),
                                                "points", claim.points()))
                                .toList(),
                "subject",
                        Canonical.map(
                                "baseCommit", subject.baseCommit(),
                                "base", subject.base(),
                                "tree", subject.tree(),
                                "commit", subject.commit()),
                "journal",
                        Canonical.map(
                                "entries", journal.entries(),
                                "head", journal.head(),
                                "digest", journal.digest(),
                                "last", journal.last().toString()),
                "approvals",
                        approvals.stream()
                                .map(one ->
                                        Canonical.map(
                                                "call", one.call(),
                                                "summary", one.summary(),
                                                "answer", one.answer(),
                                                "by", one.by(),
                                                "at", one.at(),
                                                "findings", one.findings()))
                                .toList());
    }
}
