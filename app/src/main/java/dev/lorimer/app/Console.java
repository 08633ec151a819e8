package dev.lorimer.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What `main` was given: streams, environment, folder. Nothing below reads the process itself.
///
/// @param colour true when progress may use colour
record Console(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path directory,
        boolean colour,
        InputStream in) {

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    Path userHome() {
        return Path.of(variable("HOME").orElse(System.getProperty("user.home")));
    }

    /// One line of progress.
    void progress(String line) {
        err.println(line);
        err.flush();
    }

    /// The answer.
    void answer(String text) {
        out.print(text.endsWith("\n") ? text : text + "\n");
        out.flush();
    }
}
