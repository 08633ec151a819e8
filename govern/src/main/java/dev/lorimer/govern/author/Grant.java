package dev.lorimer.govern.author;

import java.time.LocalDate;
import java.util.List;

/// A waiver that somebody wants to write down.
///
/// @param constraint as in `D-0007#no-gson`
/// @param paths patterns of the files that it covers; empty where fingerprints say it
/// @param fingerprints identities of the findings that it covers
public record Grant(
        String constraint,
        List<String> paths,
        List<String> fingerprints,
        Parties parties,
        LocalDate granted,
        LocalDate expires) {
    /// Who answers for it, and why.
    public record Parties(String owner, String reason, String ticket, String grantedBy) {}
}
