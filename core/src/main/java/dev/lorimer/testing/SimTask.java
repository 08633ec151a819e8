package dev.lorimer.testing;

import dev.lorimer.context.Window;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Rules;
import java.util.List;

/// A run of a simulated history, as every process knows it.
///
/// @param windows of the models of its route, in order
record SimTask(RunId run, SimFiles files, Rules rules, int turnsMax, List<Window> windows) {
    private static final List<String> NAMES = List.of("alpha", "beta", "gamma");

    /// The name of a model of its route.
    static String model(int place) {
        return NAMES.get(place);
    }

    String name() {
        return run.value();
    }
}
