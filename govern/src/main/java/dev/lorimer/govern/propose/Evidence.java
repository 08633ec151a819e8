package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.History.Commit;
import java.util.Optional;

/// What speaks for a proposal. No exception stands against it: the judge found none.
///
/// @param support how many cases keep to it, or kept to it
/// @param cases what they are, as in `files`
/// @param decline when the rule is drawn from history
public record Evidence(int support, String cases, Optional<Decline> decline) {
    static Evidence of(int support, String cases) {
        return new Evidence(support, cases, Optional.empty());
    }

    /// How something went out of use.
    ///
    /// @param began the commit with which the number of files began to fall for good
    /// @param gone the commit that took the last use
    /// @param exit how the files stopped using it
    /// @param returns how often it had been gone before, and came back
    public record Decline(Peak peak, Commit began, Commit gone, Exit exit, int returns) {}

    /// @param files how many used it at once, at most
    /// @param commit the first with so many
    public record Peak(int files, Commit commit) {}

    /// @param moved files that live on without it
    /// @param deleted files that went with it
    /// @param instead what most of those that live on began to use in the same commit
    public record Exit(int moved, int deleted, Optional<String> instead) {}
}
