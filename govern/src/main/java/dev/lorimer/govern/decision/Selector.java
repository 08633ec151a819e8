package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.Set;

/// A choice of files by where they lie and what they are. An empty list chooses nothing away.
///
/// @param packages of the package that a source file declares
/// @param modules a build module, by its folder or by its Maven artifact id
public record Selector(
        List<PathGlob> paths,
        List<NamePattern> packages,
        List<String> modules,
        Set<Language> languages) {
    public static Selector everything() {
        return new Selector(List.of(), List.of(), List.of(), Set.of());
    }

    public boolean isEmpty() {
        return paths.isEmpty() && packages.isEmpty() && modules.isEmpty() && languages.isEmpty();
    }
}
