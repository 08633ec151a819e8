package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Language;
import java.util.Set;

/// Reads facts from code in other languages than Java. A port: the judge itself has no parser for
/// them, and a judge without any says so for every file that it can't decide.
///
/// Safe for use by several threads.
public interface Tongues {
    /// The languages that can be read here and now; one whose parser does not load is missing.
    Set<Language> languages();

    /// Names the parsers and their versions: facts that were kept under another name are read anew.
    String engine();

    /// The facts of one file. A file that the parser does not understand whole carries a fault.
    ///
    /// @param language one of [#languages]
    Facts read(Language language, Source source);

    /// No language but Java.
    static Tongues none() {
        return new Tongues() {
            @Override
            public Set<Language> languages() {
                return Set.of();
            }

            @Override
            public String engine() {
                return "none";
            }

            @Override
            public Facts read(Language language, Source source) {
                throw new IllegalArgumentException(
                        "there is no parser for %s here; ask languages() first"
                                .formatted(language.word()));
            }
        };
    }
}
