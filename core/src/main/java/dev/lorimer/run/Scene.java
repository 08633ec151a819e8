package dev.lorimer.run;

import dev.lorimer.verify.Verifier;
import dev.lorimer.workspace.Workspace;
import java.util.List;
import java.util.function.Consumer;

/// Where the work happens and what it is held against.
///
/// @param containment ends every process that carries the given marker, and returns only when they
///   are gone
public record Scene(
        Workspace workspace, Law law, List<Verifier> verifiers, Consumer<String> containment) {
    public Scene {
        verifiers = List.copyOf(verifiers);
    }

    /// No files, no decisions, no checks: for library users whose tools do all the work.
    public static Scene empty() {
        return new Scene(Workspace.none(), Law.none(), List.of(), _ -> {});
    }
}
