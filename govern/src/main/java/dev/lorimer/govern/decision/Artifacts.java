package dev.lorimer.govern.decision;

import java.util.Optional;

/// Published archives of classes, which never change once they are there.
public interface Artifacts {
    /// The archive (a jar) of `group:artifact:version`; empty when it is not at hand. Nothing is
    /// ever fetched over a network for a verdict.
    Optional<byte[]> archive(String coordinates);

    static Artifacts none() {
        return _ -> Optional.empty();
    }
}
