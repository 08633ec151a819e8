package dev.lorimer.govern.importer;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Turns rule files of other tools into constraints of ours: ArchUnit tests, import-linter,
/// dependency-cruiser and go-arch-lint. A rule without an equal here is refused with the reason,
/// and never translated into a weaker one.
public final class Importer {
    /// Above so many rule files in one folder, somebody meant another folder.
    private static final int FILES_MAX = 2_000;

    private final Tree tree;

    /// @param tree the repository: constants, module names and source folders are looked up in it
    public Importer(Tree tree) {
        this.tree = tree;
    }

    /// The rule files among these files and folders, in the order of their paths.
    ///
    /// @param places paths in the tree; empty texts for the whole of it
    public List<String> ruleFiles(List<String> places) {
        var found =
                tree.files().keySet().stream()
                        .filter(path ->
                                places.stream()
                                        .anyMatch(place ->
                                                place.isEmpty()
                                                        || path.equals(place)
                                                        || path.startsWith(place + "/")))
                        .filter(path -> tree.isFile(path) && holdsRules(path))
                        .limit(FILES_MAX)
                        .toList();
        return found;
    }

    /// What became of the rules of one file; empty when it holds none.
    public Optional<ImportedFile> read(String path) {
        var findings = new Findings(path);
        var name = path.substring(path.lastIndexOf('/') + 1);
        var text = text(path);
        var tool = tool(path, text);
        switch (tool) {
            case ARCHUNIT ->
                    JavaFile.read(tree, path)
                            .ifPresentOrElse(
                                    file -> new ArchUnitReader(file, findings).read(),
                                    () ->
                                            findings.refused(
                                                    name, 1, "this is no Java that can be read"));
            case IMPORT_LINTER -> new ImportLinterReader(tree, path, findings).read(text);
            case DEPENDENCY_CRUISER -> new CruiserReader(findings).read(text);
            case GO_ARCH_LINT -> new GoArchReader(tree, path, findings).read(text);
            case NONE -> {}
        }
        return findings.rulings().isEmpty()
                ? Optional.empty()
                : Optional.of(new ImportedFile(path, tool.word(), findings.rulings()));
    }

    private boolean holdsRules(String path) {
        return tool(path, text(path)) != Tool.NONE;
    }

    private String text(String path) {
        return tree.content(path) instanceof Content.Bytes found
                ? new String(found.bytes(), StandardCharsets.UTF_8)
                : "";
    }

    private enum Tool {
        ARCHUNIT,
        IMPORT_LINTER,
        DEPENDENCY_CRUISER,
        GO_ARCH_LINT,
        NONE;

        String word() {
            return switch (this) {
                case ARCHUNIT -> "ArchUnit";
                case IMPORT_LINTER -> "import-linter";
                case DEPENDENCY_CRUISER -> "dependency-cruiser";
                case GO_ARCH_LINT -> "go-arch-lint";
                case NONE -> "";
            };
        }
    }

    private static Tool tool(String path, String text) {
        var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".java")) {
            return text.contains("com.tngtech.archunit") ? Tool.ARCHUNIT : Tool.NONE;
        }
        if (name.startsWith(".go-arch-lint") && (name.endsWith(".yml") || name.endsWith(".yaml"))) {
            return Tool.GO_ARCH_LINT;
        }
        if (name.contains("dependency-cruiser")
                && List.of("js", "cjs", "mjs", "json")
                        .contains(name.substring(name.lastIndexOf('.') + 1))) {
            return Tool.DEPENDENCY_CRUISER;
        }
        boolean python =
                name.equals(".importlinter")
                        || name.endsWith(".importlinter")
                        || name.endsWith(".ini")
                        || name.endsWith(".cfg")
                        || name.endsWith(".toml");
        return python && text.contains("importlinter") ? Tool.IMPORT_LINTER : Tool.NONE;
    }

    static List<String> lines(String text) {
        return new ArrayList<>(text.lines().toList());
    }
}
