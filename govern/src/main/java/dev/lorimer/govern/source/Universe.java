package dev.lorimer.govern.source;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which types there are: those of one tree, by the names of their files, and those of the
/// platform. Not for several threads.
public final class Universe {
    private final Tree tree;
    private final Glimpses glimpses;
    private final Jdk jdk;
    private final Layout layout;
    private final Map<String, Set<String>> declaredByFolder = new HashMap<>();

    /// @param glimpses what is known of files already
    Universe(Tree tree, Layout layout, Glimpses glimpses, Jdk jdk) {
        this.tree = tree;
        this.layout = layout;
        this.jdk = jdk;
        this.glimpses = glimpses;
    }

    Jdk jdk() {
        return jdk;
    }

    /// Whether the tree has a file for that type, in a folder that ends with the package.
    boolean has(String packageName, String type) {
        return file(packageName, type).isPresent();
    }

    /// Whether some file in that very folder declares a type of that name.
    boolean isIn(String folder, String type) {
        return declaredByFolder.computeIfAbsent(folder, this::declared).contains(type);
    }

    /// Whether the type may have a member of that name. What cannot be looked at may have anything.
    boolean mayHaveMember(List<String> type, String name) {
        var platform = jdk.hasMember(type, name);
        if (platform.isPresent()) {
            return platform.get();
        }
        var packageName = String.join(".", type.subList(0, type.size() - 1));
        return file(packageName, type.getLast()).map(path -> holds(path, name)).orElse(true);
    }

    private Optional<String> file(String packageName, String type) {
        var name = type + ".java";
        var wanted = packageName.replace('.', '/');
        return layout.folders(name).stream()
                .filter(folder -> isPackage(folder, wanted))
                .map(folder -> folder.isEmpty() ? name : folder + "/" + name)
                .findFirst();
    }

    private static boolean isPackage(String folder, String wanted) {
        return folder.equals(wanted)
                || folder.endsWith("/" + wanted)
                || (wanted.isEmpty() && (folder.equals("java") || folder.endsWith("/java")));
    }

    private Set<String> declared(String folder) {
        var names = new HashSet<String>();
        var prefix = folder.isEmpty() ? "" : folder + "/";
        for (var entry : tree.files().subMap(prefix, prefix + Character.MAX_VALUE).entrySet()) {
            var path = entry.getKey();
            if (path.endsWith(".java")
                    && path.lastIndexOf('/') < Math.max(0, prefix.length())
                    && entry.getValue().isFile()) {
                names.addAll(glimpses.declared(entry.getValue().blob(), () -> text(path)));
            }
        }
        return names;
    }

    private boolean holds(String path, String word) {
        return tree.entry(path)
                .map(entry -> glimpses.holds(entry.blob(), word, () -> text(path)))
                .orElse(false);
    }

    private String text(String path) {
        return tree.isFile(path) && tree.content(path) instanceof Content.Bytes found
                ? new String(found.bytes(), StandardCharsets.UTF_8)
                : "";
    }
}
