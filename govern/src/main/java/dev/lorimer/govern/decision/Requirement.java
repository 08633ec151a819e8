package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;
import java.util.stream.Stream;

/// What has to have something, and what it has to have.
public final class Requirement {
    private Requirement() {}

    /// The things that a demand is made of.
    public sealed interface Each {
        /// Declarations of this sort that satisfy every list that is not empty.
        ///
        /// @param names simple names, `*` standing for any characters
        record Declarations(
                Rule.Element element,
                List<NamePattern> annotations,
                List<NamePattern> supertypes,
                List<String> names)
                implements Each {}

        record Files(List<PathGlob> paths) implements Each {}
    }

    /// What each of them has to have.
    public sealed interface Demand {
        record AnyOf(List<Demand> demands) implements Demand {}

        record AllOf(List<Demand> demands) implements Demand {}

        /// One of these annotations, on the declaration or around it.
        record Annotated(List<NamePattern> annotations) implements Demand {}

        /// One of these as a direct supertype.
        record Subtype(List<NamePattern> types) implements Demand {}

        record Named(List<String> names) implements Demand {}

        /// A call of one of these, somewhere in its file's type.
        record Calls(List<NamePattern> owners, List<String> names) implements Demand {}

        /// Every request that it handles passes one of these filters.
        record Behind(List<NamePattern> filters) implements Demand {}

        record Text(Regex regex) implements Demand {}

        /// A file beside it; `{name}`, `{package}` and `{folder}` stand for its own.
        record Companion(List<String> paths) implements Demand {}

        /// This demand with everything inside of it.
        default Stream<Demand> parts() {
            return switch (this) {
                case AnyOf any ->
                        Stream.concat(
                                Stream.of(this), any.demands().stream().flatMap(Demand::parts));
                case AllOf all ->
                        Stream.concat(
                                Stream.of(this), all.demands().stream().flatMap(Demand::parts));
                case Annotated _, Subtype _, Named _, Calls _, Behind _, Text _, Companion _ ->
                        Stream.of(this);
            };
        }
    }
}
