package dev.lorimer.testing;

/// What is broken on purpose in a simulated harness, so that the checks prove that they bite.
public enum SimFlaw {
    /// Nothing: the harness as it is.
    NONE,
    /// The intent is not on disk before the effect, but with its outcome.
    DROPS_INTENT,
    /// A lease never ends: neither appends nor effects under an older epoch are refused.
    NO_FENCE,
    /// Appends are acknowledged, and written with the next one.
    ACKNOWLEDGES_EARLY,
    /// What nobody can know is called not done, and done again.
    REPEATS_WHAT_IS_IN_DOUBT,
    /// An approval that was given counts for every later question about the same call.
    APPROVES_TWICE
}
