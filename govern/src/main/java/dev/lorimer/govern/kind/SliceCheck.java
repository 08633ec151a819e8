package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Looks for uses between packages that a pattern tells apart.
///
/// @param message about the one, the other, and the name that was used
record SliceCheck(NamePattern slice, String message) {
    /// What one file depends on, each package once, at the first place that has it.
    Sighting look(Side side, String path) {
        if (!side.understands(path)) {
            return new Sighting(List.of(), List.of(CodeCheck.foreign(path, Language.of(path))));
        }
        return side.facts(path).map(facts -> look(side, path, facts)).orElse(Sighting.nothing());
    }

    private Sighting look(Side side, String path, Facts facts) {
        var gaps = facts.fault().map(fault -> CodeCheck.unparsed(path, fault)).stream().toList();
        var own = slice(List.of(side.packageOf(path).split("\\.", -1)));
        if (own.isEmpty()) {
            return new Sighting(List.of(), gaps);
        }
        var edges = new LinkedHashMap<String, Violation>();
        for (var use : facts.uses()) {
            var to = target(use.target());
            if (to.isPresent() && !to.equals(own)) {
                edges.putIfAbsent(
                        to.get(),
                        new Violation(
                                path,
                                use.line(),
                                own.get(),
                                to.get(),
                                "cycle",
                                message.formatted(own.get(), to.get(), use.target().text())));
            }
        }
        return new Sighting(List.copyOf(edges.values()), gaps);
    }

    private Optional<String> target(Reference reference) {
        return switch (reference) {
            case Reference.Known known -> slice(known.parts().subList(0, known.packageParts()));
            case Reference.Member member -> slice(member.parts());
            // What nobody can tell from where it comes may come from each place that is imported.
            case Reference.Open open ->
                    open.places().stream()
                            .flatMap(place -> slice(List.of(place.split("\\.", -1))).stream())
                            .findFirst();
            case Reference.Loose _ -> Optional.empty();
        };
    }

    /// The shortest beginning of a package's name that the pattern fits.
    private Optional<String> slice(List<String> names) {
        for (int length = 1; length <= names.size(); length++) {
            if (slice.matches(names.subList(0, length))) {
                return Optional.of(String.join(".", names.subList(0, length)));
            }
        }
        return Optional.empty();
    }
}
