package dev.lorimer.govern.kind;

import dev.lorimer.govern.build.BuildFiles;
import dev.lorimer.govern.build.Libraries;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Star;
import dev.lorimer.govern.decision.Targets;
import dev.lorimer.govern.tree.Content;
import java.util.ArrayList;
import java.util.List;

/// Looks for forbidden libraries in Maven build files. What a declared library brings along is not
/// looked at.
final class LibraryCheck {
    private final Rule.Library rule;

    LibraryCheck(Rule.Library rule) {
        this.rule = rule;
    }

    Sighting look(Side side, String path) {
        if (path.endsWith(".java")) {
            return new CodeCheck(rule.code(), Targets.none()).look(side, path);
        }
        if ((rule.artifacts().isEmpty() && rule.allowed().isEmpty())
                || !(side.content(path) instanceof Content.Bytes)) {
            return Sighting.nothing();
        }
        if (BuildFiles.reads(path)) {
            return libraries(side, path);
        }
        return switch (side.pom(path).orElseThrow()) {
            case Poms.Read.Known known -> artifacts(side, path, known.pom());
            case Poms.Read.Broken broken ->
                    Sighting.gap(
                            path,
                            broken.line(),
                            "\"%s\" is no well-formed build file (%s); mend it"
                                    .formatted(path, oneLine(broken.why())));
        };
    }

    /// Locks list what is brought along, too, so they are not looked at.
    private Sighting libraries(Side side, String path) {
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        var read = side.text(path).flatMap(text -> BuildFiles.read(path, text, side::text));
        for (var artifact : read.map(Libraries::artifacts).orElse(List.of())) {
            if (artifact.role().equals("locked")) {
                continue;
            }
            switch (fit(artifact.group(), artifact.name())) {
                case YES -> found.add(violation(path, artifact));
                case PERHAPS ->
                        gaps.add(
                                new Gap(
                                        path,
                                        artifact.line(),
                                        "\"%s:%s\" holds a variable without a value that can be read, so nobody knows what it is; write the name out"
                                                .formatted(
                                                        artifact.group()
                                                                .replace(Libraries.UNKNOWN, '?'),
                                                        artifact.name()
                                                                .replace(Libraries.UNKNOWN, '?'))));
                case NO -> {}
            }
        }
        for (var doubt : read.map(Libraries::doubts).orElse(List.of())) {
            gaps.add(
                    new Gap(
                            path,
                            doubt.line(),
                            "%s, so nobody knows whether it is forbidden; write the name out"
                                    .formatted(oneLine(doubt.why()))));
        }
        return new Sighting(found, gaps);
    }

    private static Violation violation(String path, Libraries.Artifact artifact) {
        var target = artifact.group() + ":" + artifact.name();
        return new Violation(
                path,
                artifact.line(),
                path,
                target,
                artifact.role(),
                "%s names %s as a %s".formatted(path, target, artifact.role()));
    }

    private Sighting artifacts(Side side, String path, Pom pom) {
        var properties = new Properties(side, path);
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        for (var artifact : pom.artifacts()) {
            judge(path, artifact, properties, found, gaps);
        }
        return new Sighting(found, gaps);
    }

    private void judge(
            String path,
            Pom.Artifact artifact,
            Properties properties,
            List<Violation> found,
            List<Gap> gaps) {
        boolean open = false;
        for (var group : properties.values(artifact.group())) {
            for (var name : properties.values(artifact.name())) {
                switch (fit(group, name)) {
                    case YES -> {
                        var target = group + ":" + name;
                        found.add(
                                new Violation(
                                        path,
                                        artifact.line(),
                                        path,
                                        target,
                                        artifact.role(),
                                        "%s names %s as a %s"
                                                .formatted(path, target, artifact.role())));
                        return;
                    }
                    case PERHAPS -> open = true;
                    case NO -> {}
                }
            }
        }
        if (open) {
            gaps.add(
                    new Gap(
                            path,
                            artifact.line(),
                            "\"%s:%s\" holds a property without a value in this file or its parents, so nobody knows what it is; define it, or write the name out"
                                    .formatted(artifact.group(), artifact.name())));
        }
    }

    private enum Fit {
        YES,
        PERHAPS,
        NO
    }

    /// Whether the library is forbidden: on the list of those, or, where there is only a list of
    /// what is allowed, not on that.
    private Fit fit(String group, String name) {
        var allowed = fit(rule.allowed(), group, name);
        if (rule.artifacts().isEmpty() && rule.code().isEmpty()) {
            return switch (allowed) {
                case YES -> Fit.NO;
                case PERHAPS -> Fit.PERHAPS;
                case NO -> Fit.YES;
            };
        }
        return allowed == Fit.YES ? Fit.NO : fit(rule.artifacts(), group, name);
    }

    private static Fit fit(List<String> patterns, String group, String name) {
        var best = Fit.NO;
        for (var pattern : patterns) {
            int colon = pattern.indexOf(':');
            var groupFit =
                    fit(pattern.substring(0, colon), group, group.indexOf(Properties.UNKNOWN) >= 0);
            var nameFit =
                    fit(pattern.substring(colon + 1), name, name.indexOf(Properties.UNKNOWN) >= 0);
            var both = groupFit.compareTo(nameFit) > 0 ? groupFit : nameFit;
            best = both.compareTo(best) < 0 ? both : best;
        }
        return best;
    }

    private static Fit fit(String pattern, String text, boolean open) {
        if (open) {
            return pattern.equals("*") ? Fit.YES : Fit.PERHAPS;
        }
        return Star.matches(pattern, text) ? Fit.YES : Fit.NO;
    }

    private static String oneLine(String text) {
        var last = text.lines().reduce("", (_, line) -> line).strip();
        var message = last.startsWith("Message: ") ? last.substring(9) : last;
        return message.length() > 160 ? message.substring(0, 159) + "…" : message;
    }
}
