package dev.lorimer.govern.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Asks about the types around one file, and writes down what was asked and answered.
final class Witness {
    private final Universe universe;
    private final String folder;
    private final Set<Lookup> asked = new LinkedHashSet<>();

    Witness(Universe universe, String path) {
        this.universe = universe;
        folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    Jdk jdk() {
        return universe.jdk();
    }

    boolean has(String packageName, String type) {
        boolean answer = universe.has(packageName, type);
        asked.add(new Lookup.Held(packageName, type, answer));
        return answer;
    }

    /// Whether some file beside this one declares a type of that name.
    boolean isBeside(String type) {
        boolean answer = universe.isIn(folder, type);
        asked.add(new Lookup.Beside(folder, type, answer));
        return answer;
    }

    boolean mayHaveMember(List<String> type, String name) {
        boolean answer = universe.mayHaveMember(type, name);
        asked.add(new Lookup.Member(type, name, answer));
        return answer;
    }

    List<Lookup> asked() {
        return List.copyOf(asked);
    }
}
