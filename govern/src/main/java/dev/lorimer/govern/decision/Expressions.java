package dev.lorimer.govern.decision;

import java.util.Map;

/// A language for conditions over named values. The judge has none of its own: whoever wires it
/// hands one in.
public interface Expressions {
    /// What a name stands for.
    enum Kind {
        NUMBER,
        TEXT,
        TEXTS
    }

    /// Reads an expression that may use these names and gives true or false.
    Reading read(String source, Map<String, Kind> names);

    /// What reading gave.
    sealed interface Reading {
        record Ready(Condition condition) implements Reading {}

        /// The expression is wrong.
        ///
        /// @param line in the source, from 1
        record Wrong(String message, int line) implements Reading {}

        /// There is nothing here that can read expressions.
        record NoEngine() implements Reading {}
    }

    /// An expression that can be decided, any number of times, from any thread.
    interface Condition {
        /// Decides for these values.
        ///
        /// @param values a `Long` for a number, a `String` for a text, a `List` of them for texts
        Answer decide(Map<String, Object> values);
    }

    /// What deciding gave.
    sealed interface Answer {
        record Holds() implements Answer {}

        record Fails() implements Answer {}

        /// The expression has no value here, for the reason given.
        record Undecided(String why) implements Answer {}
    }

    /// A language that reads nothing; every constraint with an expression stays undecided.
    static Expressions none() {
        return (_, _) -> new Reading.NoEngine();
    }
}
