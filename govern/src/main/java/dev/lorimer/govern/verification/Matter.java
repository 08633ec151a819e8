package dev.lorimer.govern.verification;

import java.util.Optional;

/// What every claim is recomputed from.
///
/// @param intent what was meant, when it can be read at all
record Matter(Transcript transcript, RunHistory history, Optional<TaskIntent> intent, Bench bench) {
    String base() {
        return history.base();
    }

    String tree() {
        return history.tree();
    }
}
