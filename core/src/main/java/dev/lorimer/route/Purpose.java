package dev.lorimer.route;

/// What a request is for.
public enum Purpose {
    /// Nothing but reading has happened yet.
    PLAN,
    /// The work itself.
    ACT,
    /// The checks stand against the work as it is now.
    CHECK,
    /// The conversation is to be made shorter.
    SUMMARISE
}
