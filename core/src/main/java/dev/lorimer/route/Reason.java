package dev.lorimer.route;

/// Why another model is asked.
public enum Reason {
    /// The one before does not answer, or can not.
    FAILED,
    /// The one before would not answer this request.
    REFUSED,
    /// A breaker keeps requests away from the one before.
    CLOSED,
    /// Its time to rest is over.
    RETURNED,
    /// The checks failed twice in a row.
    ESCALATED,
    /// The rules say so for this request.
    RULE
}
