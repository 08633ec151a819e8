package dev.lorimer.govern.propose;

/// A decision that a repository suggests: for a person to accept, to change or to throw away.
///
/// @param file where its record belongs
/// @param constraint the id of its rule, without the decision's
/// @param record the whole Markdown record, with status proposed
public record Proposal(
        Sort sort,
        String file,
        String title,
        String constraint,
        Evidence evidence,
        String record) {}
