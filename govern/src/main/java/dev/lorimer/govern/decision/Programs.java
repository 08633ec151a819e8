package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.Tree;
import java.util.List;

/// Runs the external programs that `check` constraints name.
public interface Programs {
    /// Runs the command on the files of a tree.
    Answer run(List<String> command, Tree tree);

    /// What running gave.
    sealed interface Answer {
        record Passed() implements Answer {}

        /// @param findings one line each, as `path:line: message` or `path: message`
        record Failed(List<String> findings) implements Answer {}

        /// Nobody can say, for the reason given.
        record Undecided(String why) implements Answer {}
    }

    static Programs none() {
        return (_, _) ->
                new Answer.Undecided("nothing here runs programs; judge where they can run");
    }
}
