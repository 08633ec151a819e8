package dev.lorimer.testing;

import dev.lorimer.journal.RunId;
import dev.lorimer.run.Rules;

/// A run of a simulated history, as every process knows it.
record SimTask(RunId run, SimFiles files, Rules rules, int turnsMax) {
    String name() {
        return run.value();
    }
}
