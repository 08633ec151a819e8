package dev.lorimer.govern.decision;

import java.util.List;
import java.util.Set;

/// The tool calls of a run up to now, for rules about their order.
public sealed interface Trace {
    /// Nobody said which calls there were.
    record Untold() implements Trace {}

    /// Every call so far, those of child runs included where they happened; the last one is about
    /// to be made.
    record Told(List<Call> calls) implements Trace {}

    /// One call.
    ///
    /// @param effects words for what it does to the world; empty when nobody can tell
    /// @param paths the files it touches, relative to the workspace
    /// @param labels those that it brings along from elsewhere: of a run that was handed over, of
    ///   the origin of its arguments
    record Call(String tool, Set<String> effects, List<String> paths, Set<String> labels) {}

    static Trace untold() {
        return new Untold();
    }
}
