package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Baseline;
import dev.lorimer.govern.decision.Words;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Compares the public interface of the source in scope with that of a published archive.
///
/// Source is compared with classes, and not classes with classes: a verdict is about trees, and
/// whether somebody has compiled them must not change it.
final class ApiCheck {
    private final Rule.ApiCompat rule;
    private final Subjects subjects;

    ApiCheck(Rule.ApiCompat rule, Subjects subjects) {
        this.rule = rule;
        this.subjects = subjects;
    }

    /// Every difference of one side from the baseline that the rule does not allow. In an example,
    /// which can't publish anything, the files before the change stand for the baseline.
    Sighting look(Docket docket, Side side) {
        var gaps = new ArrayList<Gap>();
        var now = source(side, gaps);
        var baseline =
                docket.example()
                        ? Optional.of(source(docket.before(), gaps).api())
                        : archive(docket).flatMap(ClassInterface::of);
        if (baseline.isEmpty()) {
            return Sighting.gap("", 0, absent());
        }
        var found = new ArrayList<Violation>();
        for (var difference : now.api().since(baseline.get())) {
            if (!rule.allowed().contains(difference.change())) {
                var change = Words.of(difference.change());
                found.add(
                        new Violation(
                                now.files().getOrDefault(difference.type(), ""),
                                0,
                                difference.type(),
                                difference.name(),
                                change,
                                "%s %s (%s) compared with %s"
                                        .formatted(
                                                difference.name(),
                                                difference.detail(),
                                                change,
                                                name())));
            }
        }
        return new Sighting(found, gaps);
    }

    /// @param files the path of each type
    private record Read(Interface api, Map<String, String> files) {}

    private Read source(Side side, List<Gap> gaps) {
        var types = new TreeMap<String, Interface.ShownType>();
        Map<String, String> files = new HashMap<>();
        for (var path : side.tree().files().keySet()) {
            boolean code =
                    Language.of(path).equals(Optional.of(Language.JAVA))
                            && !path.contains("src/test/")
                            && side.tree().isFile(path)
                            && subjects.include(side, path);
            if (code && side.text(path).isPresent()) {
                var own = new TreeMap<String, Interface.ShownType>();
                SourceInterface.read(path, side.text(path).get(), own);
                own.keySet().forEach(name -> files.putIfAbsent(name, path));
                types.putAll(own);
                side.facts(path)
                        .flatMap(Facts::fault)
                        .ifPresent(fault -> gaps.add(CodeCheck.unparsed(path, fault)));
            } else if (code) {
                gaps.add(
                        new Gap(
                                path,
                                0,
                                "\"%s\" can't be read; mend or exclude it".formatted(path)));
            }
        }
        return new Read(new Interface(types), files);
    }

    private Optional<byte[]> archive(Docket docket) {
        return switch (rule.baseline()) {
            case Baseline.Artifact artifact ->
                    docket.engines().artifacts().archive(artifact.coordinates());
            case Baseline.Archive archive ->
                    docket.before().content(archive.path()) instanceof Content.Bytes found
                            ? Optional.of(found.bytes())
                            : Optional.empty();
        };
    }

    private String name() {
        return switch (rule.baseline()) {
            case Baseline.Artifact artifact -> artifact.coordinates();
            case Baseline.Archive archive -> archive.path();
        };
    }

    private String absent() {
        return "the baseline \"%s\" is not at hand or holds no classes, so the interface can't be compared; %s"
                .formatted(
                        name(),
                        rule.baseline() instanceof Baseline.Artifact
                                ? "fetch it into the local repository of artifacts"
                                : "commit it at that path");
    }
}
