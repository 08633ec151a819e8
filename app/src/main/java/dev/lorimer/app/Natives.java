package dev.lorimer.app;

import java.nio.file.Path;

/// Where native libraries are unpacked, once per version, so that killed processes leave nothing in
/// the temporary folder.
final class Natives {
    private Natives() {}

    static Path folder(Console console) {
        return console.variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElse(console.userHome().resolve(".cache"))
                .resolve("lorimer");
    }
}
