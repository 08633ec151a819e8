package dev.lorimer.govern.propose;

import dev.lorimer.govern.propose.Candidate.Prose;
import dev.lorimer.govern.propose.Purposes.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Purposes for which the code uses one library although there are several.
final class Choices {
    /// Five files: with fewer, the second library has merely not been needed yet.
    private static final int FILES = 5;

    private Choices() {}

    /// @param forbidden packages that other candidates keep out already
    static List<Candidate> of(Past past, Snippets snippets, Set<String> forbidden) {
        var found = new ArrayList<Candidate>();
        var used = packages(past);
        for (var purpose : Purposes.all()) {
            Map<String, Integer> counts = new TreeMap<>();
            for (var library : purpose.libraries()) {
                int files = files(used, library);
                if (files > 0) {
                    counts.put(library.name(), files);
                }
            }
            if (counts.size() == 1 && counts.values().iterator().next() >= FILES) {
                var chosen =
                        purpose.libraries().stream()
                                .filter(one -> counts.containsKey(one.name()))
                                .findFirst()
                                .orElseThrow();
                var others =
                        purpose.libraries().stream()
                                .filter(one -> !one.equals(chosen))
                                .filter(one -> !forbidden.containsAll(one.packages()))
                                .toList();
                if (!others.isEmpty()) {
                    found.add(
                            candidate(
                                    purpose,
                                    chosen,
                                    others,
                                    counts.getOrDefault(chosen.name(), 0),
                                    snippets));
                }
            }
        }
        return found;
    }

    /// Each file's packages of others, tests included.
    private static List<List<String>> packages(Past past) {
        var names = past.vocabulary();
        var all = new ArrayList<List<String>>();
        for (int[] uses : past.present().values()) {
            var one = new ArrayList<String>();
            for (int use : uses) {
                if (names.name(use).sort() == Used.Sort.PACKAGE) {
                    one.add(names.name(use).name());
                }
            }
            all.add(one);
        }
        return all;
    }

    private static int files(List<List<String>> used, Library library) {
        return (int)
                used.stream()
                        .filter(packages -> packages.stream().anyMatch(one -> isOf(library, one)))
                        .count();
    }

    private static boolean isOf(Library library, String packageName) {
        return library.packages().stream()
                .anyMatch(own -> packageName.equals(own) || packageName.startsWith(own + "."));
    }

    private static Candidate candidate(
            Purposes purpose, Library chosen, List<Library> others, int files, Snippets snippets) {
        var slug = "one-library-for-" + purpose.slug();
        var names = others.stream().map(Library::name).toList();
        var title = "%s for %s".formatted(chosen.name(), purpose.name());
        return new Candidate(
                Sort.SINGLE_LIBRARY,
                files,
                new Prose(
                        purpose.name(),
                        slug,
                        title,
                        "%s files use %s for %s; none uses %s."
                                .formatted(
                                        files,
                                        chosen.name(),
                                        purpose.name(),
                                        String.join(", ", names)),
                        "%s, and no second library beside it.".formatted(title)),
                Evidence.of(files, "files keep to it"),
                // A build file may name another library for reasons of its own, so the code alone
                // is
                // the second try.
                List.of(
                        block(slug, chosen, others, true, snippets),
                        block(slug, chosen, others, false, snippets)));
    }

    private static Map<String, Object> block(
            String slug,
            Library chosen,
            List<Library> others,
            boolean artifacts,
            Snippets snippets) {
        var fail = new ArrayList<Object>();
        var packages = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var other : others) {
            for (var one : other.packages()) {
                // What lies in a package that is forbidden already needs no word of its own.
                if (packages.stream()
                        .noneMatch(outer ->
                                (one + "..").startsWith(outer.substring(0, outer.length() - 1)))) {
                    packages.add(one + "..");
                    fail.add(snippets.using(one + ".Anything"));
                }
            }
            for (var one : artifacts ? other.artifacts() : List.<String>of()) {
                names.add(one);
                fail.add(
                        Snippets.build(
                                one.substring(0, one.indexOf(':')),
                                one.substring(one.indexOf(':') + 1).replace("*", "any")));
            }
        }
        var forbid = Flow.object();
        if (!names.isEmpty()) {
            forbid.put("artifact", names);
        }
        forbid.put("package", packages);
        var block = Flow.object("id", slug, "kind", "library");
        block.put("scope", Flow.object("lang", "java"));
        block.put("forbid", forbid);
        block.put("severity", "deny");
        block.put("mode", "absolute");
        block.put("fix", "Use %s.".formatted(chosen.name()));
        block.put(
                "tests",
                Snippets.tests(
                        fail, List.of(snippets.using(chosen.packages().getFirst() + ".Anything"))));
        return block;
    }
}
