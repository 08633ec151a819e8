package dev.lorimer.govern.source;

import java.util.List;

/// What the folders of a path say about its package, in languages whose files don't say it.
public final class Folders {
    private Folders() {}

    /// The folders of a path as a dotted name, without those up to a usual source root.
    public static String packageOf(String path) {
        var names = List.of(path.split("/", -1));
        int start = 0;
        for (int i = 0; i + 1 < names.size(); i++) {
            if (names.get(i).equals("src")) {
                boolean maven =
                        i + 2 < names.size() - 1
                                && List.of("main", "test").contains(names.get(i + 1));
                start = maven ? i + 3 : i + 1;
            }
        }
        return String.join(".", names.subList(Math.min(start, names.size() - 1), names.size() - 1));
    }
}
