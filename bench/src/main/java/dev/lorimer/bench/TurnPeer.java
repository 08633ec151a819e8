package dev.lorimer.bench;

import java.net.URI;
import java.util.function.UnaryOperator;

/// Another library at the turns of [TurnBench]; found on the class path as a service.
public interface TurnPeer {
    String name();

    /// Ready to ask that server, from many threads at once.
    ///
    /// @param server the base URL of a server of Chat Completions
    /// @param task the user's message
    /// @param lookup the tool
    Loop at(URI server, String task, UnaryOperator<String> lookup);

    /// One run.
    @FunctionalInterface
    interface Loop {
        /// Blocks.
        ///
        /// @param turns each with one call of the tool
        void run(int turns) throws InterruptedException;
    }
}
