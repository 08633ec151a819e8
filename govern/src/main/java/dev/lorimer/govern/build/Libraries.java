package dev.lorimer.govern.build;

import java.util.ArrayList;
import java.util.List;

/// Which libraries a build file names, and what it says that nobody can decide.
public record Libraries(List<Artifact> artifacts, List<Doubt> doubts) {
    /// Stands for a part of a name that only running the build would tell.
    public static final char UNKNOWN = '\0';

    /// A library, as `group:name`. Where an ecosystem has no groups, its own name stands for it:
    /// `npm:@angular/core`, `pypi:requests`, `go:github.com/acme/x`. Python's names are written as
    /// its index compares them: small letters, `-` for every `_` and `.`.
    ///
    /// @param role how it is named, as in `dependency`; `locked` in a lock file
    /// @param line from 1
    public record Artifact(String group, String name, String role, int line) {}

    /// Something that may name a library.
    ///
    /// @param why on one line, with the text
    public record Doubt(String why, int line) {}

    /// Where the reader of one format writes down what it finds.
    static final class Notes {
        private final List<Artifact> artifacts = new ArrayList<>();
        private final List<Doubt> doubts = new ArrayList<>();

        void artifact(String group, String name, String role, int line) {
            if (!name.isBlank()) {
                artifacts.add(new Artifact(group, name, role, line));
            }
        }

        void doubt(String why, int line) {
            doubts.add(new Doubt(why, line));
        }

        Libraries libraries() {
            return new Libraries(List.copyOf(artifacts), List.copyOf(doubts));
        }
    }
}
