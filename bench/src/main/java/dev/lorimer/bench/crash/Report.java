package dev.lorimer.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints each part as it is done, and keeps its row in a page of results, in place of an earlier
/// one.
///
/// @param page a Markdown table, one row a part; made when it is missing
/// @param command what was typed
record Report(Optional<Path> page, String command) {
    private static final List<String> HEAD =
            List.of(
                    "# Crash kit",
                    "",
                    "What each part of the kit tried against the real store and the real loop, made by the command in the last",
                    "column. A broken promise is a bug: the kit then ends with 1 and prints the seed that shows it again.",
                    "",
                    "| part | tried | seen | broken promises | took | command |",
                    "|---|---|---|---|---|---|");

    void add(Part part, Duration took) throws IOException {
        String row = part.row(took.toSeconds());
        System.out.println(row);
        part.broken().forEach(line -> System.out.println("  broken: " + line));
        if (page.isPresent()) {
            keep(page.get(), part.name(), row + " `%s` |".formatted(command));
        }
    }

    private static void keep(Path page, String name, String row) throws IOException {
        var lines = new ArrayList<>(Files.exists(page) ? Files.readAllLines(page) : HEAD);
        String start = "| %s |".formatted(name);
        int at = 0;
        while (at < lines.size() && !lines.get(at).startsWith(start)) {
            at++;
        }
        if (at < lines.size()) {
            lines.set(at, row);
        } else {
            lines.add(row);
        }
        Files.write(page, lines);
    }
}
