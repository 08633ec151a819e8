package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Star;
import dev.lorimer.govern.decision.Targets;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.ImportScan;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Reference.Open;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Looks for code that uses packages, types or methods that it must not use.
final class CodeCheck {
    private final Targets forbidden;
    private final Targets allowed;
    private final Excuse excuse;

    CodeCheck(Targets forbidden, Targets allowed) {
        this(forbidden, allowed, Rule.Unless.never());
    }

    CodeCheck(Targets forbidden, Targets allowed, Rule.Unless unless) {
        this.forbidden = forbidden;
        this.allowed = allowed;
        this.excuse = new Excuse(unless);
    }

    /// For code that may use nothing but what is allowed, its own packages, and `java.lang`.
    static CodeCheck only(Targets allowed, List<NamePattern> own, Rule.Unless unless) {
        var packages = new ArrayList<>(allowed.packages());
        packages.addAll(own);
        packages.add(NamePattern.of("java.lang"));
        return new CodeCheck(
                new Targets(List.of(NamePattern.of("..")), List.of(), List.of()),
                new Targets(packages, allowed.types(), allowed.methods()),
                unless);
    }

    /// What one file uses. A file that no parser here understands is a gap, beside what its imports
    /// show.
    Sighting look(Side side, String path) {
        if (excuse.file(path)) {
            return Sighting.nothing();
        }
        var language = Language.of(path);
        if (!side.understands(path)) {
            return side.text(path)
                    .map(text ->
                            new Sighting(
                                    imports(path, ImportScan.of(path, text)),
                                    List.of(foreign(path, language))))
                    .orElseGet(Sighting::nothing);
        }
        var facts = side.facts(path);
        if (facts.isEmpty()) {
            return Sighting.nothing();
        }
        var seen = new Sighting(violations(path, facts.get()), List.of());
        return facts.get()
                .fault()
                .map(fault -> seen.and(broken(side, path, fault, seen)))
                .orElse(seen);
    }

    static Gap foreign(String path, Optional<Language> language) {
        return new Gap(
                path,
                0,
                "\"%s\" can't be judged beyond its imports, since this version has no parser for %s; look at it, or take %s out of \"lang\""
                        .formatted(
                                path,
                                language.map(Language::word).orElse("it"),
                                language.map(Language::word).orElse("it")));
    }

    static Gap unparsed(String path, Facts.Fault fault) {
        return new Gap(
                path,
                fault.line(),
                "\"%s\" can't be parsed (%s), so only what could be read of it was judged; mend the file"
                        .formatted(path, fault.why()));
    }

    private Sighting broken(Side side, String path, Facts.Fault fault, Sighting seen) {
        var known = new HashSet<String>();
        seen.violations().forEach(violation -> known.add(violation.target()));
        var more =
                side.text(path).stream()
                        .flatMap(text -> imports(path, ImportScan.of(path, text)).stream())
                        .filter(violation -> !known.contains(violation.target()))
                        .toList();
        return new Sighting(more, List.of(unparsed(path, fault)));
    }

    private List<Violation> violations(String path, Facts facts) {
        var found = new ArrayList<Violation>();
        var wildcards = new HashSet<String>();
        for (var use : facts.uses()) {
            if (isForbidden(use.target()) && !isSelf(use) && !excuse.site(use.site())) {
                var violation = use(path, use);
                // A name that only an import of everything explains is one finding, however often
                // it is used.
                if (!violation.target().endsWith(".*") || wildcards.add(violation.target())) {
                    found.add(violation);
                }
            }
        }
        for (var call : forbidden.methods().isEmpty() ? List.<Facts.Call>of() : facts.calls()) {
            method(call)
                    .filter(_ -> !excuse.site(call.site()))
                    .ifPresent(target -> found.add(call(path, call, target)));
        }
        return found;
    }

    /// A type does not depend on itself, nor on what it is nested in.
    private static boolean isSelf(Facts.Use use) {
        if (!(use.target() instanceof Known known)
                || known.packageParts() >= known.parts().size()) {
            return false;
        }
        var top = String.join(".", known.parts().subList(0, known.packageParts() + 1));
        return use.site().subject().equals(top) || use.site().subject().startsWith(top + ".");
    }

    private boolean isForbidden(Reference target) {
        return hits(forbidden, target) && !hits(allowed, target);
    }

    private static boolean hits(Targets targets, Reference target) {
        // This is asked of every name in every file.
        for (var type : targets.types()) {
            if (target.isType(type)) {
                return true;
            }
        }
        for (var pattern : targets.packages()) {
            if (target.isIn(pattern)) {
                return true;
            }
        }
        return false;
    }

    private Violation use(String path, Facts.Use use) {
        var subject = use.site().subject();
        var target = target(use.target());
        var message =
                target.endsWith(".*")
                        ? "%s uses \"%s\", which only the import of %s explains"
                                .formatted(subject, use.target().text(), target)
                        : "%s uses %s (%s)".formatted(subject, target, use.how());
        return new Violation(path, use.line(), subject, target, use.how(), message);
    }

    /// A name that may come from a forbidden package is named after that package, one that may be a
    /// forbidden type after it.
    private String target(Reference reference) {
        if (!(reference instanceof Open open)) {
            return reference.text();
        }
        return forbidden.types().stream()
                .filter(reference::isType)
                .findFirst()
                .map(Object::toString)
                .orElseGet(() ->
                        open.places().stream()
                                .filter(place ->
                                        forbidden.packages().stream()
                                                .anyMatch(from(open, place)::isIn))
                                .findFirst()
                                .map(place -> place + ".*")
                                .orElse(open.name()));
    }

    /// The name, if it comes from that place.
    private static Open from(Open open, String place) {
        return new Open(open.name(), open.ownPackage(), List.of(place), false);
    }

    private Optional<String> method(Facts.Call call) {
        boolean named =
                forbidden.methods().stream()
                        .anyMatch(method -> Star.matches(method.name(), call.name()));
        if (!named
                || call.owners().stream()
                        .anyMatch(owner -> isMethod(allowed, owner, call.name()))) {
            return Optional.empty();
        }
        return forbidden.methods().stream()
                .filter(method -> Star.matches(method.name(), call.name()))
                .flatMap(method ->
                        call.owners().stream()
                                .filter(owner -> owner.isType(method.owner()))
                                .map(owner ->
                                        (owner instanceof Known
                                                        ? owner.text()
                                                        : method.owner().toString())
                                                + "#"
                                                + call.name()))
                .findFirst();
    }

    private static boolean isMethod(Targets targets, Reference owner, String name) {
        return targets.methods().stream()
                .anyMatch(method ->
                        Star.matches(method.name(), name) && owner.isType(method.owner()));
    }

    private static Violation call(String path, Facts.Call call, String target) {
        var subject = call.site().subject();
        return new Violation(
                path,
                call.line(),
                subject,
                target,
                "call",
                "%s calls %s".formatted(subject, target));
    }

    /// An import is all there is to see of a file without a parser.
    private List<Violation> imports(String path, ImportScan.Head head) {
        return head.imports().stream()
                .filter(one ->
                        one.all()
                                ? inForbiddenPackage(one)
                                : isForbidden(Reference.named(one.parts())))
                .map(one -> {
                    var target = String.join(".", one.parts()) + (one.all() ? ".*" : "");
                    return new Violation(
                            path,
                            one.line(),
                            path,
                            target,
                            "import",
                            "%s imports %s".formatted(path, target));
                })
                .toList();
    }

    private boolean inForbiddenPackage(ImportScan.Import one) {
        boolean isPackage =
                forbidden.packages().stream().anyMatch(pattern -> pattern.matches(one.parts()))
                        && allowed.packages().stream()
                                .noneMatch(pattern -> pattern.matches(one.parts()));
        // The members of a forbidden type can be imported with a star, too.
        return isPackage || isForbidden(Reference.named(one.parts()));
    }
}
