package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a constraint forbids. One case for each kind that this version evaluates.
public sealed interface Rule {
    /// Code in scope may not depend on these.
    record Dependency(Targets forbidden, Targets allowed) implements Rule {}

    /// Code in scope may not use these types or call these methods.
    record ApiUse(Targets forbidden, Targets allowed) implements Rule {}

    /// No file in scope may have any of these forms.
    record Pattern(List<Form> forms, Unless unless) implements Rule {}

    /// No build file in scope may name these libraries, and no code may use their packages.
    ///
    /// @param artifacts `group:artifact`, each with `*` for any characters
    record Library(List<String> artifacts, Targets code) implements Rule {}

    /// Nothing in scope may change without approval.
    ///
    /// @param approvers who can approve; shown, not checked here
    /// @param binding what an approval covers; shown, since an approval always covers exactly the
    ///   content
    record Change(List<String> approvers, String binding, boolean separationOfDuties)
            implements Rule {}

    /// Files in scope may only change in these ways, and new ones keep the order of their names.
    record FileHistory(Set<ChangeKind> allowed, Optional<Order> order) implements Rule {}

    /// The whole change has to satisfy this expression.
    record Budget(String cel) implements Rule {
        /// What the expression can use: lines added and deleted as `git diff --numstat` counts
        /// them, and the changed paths.
        public static final Map<String, Expressions.Kind> NAMES =
                Map.of(
                        "diff.added", Expressions.Kind.NUMBER,
                        "diff.deleted", Expressions.Kind.NUMBER,
                        "diff.files", Expressions.Kind.TEXTS);
    }

    /// A way in which a path changes.
    enum ChangeKind {
        ADD,
        MODIFY,
        DELETE,
        RENAME
    }

    /// New files carry a key in their names that is above every key that was there.
    record Order(Regex key) {}

    /// The word that stands for this kind in a record.
    default String kind() {
        return switch (this) {
            case Dependency _ -> "dependency";
            case ApiUse _ -> "api-use";
            case Pattern _ -> "pattern";
            case Library _ -> "library";
            case Change _ -> "change";
            case FileHistory _ -> "file-history";
            case Budget _ -> "budget";
        };
    }

    /// A form that code or text can have.
    sealed interface Form {
        /// Text of any file.
        record Text(Regex regex) implements Form {}

        /// A declaration of this sort with one of these annotations.
        record Annotated(Element element, List<NamePattern> annotations) implements Form {}

        /// A call of a method of one of these types; any method when no name is given.
        record Call(List<NamePattern> owners, List<String> names) implements Form {}

        /// A string literal.
        record Literal(Regex regex) implements Form {}

        /// Whether a parser has to understand the file to see this form.
        default boolean needsSyntax() {
            return switch (this) {
                case Text _ -> false;
                case Annotated _, Call _, Literal _ -> true;
            };
        }
    }

    /// What kind of declaration carries an annotation.
    enum Element {
        FIELD,
        METHOD,
        TYPE,
        PARAMETER
    }

    /// Where a form is no violation: in these files, or inside a declaration with one of these
    /// annotations.
    record Unless(List<PathGlob> paths, List<NamePattern> annotations) {}
}
