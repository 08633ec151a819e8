package dev.lorimer.govern.source;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a glance at other files showed, by their contents' hashes, so that it is cast once. Safe
/// for use by several threads.
final class Glimpses {
    /// 30,000 files with two or three names each take some 10 MB.
    private static final int FILES_MAX = 30_000;

    /// 100,000 answers take some 15 MB.
    private static final int ANSWERS_MAX = 100_000;

    private static final Set<String> DECLARE = Set.of("class", "interface", "enum", "record");

    private final Map<String, Set<String>> declared = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, String> packages = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Boolean> held = new LinkedHashMap<>(64, 0.75f, true);

    /// The types that a file declares, nested ones too; some names may be no types, as one behind
    /// the word "class" in a comment.
    Set<String> declared(String blob, Supplier<String> text) {
        synchronized (this) {
            var known = declared.get(blob);
            if (known != null) {
                return known;
            }
        }
        var names = names(text.get());
        synchronized (this) {
            declared.put(blob, names);
            shrink(declared, FILES_MAX);
        }
        return names;
    }

    /// The package that a file declares; empty when nobody has looked yet.
    synchronized Optional<String> packageName(String blob) {
        return Optional.ofNullable(packages.get(blob));
    }

    synchronized void packageIs(String blob, String name) {
        packages.put(blob, name);
        shrink(packages, FILES_MAX);
    }

    /// Whether a file's text holds a word.
    boolean holds(String blob, String word, Supplier<String> text) {
        var key = blob + " " + word;
        synchronized (this) {
            var known = held.get(key);
            if (known != null) {
                return known;
            }
        }
        boolean answer = text.get().contains(word);
        synchronized (this) {
            held.put(key, answer);
            shrink(held, ANSWERS_MAX);
        }
        return answer;
    }

    private static void shrink(Map<String, ?> map, int most) {
        var oldest = map.keySet().iterator();
        while (map.size() > most && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    private static Set<String> names(String text) {
        var names = new HashSet<String>();
        boolean declares = false;
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (!Character.isJavaIdentifierPart(letter)) {
                // Only blanks may stand between the word and the name.
                declares &= Character.isWhitespace(letter);
                at++;
                continue;
            }
            int end = at + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            if (declares) {
                names.add(text.substring(at, end));
            }
            // The shortest of the words has four letters, the longest nine.
            declares = end - at >= 4 && end - at <= 9 && DECLARE.contains(text.substring(at, end));
            at = end;
        }
        return Set.copyOf(names);
    }
}
