package dev.lorimer.govern.propose;

import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactReader;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reading;
import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Source;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The Java code of one tree without its tests: of each file, what rules are drawn from.
///
/// @param files in the order of their paths
record Present(List<File> files) {
    /// Where tests lie by convention; rules about the code do not bind them.
    static final List<String> TESTS =
            List.of("**/test/**", "**/tests/**", "**/src/it/**", "**/src/*Test/**");

    /// So many files are understood at a time, and forgotten but for what counts.
    private static final int BATCH = 256;

    /// @param packages that the file uses, also of others
    record File(String path, String packageName, Set<String> packages, List<Declared> types) {}

    /// A type with the direct supertypes whose full names are known.
    ///
    /// @param name without its package
    record Declared(String name, Set<String> parents) {
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    static boolean isMain(String path) {
        var whole = "/" + path;
        int source = whole.indexOf("/src/");
        int end = source < 0 ? -1 : whole.indexOf('/', source + 5);
        return !whole.contains("/test/")
                && !whole.contains("/tests/")
                && !whole.contains("/src/it/")
                && (end < 0 || !whole.substring(source, end).endsWith("Test"));
    }

    static Present of(Tree tree) {
        var index = FactIndex.plain();
        var files = new ArrayList<File>();
        var batch = new TreeMap<String, String>();
        for (var path : tree.files().keySet()) {
            if (path.endsWith(".java")
                    && isMain(path)
                    && tree.isFile(path)
                    && tree.content(path) instanceof Content.Bytes found) {
                batch.put(path, Source.of(path, found.bytes()).text());
                if (batch.size() == BATCH) {
                    read(index.of(tree, false), batch, files);
                    batch.clear();
                }
            }
        }
        read(index.of(tree, false), batch, files);
        return new Present(List.copyOf(files));
    }

    private static void read(FactReader reader, Map<String, String> batch, List<File> files) {
        reader.prepare(batch.keySet(), path -> Optional.ofNullable(batch.get(path)));
        for (var path : batch.keySet()) {
            var facts = reader.known(path).map(Reading::facts);
            // A file without a package is a fixture or a script, and its types can't be imported.
            facts.filter(found -> !found.packageName().isEmpty() && !path.endsWith("-info.java"))
                    .ifPresent(found -> files.add(file(path, found)));
        }
    }

    private static File file(String path, Facts facts) {
        var packages = new HashSet<String>();
        var types = new TreeMap<String, Set<String>>();
        for (var use : facts.uses()) {
            if (use.target() instanceof Known known) {
                packages.add(String.join(".", known.parts().subList(0, known.packageParts())));
                if (use.how().equals("extends") || use.how().equals("implements")) {
                    types.computeIfAbsent(
                                    within(facts.packageName(), use.site().subject()),
                                    _ -> new TreeSet<>())
                            .add(String.join(".", known.parts()));
                }
            }
        }
        return new File(
                path,
                facts.packageName(),
                Set.copyOf(packages),
                types.entrySet().stream()
                        .filter(one -> !one.getKey().isEmpty())
                        .map(one -> new Declared(one.getKey(), one.getValue()))
                        .toList());
    }

    private static String within(String packageName, String type) {
        return type.startsWith(packageName + ".") ? type.substring(packageName.length() + 1) : "";
    }

    /// Where an example would lie: beside the file with the shortest package whose folders are its
    /// package.
    Snippets snippets() {
        return files.stream()
                .filter(file -> !root(file).equals("?"))
                .min(
                        Comparator.comparingInt((File file) -> file.packageName().length())
                                .thenComparing(File::packageName)
                                .thenComparing(File::path))
                .map(file -> new Snippets(file.packageName(), root(file)))
                .orElseGet(() -> new Snippets("example", "src/main/java/"));
    }

    private static String root(File file) {
        var folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
        var wanted = file.packageName().replace('.', '/') + "/";
        return folder.endsWith(wanted)
                ? folder.substring(0, folder.length() - wanted.length())
                : "?";
    }
}
