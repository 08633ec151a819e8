package dev.lorimer.govern.kind;

import dev.lorimer.govern.build.BuildFiles;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Requirement;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Selector;
import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files that a constraint is about: those in its scope, of a sort that its kind looks at.
public final class Subjects {
    /// The languages in which a file names the package that it is in.
    private static final Set<Language> PACKAGED =
            Set.of(Language.JAVA, Language.KOTLIN, Language.GROOVY, Language.SCALA);

    private final Constraint constraint;
    private final Selector chosen;
    private final List<Selector> excluded;
    private final List<Subjects> ceded;

    public Subjects(Constraint constraint) {
        this.constraint = constraint;
        chosen = constraint.scope().chosen();
        excluded = constraint.scope().excluded();
        ceded =
                constraint.scope().ceded().stream()
                        .map(scope ->
                                new Subjects(
                                        new Constraint(
                                                constraint.id(),
                                                constraint.rule(),
                                                scope,
                                                constraint.terms(),
                                                "",
                                                List.of())))
                        .toList();
    }

    /// Whether the file at `path` is one of them.
    public boolean include(Side side, String path) {
        return isChosen(side, path) && ceded.stream().noneMatch(one -> one.isChosen(side, path));
    }

    private boolean isChosen(Side side, String path) {
        return mayInclude(side, path)
                && (chosen.packages().isEmpty()
                        || anyMatches(chosen.packages(), side.packageOf(path)))
                && excluded.stream()
                        .noneMatch(one -> anyMatches(one.packages(), side.packageOf(path)));
    }

    /// The same by the path alone, which is right but for packages.
    boolean mayInclude(Side side, String path) {
        return isOfSort(path)
                && (chosen.paths().isEmpty() || anyGlob(chosen.paths(), path))
                && (chosen.languages().isEmpty() || speaks(chosen.languages(), path))
                && (chosen.modules().isEmpty() || inModule(side, chosen.modules(), path))
                && excluded.stream().noneMatch(one -> isExcluded(one, side, path));
    }

    /// A guess whether the file's package is in scope, from the folders that it lies in.
    public boolean seemsIncluded(Side side, String path) {
        return mayInclude(side, path)
                && (chosen.packages().isEmpty() || anyTail(chosen.packages(), path))
                && excluded.stream()
                        .noneMatch(one -> anyMatches(one.packages(), Side.folders(path)))
                && ceded.stream().noneMatch(one -> one.isChosen(side, path));
    }

    /// Whether a folder whose files can't be listed could hold one of them.
    boolean mayLieBelow(String folder) {
        return (chosen.paths().isEmpty()
                        || chosen.paths().stream().anyMatch(glob -> glob.mayMatchBelow(folder)))
                && excluded.stream()
                        .noneMatch(one ->
                                one.paths().stream()
                                        .anyMatch(glob ->
                                                glob.matches(folder + "/x")
                                                        || glob.matches(folder)));
    }

    /// Whether it may count which build module a file lies in.
    boolean needModule() {
        return constraint.rule() instanceof Rule.Ownership
                || !chosen.modules().isEmpty()
                || excluded.stream().anyMatch(one -> !one.modules().isEmpty())
                || ceded.stream().anyMatch(Subjects::needModule);
    }

    /// Whether the package has to be known to tell.
    boolean needPackage() {
        return !chosen.packages().isEmpty()
                || excluded.stream().anyMatch(one -> !one.packages().isEmpty())
                || ceded.stream().anyMatch(Subjects::needPackage);
    }

    private boolean isOfSort(String path) {
        return switch (constraint.rule()) {
            case Rule.Dependency _, Rule.Layers _, Rule.Acyclic _, Rule.ApiUse _ ->
                    !chosen.languages().isEmpty() || isJava(path);
            case Rule.Require require ->
                    switch (require.each()) {
                        case Requirement.Each.Files files -> anyGlob(files.paths(), path);
                        case Requirement.Each.Declarations _ ->
                                !chosen.languages().isEmpty() || isJava(path);
                    };
            case Rule.ApiCompat _ -> isJava(path);
            case Rule.Ownership _ ->
                    OwnershipCheck.isMigration(path)
                            || isJava(path)
                            || (!chosen.languages().isEmpty() && Language.of(path).isPresent());
            case Rule.Content content -> ContentCheck.isAbout(content, path);
            case Rule.Pattern _ when isRecordByTheWay(path) -> false;
            case Rule.Pattern pattern ->
                    !chosen.languages().isEmpty()
                            || isJava(path)
                            || pattern.forms().stream().anyMatch(form -> !form.needsSyntax());
            case Rule.Library library ->
                    isBuildFile(path) || (!library.code().isEmpty() && isJava(path));
            case Rule.Change _, Rule.FileHistory _, Rule.Budget _, Rule.Trace _, Rule.Check _ ->
                    true;
        };
    }

    /// Decision records speak of what they forbid, and show it in examples; a pattern is about them
    /// only when its scope says so.
    private boolean isRecordByTheWay(String path) {
        return chosen.paths().isEmpty() && DecisionSet.isRecord(path);
    }

    /// `pom.xml`; another XML file only where the scope names it.
    static boolean isPom(String path) {
        return path.equals("pom.xml") || path.endsWith("/pom.xml") || path.endsWith(".pom");
    }

    /// Whether a file of that name may be one that names libraries.
    static boolean mayBuild(String path) {
        return isPom(path) || BuildFiles.reads(path) || path.endsWith(".xml");
    }

    private boolean isBuildFile(String path) {
        return isPom(path)
                || BuildFiles.reads(path)
                || (path.endsWith(".xml") && !chosen.paths().isEmpty());
    }

    /// A library's language says which code to look at; its build files are looked at in any case.
    private boolean speaks(Set<Language> languages, String path) {
        boolean build = constraint.rule() instanceof Rule.Library && isBuildFile(path);
        return build || Language.of(path).filter(languages::contains).isPresent();
    }

    private static boolean isExcluded(Selector one, Side side, String path) {
        return anyGlob(one.paths(), path)
                || (!one.languages().isEmpty()
                        && Language.of(path).filter(one.languages()::contains).isPresent())
                || inModule(side, one.modules(), path);
    }

    private static boolean inModule(Side side, List<String> modules, String path) {
        return modules.stream().anyMatch(module -> Modules.holds(side, module, path));
    }

    private static boolean anyGlob(List<PathGlob> globs, String path) {
        return globs.stream().anyMatch(glob -> glob.matches(path));
    }

    private static boolean anyMatches(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /// Nobody knows at which folder the packages begin, so every tail of the folders may be the
    /// package.
    private static boolean anyTail(List<NamePattern> patterns, String path) {
        var names = List.of(path.split("/", -1));
        var folders = names.subList(0, names.size() - 1);
        for (int start = 0; start <= folders.size(); start++) {
            var tail = folders.subList(start, folders.size());
            if (patterns.stream().anyMatch(pattern -> pattern.matches(tail))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a package can be read out of the file.
    static boolean declaresPackage(String path) {
        return Language.of(path).filter(PACKAGED::contains).isPresent();
    }

    private static boolean isJava(String path) {
        return Language.of(path).equals(Optional.of(Language.JAVA));
    }
}
