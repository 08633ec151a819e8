package dev.lorimer.govern.propose;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.propose.Used.Sort;
import dev.lorimer.govern.source.ImportScan;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.source.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Everything that any version of any file imports, each by a number, so that a file's imports are
/// a few numbers. Not for several threads.
final class Vocabulary {
    /// The languages whose imports are names of Java packages.
    private static final Set<Language> LANGUAGES =
            Set.of(Language.JAVA, Language.KOTLIN, Language.GROOVY, Language.SCALA);

    /// One file in fifty in packages of a prefix makes it the repository's own: fixtures and copies
    /// of foreign code are rarer.
    private static final int OWN_SHARE = 50;

    private final Map<Used, Integer> numbers = new HashMap<>();
    private final List<Used> names = new ArrayList<>();
    private final Map<String, Integer> declared = new HashMap<>();
    private final Set<String> declaredWhole = new HashSet<>();
    private int files;

    /// Whether the file at `path` is code whose imports are read.
    static boolean isRead(String path) {
        return Language.of(path).filter(LANGUAGES::contains).isPresent();
    }

    int size() {
        return names.size();
    }

    Used name(int number) {
        return names.get(number);
    }

    Optional<Integer> number(Used used) {
        return Optional.ofNullable(numbers.get(used));
    }

    /// The numbers of what a file imports, ascending.
    int[] read(String path, byte[] bytes) {
        var text = Source.of(path, bytes).text();
        var head =
                Language.of(path).equals(Optional.of(Language.JAVA))
                        ? ImportScan.java(text)
                        : ImportScan.of(text);
        declare(head.packageName());
        var found = new TreeSet<Integer>();
        for (var one : head.imports()) {
            add(found, one);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private void declare(String packageName) {
        files++;
        if (!packageName.isEmpty() && declaredWhole.add(packageName)) {
            declared.putIfAbsent(head(packageName), 0);
        }
        if (!packageName.isEmpty()) {
            declared.merge(head(packageName), 1, Integer::sum);
        }
    }

    private void add(Set<Integer> found, ImportScan.Import one) {
        int type = 0;
        while (type < one.parts().size() && !Reference.looksLikeType(one.parts().get(type))) {
            type++;
        }
        boolean named = type < one.parts().size();
        // A name without a capital is a function's, or a package with a star after it.
        int packages = named || one.all() ? type : type - 1;
        var parts = one.parts().subList(0, Math.max(0, packages));
        var library = Libraries.of(parts);
        if (parts.isEmpty()) {
            return;
        }
        if (!library.isEmpty()) {
            found.add(numberOf(new Used(Sort.LIBRARY, library)));
        }
        found.add(numberOf(new Used(Sort.PACKAGE, String.join(".", parts))));
        if (named) {
            var name = String.join(".", one.parts().subList(0, type + 1));
            found.add(numberOf(new Used(Sort.TYPE, name)));
        }
    }

    private int numberOf(Used used) {
        var known = numbers.get(used);
        if (known != null) {
            return known;
        }
        int number = names.size();
        numbers.put(used, number);
        names.add(used);
        return number;
    }

    /// Whether the repository itself has, or had, that package or its family.
    boolean isOwn(String packageName) {
        int share = declared.getOrDefault(head(packageName), 0);
        return declaredWhole.contains(packageName) || share * OWN_SHARE > files;
    }

    /// The first three names, or four where three are an organisation's.
    private static String head(String packageName) {
        var parts = Arrays.asList(packageName.split("\\.", -1));
        var three = String.join(".", parts.subList(0, Math.min(3, parts.size())));
        return Libraries.isOrganisation(three)
                ? String.join(".", parts.subList(0, Math.min(4, parts.size())))
                : three;
    }
}
