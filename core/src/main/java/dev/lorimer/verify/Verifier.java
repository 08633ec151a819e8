package dev.lorimer.verify;

import java.time.Duration;

/// A deterministic check of the workspace as it is.
public interface Verifier {
    /// For people, for example the command line.
    String name();

    /// Looks; changes nothing that lasts.
    Check verify() throws InterruptedException;

    /// @param output what to show, bounded
    record Check(String verifier, Result result, String output, Duration took) {}

    enum Result {
        PASS,
        FAIL,
        /// It could not decide; never counts as a pass.
        ERROR
    }
}
