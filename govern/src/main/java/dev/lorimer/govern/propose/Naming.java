package dev.lorimer.govern.propose;

import dev.lorimer.govern.propose.Candidate.Prose;
import dev.lorimer.govern.propose.Present.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Types of one supertype whose names all end in the same word.
final class Naming {
    /// Six types, of which the sixth author had five others to look at.
    private static final int TYPES = 6;

    /// They lie in two packages at least: within one, a common ending may be its subject.
    private static final int PACKAGES = 2;

    /// A word of two letters is no word but an ending.
    private static final int WORD = 4;

    private Naming() {}

    static List<Candidate> of(Present present, Snippets snippets) {
        Map<String, Set<String>> names = new TreeMap<>();
        Map<String, Set<String>> packages = new TreeMap<>();
        for (var file : present.files()) {
            for (var type : file.types()) {
                for (var parent : type.parents()) {
                    names.computeIfAbsent(parent, _ -> new TreeSet<>())
                            .add(file.packageName() + "." + type.name());
                    packages.computeIfAbsent(parent, _ -> new HashSet<>()).add(file.packageName());
                }
            }
        }
        var found = new ArrayList<Candidate>();
        names.forEach((parent, types) -> {
            var word = lastWord(types.iterator().next());
            boolean all = types.stream().allMatch(type -> lastWord(type).equals(word));
            if (all
                    && types.size() >= TYPES
                    && word.length() >= WORD
                    && packages.getOrDefault(parent, Set.of()).size() >= PACKAGES) {
                found.add(candidate(parent, word, types.size(), snippets));
            }
        });
        return found;
    }

    /// The last word of a name in camel case.
    private static String lastWord(String type) {
        var name = new Declared(type, Set.of()).simpleName();
        int start = name.length() - 1;
        while (start > 0 && !Character.isUpperCase(name.charAt(start))) {
            start--;
        }
        return name.substring(Math.max(0, start));
    }

    private static Candidate candidate(String parent, String word, int types, Snippets snippets) {
        var simple = parent.substring(parent.lastIndexOf('.') + 1);
        var slug =
                "named-"
                        + word.toLowerCase(Locale.ROOT)
                        + "-"
                        + parent.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var block =
                Flow.object(
                        "id",
                        slug,
                        "kind",
                        "require",
                        "scope",
                        Flow.object("lang", "java"),
                        "exclude",
                        Flow.object("path", Present.TESTS),
                        "forEach",
                        Flow.object("type", Flow.object("subtypeOf", parent)),
                        "assert",
                        Flow.object("named", "*" + word),
                        "severity",
                        "deny",
                        "mode",
                        "absolute",
                        "fix",
                        "Let the name end in %s.".formatted(word),
                        "tests",
                        Snippets.tests(
                                List.of(snippets.subtype("Sample", parent)),
                                List.of(
                                        snippets.subtype("Sample" + word, parent),
                                        snippets.testSubtype("Sample", parent))));
        return new Candidate(
                Sort.NAMING,
                types,
                new Prose(
                        parent,
                        slug,
                        "Subtypes of %s are named *%s".formatted(simple, word),
                        "All %s direct subtypes of `%s` outside tests have names that end in `%s`."
                                .formatted(types, parent, word),
                        "Every further one is named so."),
                Evidence.of(types, "types keep to it"),
                List.of(block));
    }
}
