package dev.lorimer.govern.verification;

/// One thing that a test holds the code to.
///
/// @param text as written, without white space
/// @param strength how much it asks
/// @param guarded whether it stands behind a condition, so that the test can pass without it
record Check(String text, Strength strength, boolean guarded) {
    enum Strength {
        /// Nothing: it holds whatever the code does, or is never reached.
        NONE,
        /// That there is something at all, or that nothing is thrown.
        WEAK,
        STRONG
    }

    /// Whether the code can fail it.
    boolean counts() {
        return strength != Strength.NONE;
    }

    boolean isStrong() {
        return strength == Strength.STRONG;
    }
}
