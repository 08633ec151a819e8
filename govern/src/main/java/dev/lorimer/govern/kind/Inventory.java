package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks through all files of a tree for what one constraint forbids. Only files whose bytes could
/// break the rule at all are parsed.
final class Inventory {
    private final FileCheck check;
    private final Subjects subjects;
    private final Side side;
    private final Needles needles;

    Inventory(FileCheck check, Subjects subjects, Side side) {
        this.check = check;
        this.subjects = subjects;
        this.side = side;
        needles = check.needles();
    }

    /// @param changed files that are looked at in any case, so that a broken one is told
    Sighting look(Set<String> changed) {
        var plain = new ArrayList<String>();
        var seen = new ArrayList<Sighting>();
        Map<Language, List<String>> foreign = new TreeMap<>();
        for (var path : side.tree().files().keySet()) {
            boolean file = side.tree().isFile(path);
            if (file && !changed.contains(path) && subjects.mayInclude(side, path)) {
                if (check.isForeign(side, path)) {
                    Language.of(path)
                            .ifPresent(language ->
                                    foreign.computeIfAbsent(language, _ -> new ArrayList<>())
                                            .add(path));
                }
                plain.add(path);
            } else if (!file || changed.contains(path)) {
                seen.add(check.lookIfSubject(side, path));
            }
        }
        var candidates = candidates(plain);
        side.prepare(candidates.stream().filter(path -> check.needsFacts(side, path)).toList());
        for (var path : candidates) {
            var one = check.lookIfSubject(side, path);
            // One gap stands for all the unchanged files of a language without a parser.
            seen.add(check.isForeign(side, path) ? new Sighting(one.violations(), List.of()) : one);
        }
        foreign.forEach((language, paths) -> seen.add(unparsed(language, paths)));
        return Sighting.sum(seen);
    }

    private List<String> candidates(List<String> paths) {
        var candidates = new ArrayList<String>();
        try (var contents = side.tree().contents(paths)) {
            contents.forEach(named -> {
                boolean wanted =
                        !(named.content() instanceof Content.Bytes found)
                                || needles.mayBeIn(named.path(), found.bytes());
                if (wanted) {
                    side.keep(named.path(), named.content());
                    candidates.add(named.path());
                }
            });
        }
        return candidates;
    }

    private Sighting unparsed(Language language, List<String> paths) {
        var subject = paths.stream().filter(path -> subjects.include(side, path)).toList();
        return subject.isEmpty()
                ? Sighting.nothing()
                : Sighting.gap(
                        subject.getFirst(),
                        0,
                        "%s unchanged %s files, \"%s\" first, can't be judged beyond their imports; this version has no parser for them"
                                .formatted(subject.size(), language.word(), subject.getFirst()));
    }
}
