package dev.lorimer.bench.crash;

import java.util.List;

/// One line of the kit's table.
///
/// @param name of the part, as on the command line
/// @param tried what was done, with numbers
/// @param seen what came of it, with numbers
/// @param broken one line for each broken promise, up to a limit; empty when all were kept
record Part(String name, String tried, String seen, List<String> broken) {
    Part {
        broken = List.copyOf(broken);
    }

    String row(long seconds) {
        return "| %s | %s | %s | %s | %d s |"
                .formatted(
                        name,
                        tried,
                        seen,
                        broken.isEmpty() ? "0" : "**%d or more**".formatted(broken.size()),
                        seconds);
    }
}
