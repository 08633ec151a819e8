package dev.lorimer.govern.decision;

import java.util.List;

/// A set of things that code can use: packages, types, methods.
public record Targets(List<NamePattern> packages, List<NamePattern> types, List<Method> methods) {
    public static Targets none() {
        return new Targets(List.of(), List.of(), List.of());
    }

    public boolean isEmpty() {
        return packages.isEmpty() && types.isEmpty() && methods.isEmpty();
    }

    /// A method of a type: `java.lang.System#exit`. The name may hold `*`; `new` is the
    /// constructor.
    public record Method(NamePattern owner, String name) {
        @Override
        public String toString() {
            return owner + "#" + name;
        }
    }
}
