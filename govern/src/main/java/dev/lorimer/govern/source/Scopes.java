package dev.lorimer.govern.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The names that declarations make known, from the innermost block outwards.
final class Scopes {
    private final Deque<Frame> frames = new ArrayDeque<>();

    /// Variables that patterns bind can outlive their block; they are remembered for the sake of
    /// their types only.
    private final Map<String, Typed> bindings = new HashMap<>();

    /// What an expression's type may be.
    ///
    /// @param types the candidates; empty when nobody can tell
    /// @param dimensions how often it has to be indexed to get there
    record Typed(List<Reference> types, int dimensions) {
        static Typed unknown() {
            return new Typed(List.of(), 0);
        }

        static Typed of(Reference type) {
            return new Typed(List.of(type), 0);
        }

        Typed element() {
            return dimensions > 0 ? new Typed(types, dimensions - 1) : unknown();
        }

        /// The candidates whose methods can be called on it.
        List<Reference> owners() {
            return dimensions == 0 ? types : List.of();
        }
    }

    private static final class Frame {
        private final Map<String, Typed> variables = new HashMap<>();
        private final Map<String, List<String>> types = new HashMap<>();
        private final Set<String> typeVariables = new HashSet<>();
        private final Map<String, Typed> methods = new HashMap<>();
        private Optional<ClassFrame> declaration = Optional.empty();
    }

    /// A class declaration.
    ///
    /// @param name the full name
    /// @param parents what it extends and implements
    record ClassFrame(List<String> name, List<Reference> parents) {}

    void enter() {
        frames.push(new Frame());
    }

    void leave() {
        frames.pop();
    }

    void isClass(ClassFrame declaration) {
        frames.element().declaration = Optional.of(declaration);
    }

    /// Whether a variable declared here is a field.
    boolean atClassLevel() {
        return frames.element().declaration.isPresent();
    }

    void variable(String name, Typed type) {
        frames.element().variables.put(name, type);
    }

    void binding(String name, Typed type) {
        variable(name, type);
        bindings.put(name, type);
    }

    void type(String name, List<String> fullName) {
        frames.element().types.put(name, fullName);
    }

    void typeVariable(String name) {
        frames.element().typeVariables.add(name);
    }

    /// Overloads that give back different things say nothing together.
    void method(String name, Typed result) {
        frames.element()
                .methods
                .merge(name, result, (one, other) -> one.equals(other) ? one : Typed.unknown());
    }

    Optional<Typed> variable(String name) {
        return first(frame -> frame.variables.get(name));
    }

    Optional<Typed> binding(String name) {
        return Optional.ofNullable(bindings.get(name));
    }

    Optional<Typed> method(String name) {
        return first(frame -> frame.methods.get(name));
    }

    boolean isTypeVariable(String name) {
        for (var frame : frames) {
            if (frame.typeVariables.contains(name)) {
                return true;
            }
            if (frame.types.containsKey(name)) {
                return false;
            }
        }
        return false;
    }

    Optional<List<String>> type(String name) {
        return first(frame -> frame.types.get(name));
    }

    /// What the innermost frame says that says anything. A loop, since this is asked for every name
    /// in a file.
    private <T> Optional<T> first(Function<Frame, @Nullable T> says) {
        for (var frame : frames) {
            var said = says.apply(frame);
            if (said != null) {
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /// The class declarations around this place, innermost first.
    List<ClassFrame> classes() {
        return frames.stream().flatMap(frame -> frame.declaration.stream()).toList();
    }
}
