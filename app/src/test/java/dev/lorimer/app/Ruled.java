package dev.lorimer.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// A small repository with one decision: no file below `src` says "forbidden".
final class Ruled {
    static final String RECORD =
            """
            # D-0001: Some words stay out

            ## Status

            Accepted

            ## Decision

            The word is never said in sources, since readers take offence.

            ```constraint
            id: kind-words
            kind: pattern
            scope: { path: "src/**" }
            match: { regex: "forbidden" }
            severity: deny
            mode: introduced
            minSubjects: 0
            fix: "Say it kindly."
            ```
            """;

    private Ruled() {}

    static Path repository(Path folder) {
        return repository(folder, Map.of());
    }

    static Path repository(Path folder, Map<String, String> more) {
        var files = new TreeMap<String, String>();
        files.put("docs/decisions/0001-kind-words.md", RECORD);
        files.put("src/a.txt", "one\ntwo\nthree\n");
        files.put("src/b.txt", "bee\n");
        files.put("notes.txt", "the forbidden word, outside\n");
        files.putAll(more);
        var repository = Cli.repository(folder, files);
        Cli.git(repository, "config", "user.name", "Tester");
        Cli.git(repository, "config", "user.email", "tester@localhost");
        return repository;
    }
}
