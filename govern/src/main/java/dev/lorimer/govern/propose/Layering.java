package dev.lorimer.govern.propose;

import dev.lorimer.govern.propose.Candidate.Prose;
import dev.lorimer.govern.propose.Present.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the packages of the present code depend on each other: layers, no circles, packages that
/// know none of their siblings, or that none of them knows.
final class Layering {
    /// With three packages nearly any code has layers; four that use each other in four ways at
    /// least have them on purpose.
    private static final int SLICES = 4;

    private static final int PAIRS = 4;

    /// Ten files that cross a border, all in one direction, are no chance: each could have gone the
    /// other way.
    private static final int CROSSINGS = 10;

    /// More layers than six are an order that happened, and the next dependency breaks it.
    private static final int LAYERS_MAX = 6;

    /// A bottom is used by three siblings at least, a top uses three.
    private static final int SIBLINGS = 3;

    private final List<File> files;
    private final Snippets snippets;
    private final List<Candidate> found = new ArrayList<>();

    private Layering(List<File> files, Snippets snippets) {
        this.files = files;
        this.snippets = snippets;
    }

    static List<Candidate> of(Present present, Snippets snippets) {
        var layering = new Layering(present.files(), snippets);
        layering.parents().forEach(layering::propose);
        return layering.found;
    }

    /// The packages with enough slices below them.
    private List<String> parents() {
        Map<String, Integer> below = new TreeMap<>();
        for (var file : files) {
            int end = file.packageName().indexOf('.');
            while (end > 0) {
                below.merge(file.packageName().substring(0, end), 1, Integer::sum);
                end = file.packageName().indexOf('.', end + 1);
            }
        }
        return below.entrySet().stream()
                .filter(one -> one.getValue() >= CROSSINGS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void propose(String parent) {
        var slices = Slices.of(parent, files);
        if (slices.files().size() < SLICES
                || slices.pairs() < PAIRS
                || slices.crossings() < CROSSINGS) {
            return;
        }
        var levels = slices.levels();
        boolean layered = levels.size() >= 3 && levels.size() <= LAYERS_MAX;
        if (layered) {
            found.add(layers(slices, levels));
        } else if (!levels.isEmpty()) {
            found.add(acyclic(slices));
        }
        if (!layered) {
            for (var slice : slices.files().keySet()) {
                var users = slices.users(slice);
                var used = slices.used(slice);
                if (used.slices() == 0
                        && users.slices() >= SIBLINGS
                        && users.files() >= CROSSINGS) {
                    found.add(bottom(slices, slice));
                } else if (users.slices() == 0
                        && used.slices() >= SIBLINGS
                        && used.files() >= CROSSINGS) {
                    found.add(top(slices, slice));
                }
            }
        }
    }

    private Candidate layers(Slices slices, List<List<String>> levels) {
        var top = levels.getFirst().getFirst();
        var bottom = levels.getLast().getFirst();
        var block = block("layers", slices.parent());
        block.put(
                "layers",
                levels.stream()
                        .map(level ->
                                (Object)
                                        Flow.object(
                                                "name",
                                                String.join(
                                                        ", ",
                                                        level.stream()
                                                                .map(Layering::last)
                                                                .toList()),
                                                "package",
                                                level.stream().map(one -> one + "..").toList()))
                        .toList());
        end(
                block,
                "Move the code to a layer that may use it, or let the upper layer pass what is needed.",
                List.of(snippets.using(bottom, top + ".Sample")),
                List.of(snippets.using(top, bottom + ".Sample")));
        var order =
                levels.stream()
                        .map(level ->
                                "`"
                                        + String.join(
                                                "`, `", level.stream().map(Layering::last).toList())
                                        + "`")
                        .toList();
        return new Candidate(
                Sort.LAYERS,
                slices.crossings(),
                new Prose(
                        slices.parent(),
                        "layers-" + slug(slices.parent()),
                        "The packages of %s are layers".formatted(slices.parent()),
                        "The packages below `%s` use each other in one direction only, from the top: %s."
                                .formatted(slices.parent(), String.join(" over ", order)),
                        "Each package uses those of its own layer and below, never one above."),
                Evidence.of(slices.crossings(), "uses across packages keep to it"),
                List.of(block));
    }

    private Candidate acyclic(Slices slices) {
        var one = slices.edges().firstKey();
        var other = slices.edges().getOrDefault(one, new TreeMap<>()).firstKey();
        var block = block("no-cycles", slices.parent());
        block.put("acyclic", slices.parent() + ".*");
        var there = snippets.using(one, other + ".Example");
        var circle = Flow.object();
        circle.putAll(there);
        circle.putAll(snippets.using(other, one + ".Example"));
        end(
                block,
                "Take one of the dependencies out of the circle.",
                List.of(circle),
                List.of(there));
        return new Candidate(
                Sort.NO_CYCLES,
                slices.crossings(),
                new Prose(
                        slices.parent(),
                        "no-cycles-" + slug(slices.parent()),
                        "The packages of %s form no circle".formatted(slices.parent()),
                        "The %s packages below `%s` use each other in %s ways, and no two of them in a circle."
                                .formatted(slices.files().size(), slices.parent(), slices.pairs()),
                        "It stays so: none of them uses, through whatever others, a package that uses it."),
                Evidence.of(slices.crossings(), "uses across packages keep to it"),
                List.of(block));
    }

    private Candidate bottom(Slices slices, String slice) {
        var sibling = sibling(slices, slice);
        var users = slices.users(slice);
        var block = block("bottom", slice);
        block.put("scope", Flow.object("lang", "java", "package", slice + ".."));
        block.put("forbid", Flow.object("package", List.of(slices.parent() + "..")));
        block.put("allow", Flow.object("package", List.of(slice + "..")));
        var pass =
                List.of(
                        snippets.using(slice, slice + ".part.Sample"),
                        snippets.using(sibling, sibling + ".part.Sample"));
        end(
                block,
                "Let the caller pass what is needed, or move the code out of this package.",
                List.of(snippets.using(slice, sibling + ".Sample")),
                pass);
        return new Candidate(
                Sort.BOUNDARY,
                users.files(),
                new Prose(
                        slice,
                        "bottom-" + slug(slice),
                        "%s knows nothing beside it".formatted(slice),
                        "%s packages beside `%s` use it, and it uses nothing of `%s` but itself."
                                .formatted(users.slices(), slice, slices.parent()),
                        "It stays at the bottom: it depends on no other package of `%s`."
                                .formatted(slices.parent())),
                Evidence.of(users.files(), "uses from beside it, none back"),
                List.of(block));
    }

    private Candidate top(Slices slices, String slice) {
        var sibling = sibling(slices, slice);
        var used = slices.used(slice);
        var block = block("top", slice);
        block.put("scope", Flow.object("lang", "java", "package", slices.parent() + ".."));
        block.put("exclude", Flow.object("package", List.of(slice + "..")));
        block.put("forbid", Flow.object("package", List.of(slice + "..")));
        end(
                block,
                "Turn the dependency round, or move what is needed below.",
                List.of(snippets.using(sibling, slice + ".Sample")),
                List.of(
                        snippets.using(slice, slice + ".part.Sample"),
                        snippets.using("other.place", slice + ".Sample")));
        return new Candidate(
                Sort.BOUNDARY,
                used.files() / 2,
                new Prose(
                        slice,
                        "top-" + slug(slice),
                        "Nothing of %s knows %s".formatted(slices.parent(), last(slice)),
                        "`%s` uses %s packages beside it, and none of them uses it."
                                .formatted(slice, used.slices()),
                        "It stays on top: nothing else of `%s` depends on it."
                                .formatted(slices.parent())),
                Evidence.of(used.files(), "uses out of it, none back"),
                List.of(block));
    }

    private static String sibling(Slices slices, String slice) {
        return slices.files().keySet().stream()
                .filter(one -> !one.equals(slice))
                .findFirst()
                .orElse(slices.parent());
    }

    private Map<String, Object> block(String what, String place) {
        return Flow.object(
                "id",
                what + "-" + slug(place),
                "kind",
                "dependency",
                "scope",
                Flow.object("lang", "java"));
    }

    /// Tests may look at everything, so every rule leaves them out.
    private static void end(
            Map<String, Object> block, String fix, List<Object> fail, List<?> pass) {
        var exclude = Flow.object("path", Present.TESTS);
        if (block.get("exclude") instanceof Map<?, ?> given) {
            block.put(
                    "exclude",
                    Flow.object(
                            "path",
                            Present.TESTS,
                            "package",
                            Optional.<Object>ofNullable(given.get("package")).orElse(List.of())));
        } else {
            block.put("exclude", exclude);
        }
        block.put("severity", "deny");
        block.put("mode", "absolute");
        block.put("fix", fix);
        block.put("tests", Snippets.tests(fail, pass));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
