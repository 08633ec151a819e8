package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a constraint forbids. One case for each kind that this version evaluates.
public sealed interface Rule {
    /// Code in scope may not depend on these; where nothing is forbidden, on nothing but what is
    /// allowed, its own packages and `java.lang`.
    record Dependency(Targets forbidden, Targets allowed, Unless unless) implements Rule {}

    /// Code of a layer may only use its own layer and those below it.
    ///
    /// @param layers from the top to the bottom
    record Layers(List<Layer> layers) implements Rule {}

    /// The packages that match `slice`, cut off after its last name, may not depend on each other
    /// in a circle.
    record Acyclic(NamePattern slice) implements Rule {}

    /// The packages that match `slice`, cut off after its last name, may not depend on each other
    /// at all.
    record Independent(NamePattern slice) implements Rule {}

    /// Code in scope may not use these types or call these methods.
    record ApiUse(Targets forbidden, Targets allowed, Unless unless) implements Rule {}

    /// No file in scope may have any of these forms.
    record Pattern(List<Form> forms, Unless unless) implements Rule {}

    /// No build file in scope may name these libraries, and no code may use their packages.
    ///
    /// @param artifacts `group:artifact`, each with `*` for any characters
    /// @param allowed exceptions; where nothing is forbidden, the only libraries that may be named
    /// @param transitive what it counts as when another library brings one along; empty when that
    ///   does not matter
    record Library(
            List<String> artifacts,
            List<String> allowed,
            Targets code,
            Optional<Severity> transitive)
            implements Rule {}

    /// Everything of a sort must have something.
    record Require(Requirement.Each each, Requirement.Demand demand) implements Rule {}

    /// The public interface of the code in scope may differ from the baseline's in these ways only.
    record ApiCompat(Baseline baseline, Set<ApiChange> allowed) implements Rule {}

    /// Tables may be accessed by their owners only.
    ///
    /// @param unknown what a table that nobody owns counts as; empty when that does not matter
    /// @param asks whether this rule asks for tables of others, or for tables of nobody
    record Ownership(
            List<Holding> holdings, Set<Access> accesses, Optional<Severity> unknown, Asks asks)
            implements Rule {}

    /// No run may make calls in this order.
    record Trace(Sequence sequence) implements Rule {}

    /// Configuration and texts in scope hold these values, and not those.
    record Content(List<Setting> forbidden, List<Setting> required, boolean secrets)
            implements Rule {}

    /// An external program has to find nothing wrong.
    record Check(List<String> command) implements Rule {}

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

    /// One layer of code.
    record Layer(String name, List<NamePattern> packages) {}

    /// Where the interface that must be kept is found: in a published artifact
    /// (`group:artifact:version`), or in an archive in the repository.
    sealed interface Baseline {
        record Artifact(String coordinates) implements Baseline {}

        record Archive(String path) implements Baseline {}
    }

    /// What can happen to a public interface.
    enum ApiChange {
        ADD_TYPE,
        REMOVE_TYPE,
        CHANGE_TYPE,
        ADD_SUPERTYPE,
        REMOVE_SUPERTYPE,
        ADD_METHOD,
        ADD_METHOD_DEFAULT,
        ADD_METHOD_ABSTRACT,
        REMOVE_METHOD,
        CHANGE_METHOD,
        ADD_CONSTRUCTOR,
        REMOVE_CONSTRUCTOR,
        ADD_FIELD,
        REMOVE_FIELD,
        CHANGE_FIELD
    }

    /// Who owns which tables.
    record Holding(String name, String module, List<String> tables) {}

    /// Where code touches tables.
    enum Access {
        JPA_ENTITY,
        JDBC_STRING,
        MIGRATION
    }

    /// What an ownership rule asks for.
    enum Asks {
        FOREIGN,
        UNKNOWN
    }

    /// A key of a configuration file with the values meant, or a text at the head of a file.
    sealed interface Setting {
        /// @param key dotted, `*` standing for any characters
        record Value(String key, Optional<Regex> value) implements Setting {}

        /// The first lines of a file, as a licence has it.
        record Header(Regex text) implements Setting {}
    }

    /// A part of this rule that counts with a severity of its own.
    record Aside(Rule rule, Severity severity) {}

    /// What else this rule asks, with its severity; empty for most rules.
    default Optional<Aside> aside() {
        return switch (this) {
            case Ownership own when own.asks() == Asks.FOREIGN ->
                    own.unknown()
                            .map(severity ->
                                    new Aside(
                                            new Ownership(
                                                    own.holdings(),
                                                    own.accesses(),
                                                    own.unknown(),
                                                    Asks.UNKNOWN),
                                            severity));
            case Ownership _,
                    Dependency _,
                    Layers _,
                    Independent _,
                    Acyclic _,
                    ApiUse _,
                    Pattern _,
                    Library _,
                    Change _,
                    FileHistory _,
                    Budget _,
                    Require _,
                    ApiCompat _,
                    Trace _,
                    Content _,
                    Check _ ->
                    Optional.empty();
        };
    }

    /// The word that stands for this kind in a record.
    default String kind() {
        return switch (this) {
            case Dependency _, Layers _, Independent _, Acyclic _ -> "dependency";
            case ApiUse _ -> "api-use";
            case Pattern _ -> "pattern";
            case Library _ -> "library";
            case Change _ -> "change";
            case FileHistory _ -> "file-history";
            case Budget _ -> "budget";
            case Require _ -> "require";
            case ApiCompat _ -> "api-compat";
            case Ownership _ -> "ownership";
            case Trace _ -> "trace";
            case Content _ -> "content";
            case Check _ -> "check";
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

    /// Where a form or a use is no violation: in these files, inside a declaration with one of
    /// these annotations, or inside one of these types.
    record Unless(List<PathGlob> paths, List<NamePattern> annotations, List<NamePattern> types) {
        /// No exception.
        public static Unless never() {
            return new Unless(List.of(), List.of(), List.of());
        }
    }
}
