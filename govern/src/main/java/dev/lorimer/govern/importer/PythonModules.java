package dev.lorimer.govern.importer;

import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// Where the modules of a Python project lie in its repository.
final class PythonModules {
    private final List<String> roots;
    private final Tree tree;

    /// @param config the path of the file with the contracts, beside which the packages lie, or in
    ///   the folder `src` beside it
    PythonModules(Tree tree, String config, List<String> packages) {
        this.tree = tree;
        var folder = config.substring(0, config.lastIndexOf('/') + 1);
        var found = new ArrayList<String>();
        for (var one : packages) {
            var name = one.replace('.', '/');
            for (var root : List.of(folder, folder + "src/", "", "src/")) {
                if (!found.contains(root) && has(root + name)) {
                    found.add(root);
                    break;
                }
            }
        }
        if (found.isEmpty()) {
            packages.forEach(one -> elsewhere(one.replace('.', '/'), found));
        }
        roots = found.stream().distinct().toList();
    }

    private boolean has(String path) {
        return !tree.files().subMap(path + "/", path + "0").isEmpty() || tree.isFile(path + ".py");
    }

    private void elsewhere(String name, List<String> found) {
        var init = "/" + name + "/__init__.py";
        tree.files().keySet().stream()
                .filter(path -> path.endsWith(init))
                .limit(1)
                .forEach(path -> found.add(path.substring(0, path.length() - init.length() + 1)));
    }

    /// The files of a module and of all below it.
    ///
    /// @param alone whether what lies below is left out
    List<String> files(String module, boolean alone) {
        var path = module.replace('.', '/').replace("**", "*");
        boolean deep = module.endsWith("**");
        var at = roots.isEmpty() ? List.of("**/") : roots;
        var files = new ArrayList<String>();
        for (var root : at) {
            files.add(root + path + ".py");
            files.add(root + path + (alone && !deep ? "/__init__.py" : "/**"));
        }
        return files;
    }

    boolean isExternal(String module, List<String> packages) {
        return packages.stream()
                .noneMatch(one -> module.equals(one) || module.startsWith(one + "."));
    }

    /// What imports of the module look like, also relative ones, whose names begin with folders.
    List<String> names(String module, boolean alone) {
        var pattern =
                module.replace(".**", "..").replace("**", "*")
                        + (alone || module.endsWith("**") ? "" : "..");
        var names = new ArrayList<>(List.of(pattern));
        for (var root : roots) {
            var folder =
                    root.endsWith("src/")
                            ? ""
                            : root.substring(
                                    root.lastIndexOf("src/") < 0
                                            ? 0
                                            : root.lastIndexOf("src/") + 4);
            if (!folder.isEmpty()) {
                names.add(folder.replace('/', '.') + pattern);
            }
        }
        return names;
    }

    /// The modules right below one, as they are in the tree today.
    List<String> children(String module) {
        var found = new ArrayList<String>();
        for (var root : roots) {
            var prefix = root + module.replace('.', '/') + "/";
            for (var path : tree.files().subMap(prefix, prefix + Character.MAX_VALUE).keySet()) {
                var rest = path.substring(prefix.length());
                int slash = rest.indexOf('/');
                var name =
                        slash >= 0
                                ? rest.substring(0, slash)
                                : rest.endsWith(".py") ? rest.substring(0, rest.length() - 3) : "";
                if (!name.isEmpty()
                        && !name.startsWith("__")
                        && !found.contains(module + "." + name)) {
                    found.add(module + "." + name);
                }
            }
        }
        return found;
    }
}
