package dev.lorimer.route;

/// Whether a candidate may serve a request. It must give the same answer for the same situation,
/// and not block.
public interface Rule {
    boolean admits(Situation situation);

    /// It may serve any request.
    static Rule always() {
        return _ -> true;
    }
}
