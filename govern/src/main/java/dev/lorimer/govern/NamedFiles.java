package dev.lorimer.govern;

import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds the files that a text speaks of.
final class NamedFiles {
    private NamedFiles() {}

    /// Files of the tree that `text` names: by path, by a folder they lie in, by file name, or by
    /// the simple or full name of a type. When it names at least one, also paths it names that do
    /// not exist yet.
    static List<String> in(String text, Tree tree) {
        var words = words(text);
        var found = new TreeSet<String>();
        Map<String, List<String>> byName = new HashMap<>();
        for (var path : tree.files().keySet()) {
            byName.computeIfAbsent(name(path), _ -> new ArrayList<>(1)).add(path);
        }
        for (var word : words) {
            found.addAll(named(word, tree, byName));
        }
        if (!found.isEmpty()) {
            words.stream()
                    .filter(word -> word.indexOf('/') > 0 && name(word).indexOf('.') > 0)
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    private static List<String> named(String word, Tree tree, Map<String, List<String>> byName) {
        if (tree.files().containsKey(word)) {
            return List.of(word);
        }
        var folder = word.endsWith("/") ? word : word + "/";
        var below = tree.files().subMap(folder, folder + Character.MAX_VALUE);
        // A bare word like "test" is more often a word than a folder.
        if (!below.isEmpty() && word.indexOf('/') > 0) {
            return List.copyOf(below.keySet());
        }
        if (word.indexOf('.') > 0 && byName.containsKey(word)) {
            return byName.getOrDefault(word, List.of());
        }
        return ofType(word, byName);
    }

    private static List<String> ofType(String word, Map<String, List<String>> byName) {
        var simple = word.substring(word.lastIndexOf('.') + 1);
        if (simple.isEmpty() || !Character.isUpperCase(simple.codePointAt(0))) {
            return List.of();
        }
        var folders = word.substring(0, Math.max(0, word.lastIndexOf('.'))).replace('.', '/');
        return List.of(".java", ".kt", ".groovy", ".scala").stream()
                .flatMap(ending -> byName.getOrDefault(simple + ending, List.of()).stream())
                .filter(path -> folders.isEmpty() || path.contains(folders + "/" + simple))
                .toList();
    }

    /// Runs of characters that paths and names are made of, without the punctuation of the sentence
    /// around.
    private static List<String> words(String text) {
        var words = new TreeSet<String>();
        int start = 0;
        for (int end = 0; end <= text.length(); end++) {
            if (end == text.length() || !isPart(text.charAt(end))) {
                add(words, text.substring(start, end));
                start = end + 1;
            }
        }
        return List.copyOf(words);
    }

    private static void add(Set<String> words, String run) {
        int end = run.length();
        while (end > 0 && ".-".indexOf(run.charAt(end - 1)) >= 0) {
            end--;
        }
        var word = run.substring(0, end);
        while (word.startsWith("./")) {
            word = word.substring(2);
        }
        // A method is named after its type.
        int hash = word.indexOf('#');
        word = hash > 0 ? word.substring(0, hash) : word;
        if (!word.isEmpty()) {
            words.add(word);
        }
    }

    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter) || "/._-$#+@".indexOf(letter) >= 0;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
