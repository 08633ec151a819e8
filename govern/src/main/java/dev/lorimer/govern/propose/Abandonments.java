package dev.lorimer.govern.propose;

import dev.lorimer.govern.propose.Candidate.Prose;
import dev.lorimer.govern.propose.Evidence.Decline;
import dev.lorimer.govern.propose.Evidence.Exit;
import dev.lorimer.govern.propose.Evidence.Peak;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What went from common to gone, as rules that keep it gone.
final class Abandonments {
    /// A package of a library that stays is less of a decision than a library, so it takes more to
    /// be one: five files.
    private static final int PACKAGE_FILES = 5;

    /// A single type takes ten files, most of which live on without it; else it went with what used
    /// it.
    private static final int TYPE_FILES = 10;

    /// What is left in tests only was given up in ten files of the code, or nobody meant it.
    private static final int MAIN_FILES = 10;

    /// What three in ten of the files began to use in the same commit replaced it.
    private static final int REPLACED_PERCENT = 30;

    private final Past past;
    private final Vocabulary names;
    private final Snippets snippets;
    private final Map<String, Integer> ownPeaks = new HashMap<>();
    private final Map<String, Integer> peaks = new HashMap<>();
    private final Map<String, String> samples = new HashMap<>();

    private Abandonments(Past past, Snippets snippets) {
        this.past = past;
        this.snippets = snippets;
        names = past.vocabulary();
        learn();
    }

    static List<Candidate> of(Past past, Snippets snippets) {
        return new Abandonments(past, snippets).candidates();
    }

    /// Which libraries are the repository's own, and the best known type of each package.
    private void learn() {
        Map<String, Integer> best = new HashMap<>();
        for (int use = 0; use < names.size(); use++) {
            var one = names.name(use);
            int peak = past.everywhere(use).peak();
            switch (one.sort()) {
                case LIBRARY -> {}
                case PACKAGE -> {
                    peaks.merge(library(one.name()), peak, Integer::sum);
                    if (names.isOwn(one.name())) {
                        ownPeaks.merge(library(one.name()), peak, Integer::sum);
                    }
                }
                case TYPE -> {
                    for (var place :
                            List.of(packageOf(one.name()), library(packageOf(one.name())))) {
                        if (peak > best.getOrDefault(place, 0)) {
                            best.put(place, peak);
                            samples.put(place, one.name());
                        }
                    }
                }
            }
        }
    }

    private static String library(String packageName) {
        return Libraries.of(List.of(packageName.split("\\.", -1)));
    }

    private static String packageOf(String type) {
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }

    private boolean isOwn(String library) {
        return 2 * ownPeaks.getOrDefault(library, 0) > peaks.getOrDefault(library, 0);
    }

    private List<Candidate> candidates() {
        var found = new ArrayList<Candidate>();
        for (int use = 0; use < names.size(); use++) {
            var one = names.name(use);
            var curve = past.everywhere(use);
            switch (one.sort()) {
                case LIBRARY -> library(one.name(), use).ifPresent(found::add);
                case PACKAGE -> {
                    var library = library(one.name());
                    boolean whole =
                            !library.isEmpty() && isGone(new Used(Used.Sort.LIBRARY, library));
                    if (!whole
                            && !names.isOwn(one.name())
                            && !isOwn(library)
                            && isGone(curve, PACKAGE_FILES)
                            && curve.moved() >= curve.deleted()) {
                        found.add(candidate(Sort.ABANDONED_PACKAGE, one.name(), curve));
                    }
                }
                case TYPE -> {
                    var place = packageOf(one.name());
                    boolean whole = isGone(new Used(Used.Sort.PACKAGE, place));
                    if (!whole
                            && !names.isOwn(place)
                            && !isOwn(library(place))
                            && isGone(curve, TYPE_FILES)
                            && curve.moved() >= curve.deleted()) {
                        found.add(candidate(Sort.ABANDONED_TYPE, one.name(), curve));
                    }
                }
            }
        }
        return found;
    }

    private Optional<Candidate> library(String name, int use) {
        if (isOwn(name) || names.isOwn(name) || Libraries.isOrganisation(name)) {
            return Optional.empty();
        }
        var curve = past.everywhere(use);
        if (isGone(curve, Past.COMMON)) {
            // One file that lives on without it was written anew; somebody decided that.
            return Optional.of(
                    candidate(
                            curve.moved() > 0 ? Sort.ABANDONED_LIBRARY : Sort.DELETED_LIBRARY,
                            name,
                            curve));
        }
        var main = past.inMain(use);
        return curve.now() > 0 && isGone(main, MAIN_FILES) && main.moved() >= main.deleted()
                ? Optional.of(candidate(Sort.ABANDONED_IN_MAIN, name, main))
                : Optional.empty();
    }

    private boolean isGone(Used used) {
        return names.number(used).map(past::everywhere).filter(one -> one.now() == 0).isPresent();
    }

    private static boolean isGone(Curve curve, int common) {
        return curve.now() == 0 && curve.peak() >= common && curve.goneStep() != Curve.NEVER;
    }

    private Candidate candidate(Sort sort, String name, Curve curve) {
        var decline =
                new Decline(
                        new Peak(curve.peak(), past.commit(curve.peakStep())),
                        past.commit(
                                curve.fellStep() == Curve.NEVER
                                        ? curve.goneStep()
                                        : curve.fellStep()),
                        past.commit(curve.goneStep()),
                        new Exit(curve.moved(), curve.deleted(), instead(curve)),
                        curve.returns());
        int exits = Math.max(1, curve.moved() + curve.deleted());
        // Code that was written anew without it says more than code that was deleted, and what came
        // back before may well come back again.
        long score = (100L + 200L * curve.moved() / exits) * curve.peak() * (1 + curve.returns());
        return new Candidate(
                sort,
                score,
                new Prose(
                        name,
                        "no-"
                                + slug(name)
                                + (sort == Sort.ABANDONED_IN_MAIN ? "-outside-tests" : ""),
                        title(sort, name, decline),
                        DeclineText.of(sort, name, decline),
                        decision(sort, name, decline)),
                new Evidence(curve.peak(), "files at its peak", Optional.of(decline)),
                List.of(block(sort, name, decline)));
    }

    private Optional<String> instead(Curve curve) {
        var best =
                curve.instead().entrySet().stream()
                        .filter(one -> past.everywhere(one.getKey()).now() > 0)
                        .max(
                                Map.Entry.<Integer, Integer>comparingByValue()
                                        .thenComparing(
                                                one -> names.name(one.getKey()),
                                                java.util.Comparator.reverseOrder()));
        return best.filter(one ->
                        one.getValue() >= 2
                                && one.getValue() * 100 >= REPLACED_PERCENT * curve.moved())
                .map(one -> names.name(one.getKey()).name());
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String title(Sort sort, String name, Decline decline) {
        var where = sort == Sort.ABANDONED_IN_MAIN ? " outside tests" : "";
        return decline.exit()
                .instead()
                .map(other -> "Use %s, not %s%s".formatted(other, name, where))
                .orElseGet(() -> "Do without %s%s".formatted(name, where));
    }

    private static String decision(Sort sort, String name, Decline decline) {
        return "%s%s stays out%s."
                .formatted(
                        sort == Sort.ABANDONED_TYPE ? "The type " : "",
                        "`" + name + "`",
                        (sort == Sort.ABANDONED_IN_MAIN ? " of everything but tests" : "")
                                + decline.exit()
                                        .instead()
                                        .map(other -> "; `%s` does its work".formatted(other))
                                        .orElse(""));
    }

    private Map<String, Object> block(Sort sort, String name, Decline decline) {
        var block = Flow.object("id", "no-" + slug(name));
        var sample =
                sort == Sort.ABANDONED_TYPE ? name : samples.getOrDefault(name, name + ".Anything");
        var pass = new ArrayList<Object>(List.of(snippets.plain()));
        switch (sort) {
            case ABANDONED_TYPE -> {
                block.put("kind", "api-use");
                block.put("scope", Flow.object("lang", "java"));
                block.put("forbid", Flow.object("type", List.of(name)));
            }
            case ABANDONED_PACKAGE -> {
                block.put("kind", "api-use");
                block.put("scope", Flow.object("lang", "java"));
                block.put("forbid", Flow.object("package", List.of(name)));
            }
            case ABANDONED_IN_MAIN -> {
                block.put("id", "no-" + slug(name) + "-outside-tests");
                block.put("kind", "library");
                block.put("scope", Flow.object("lang", "java"));
                block.put("exclude", Flow.object("path", Present.TESTS));
                block.put("forbid", Flow.object("package", List.of(name + "..")));
                pass.add(snippets.testUsing(sample));
            }
            case ABANDONED_LIBRARY,
                    DELETED_LIBRARY,
                    SINGLE_LIBRARY,
                    LAYERS,
                    NO_CYCLES,
                    BOUNDARY,
                    NAMING -> {
                block.put("kind", "library");
                block.put("scope", Flow.object("lang", "java"));
                block.put("forbid", Flow.object("package", List.of(name + "..")));
            }
        }
        block.put("severity", "deny");
        block.put("mode", "absolute");
        block.put(
                "fix",
                decline.exit()
                        .instead()
                        .map(other -> "Use %s instead.".formatted(other))
                        .orElse("Do without it, as all the other code does."));
        block.put("tests", Snippets.tests(List.of(snippets.using(sample)), pass));
        return block;
    }
}
