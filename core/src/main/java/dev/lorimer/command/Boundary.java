package dev.lorimer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a contained command is kept from. Everything that is not named here it may read, and only
/// what the command itself names may it write.
///
/// @param hidden folders and files it can not see; what is not there is skipped
/// @param readable folders it may read although they lie inside a hidden or a private one; `HOME`,
///   `JAVA_HOME` and the entries of `PATH` are so without being named
/// @param scratchBytes the most that each of its private `/tmp`, `/var/tmp` and `/dev/shm` may hold
public record Boundary(List<Path> hidden, List<Path> readable, long scratchBytes) {
    /// 1 GiB: a build's temporary files, on a machine that must survive eight such sandboxes.
    public static final long SCRATCH_BYTES = 1L << 30;

    /// Where tools of the trade keep keys and tokens, below the user's home.
    private static final List<String> SECRETS =
            List.of(
                    ".ssh",
                    ".gnupg",
                    ".aws",
                    ".azure",
                    ".config/gcloud",
                    ".config/gh",
                    ".config/git/credentials",
                    ".docker",
                    ".kube",
                    ".git-credentials",
                    ".local/share/keyrings",
                    ".netrc",
                    ".npmrc",
                    ".password-store",
                    ".pypirc");

    public Boundary {
        hidden = List.copyOf(hidden);
        readable = List.copyOf(readable);
        if (scratchBytes <= 0) {
            throw new IllegalArgumentException(
                    "the sandbox's scratch space is " + scratchBytes + " bytes; give more than 0");
        }
    }

    /// Hides the usual keys and tokens below `userHome`, and `more`: the journal's folder, key
    /// files.
    public static Boundary around(Path userHome, List<Path> more) {
        List<Path> hidden =
                Stream.concat(SECRETS.stream().map(userHome::resolve), more.stream()).toList();
        return new Boundary(hidden, List.of(), SCRATCH_BYTES);
    }
}
