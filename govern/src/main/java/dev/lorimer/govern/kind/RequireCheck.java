package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Requirement.Demand;
import dev.lorimer.govern.decision.Requirement.Each;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Star;
import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks for things that lack what they must have.
final class RequireCheck {
    private final Rule.Require rule;

    RequireCheck(Rule.Require rule) {
        this.rule = rule;
    }

    /// One thing that the demand is made of.
    ///
    /// @param name simple; of a file, its name without the ending
    private record Subject(String full, String name, int line, TypeSketch type, boolean isType) {}

    private sealed interface Answer {
        record Yes() implements Answer {}

        record No() implements Answer {}

        record Open(String why) implements Answer {}
    }

    /// Whether a change of one file can alter what another one lacks.
    static boolean looksAround(Rule.Require rule) {
        return rule.demand()
                .parts()
                .anyMatch(one -> one instanceof Demand.Behind || one instanceof Demand.Companion);
    }

    /// Whether a file may lack something after a change that did not touch it, or lack it no more.
    static boolean mayDiffer(Rule.Require rule, Docket docket) {
        return rule.demand()
                .parts()
                .anyMatch(one ->
                        switch (one) {
                            case Demand.Companion _ -> comesOrGoes(docket);
                            case Demand.Behind behind ->
                                    docket.change().files().stream()
                                            .anyMatch(file ->
                                                    mentions(docket, file, behind.filters()));
                            case Demand.AnyOf _,
                                    Demand.AllOf _,
                                    Demand.Annotated _,
                                    Demand.Subtype _,
                                    Demand.Named _,
                                    Demand.Calls _,
                                    Demand.Text _ ->
                                    false;
                        });
    }

    private static boolean comesOrGoes(Docket docket) {
        return docket.change().files().stream()
                .anyMatch(file ->
                        !(file instanceof FileChange.Modified modified)
                                || docket.before().tree().isFile(modified.path())
                                        != docket.after().tree().isFile(modified.path()));
    }

    private static boolean mentions(Docket docket, FileChange file, List<NamePattern> filters) {
        return switch (file) {
            case FileChange.Added added ->
                    FilterMap.mayRegister(docket.after(), added.path(), filters);
            case FileChange.Deleted deleted ->
                    FilterMap.mayRegister(docket.before(), deleted.path(), filters);
            case FileChange.Modified modified ->
                    FilterMap.mayRegister(docket.before(), modified.path(), filters)
                            || FilterMap.mayRegister(docket.after(), modified.path(), filters);
            case FileChange.Renamed renamed ->
                    FilterMap.mayRegister(docket.before(), renamed.from(), filters)
                            || FilterMap.mayRegister(docket.after(), renamed.path(), filters);
        };
    }

    /// How many of the things there are in a file.
    int count(Side side, String path) {
        return switch (rule.each()) {
            case Each.Files files -> anyGlob(files.paths(), path) ? 1 : 0;
            case Each.Declarations each ->
                    isJava(path) && side.text(path).isPresent()
                            ? subjects(side, path, each).size()
                            : 0;
        };
    }

    Sighting look(Side side, String path) {
        return switch (rule.each()) {
            case Each.Files files ->
                    anyGlob(files.paths(), path)
                            ? judge(side, path, List.of(file(path)))
                            : Sighting.nothing();
            case Each.Declarations each -> declarations(side, path, each);
        };
    }

    private Sighting declarations(Side side, String path, Each.Declarations each) {
        if (!isJava(path)) {
            return new Sighting(List.of(), List.of(CodeCheck.foreign(path, Language.of(path))));
        }
        var fault = side.facts(path).flatMap(Facts::fault);
        var seen = judge(side, path, subjects(side, path, each));
        return fault.map(one ->
                        seen.and(new Sighting(List.of(), List.of(CodeCheck.unparsed(path, one)))))
                .orElse(seen);
    }

    private static Subject file(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        var type = new TypeSketch(path, 1, List.of(), List.of(), List.of());
        return new Subject(path, dot > 0 ? name.substring(0, dot) : name, 0, type, false);
    }

    private static List<Subject> subjects(Side side, String path, Each.Declarations each) {
        var found = new ArrayList<Subject>();
        var read = side.facts(path);
        if (read.isEmpty()) {
            return found;
        }
        var facts = read.get();
        if (!mayDeclare(facts, each)) {
            return found;
        }
        for (var type : side.types(path)) {
            if (each.element() == Rule.Element.TYPE) {
                add(
                        found,
                        facts,
                        each,
                        new Subject(type.name(), type.simpleName(), type.line(), type, true));
            } else {
                for (var member : type.members()) {
                    if (member.method() == (each.element() == Rule.Element.METHOD)) {
                        add(
                                found,
                                facts,
                                each,
                                new Subject(
                                        type.name() + "." + member.name(),
                                        member.name(),
                                        member.line(),
                                        type,
                                        false));
                    }
                }
            }
        }
        return found;
    }

    /// Whether the file has any of what the rule is about: most have nothing of it, and need not be
    /// looked at closer.
    private static boolean mayDeclare(Facts facts, Each.Declarations each) {
        boolean marked =
                each.annotations().isEmpty()
                        || facts.marks().stream()
                                .anyMatch(mark -> any(mark.annotations(), each.annotations()));
        boolean derived =
                each.supertypes().isEmpty()
                        || any(
                                facts.uses().stream()
                                        .filter(RequireCheck::isParent)
                                        .map(Facts.Use::target)
                                        .toList(),
                                each.supertypes());
        return marked && derived;
    }

    private static boolean isParent(Facts.Use use) {
        return use.how().equals("extends") || use.how().equals("implements");
    }

    private static void add(
            List<Subject> found, Facts facts, Each.Declarations each, Subject subject) {
        boolean fits =
                (each.annotations().isEmpty()
                                || any(marks(facts, each.element(), subject), each.annotations()))
                        && (each.supertypes().isEmpty()
                                || any(parents(facts, subject.type()), each.supertypes()))
                        && (each.names().isEmpty() || isNamed(each.names(), subject.name()));
        if (fits) {
            found.add(subject);
        }
    }

    private static List<Reference> marks(Facts facts, Rule.Element element, Subject subject) {
        return facts.marks().stream()
                .filter(mark ->
                        mark.element() == element
                                && mark.line() == subject.line()
                                && mark.name().equals(subject.name()))
                .flatMap(mark -> mark.annotations().stream())
                .toList();
    }

    private static List<Reference> parents(Facts facts, TypeSketch type) {
        return facts.uses().stream()
                .filter(use -> isParent(use) && use.site().subject().equals(type.name()))
                .map(Facts.Use::target)
                .toList();
    }

    private Sighting judge(Side side, String path, List<Subject> subjects) {
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        for (var subject : subjects) {
            switch (answer(side, path, subject, rule.demand())) {
                case Answer.Yes _ -> {}
                case Answer.No _ ->
                        found.add(
                                new Violation(
                                        path,
                                        subject.line(),
                                        subject.full(),
                                        RuleText.demand(rule.demand()),
                                        "lacks",
                                        "%s lacks what it must have: %s"
                                                .formatted(
                                                        subject.full(),
                                                        RuleText.demand(rule.demand()))));
                case Answer.Open open ->
                        gaps.add(
                                new Gap(
                                        path,
                                        subject.line(),
                                        "whether %s has what it must have can't be told: %s"
                                                .formatted(subject.full(), open.why())));
            }
        }
        return new Sighting(found, gaps);
    }

    private Answer answer(Side side, String path, Subject subject, Demand demand) {
        return switch (demand) {
            case Demand.AnyOf any -> {
                var answers = answers(side, path, subject, any.demands());
                yield answers.contains(new Answer.Yes())
                        ? new Answer.Yes()
                        : first(answers, Answer.Open.class).orElse(new Answer.No());
            }
            case Demand.AllOf all -> {
                var answers = answers(side, path, subject, all.demands());
                yield answers.contains(new Answer.No())
                        ? new Answer.No()
                        : first(answers, Answer.Open.class).orElse(new Answer.Yes());
            }
            case Demand.Annotated annotated -> annotated(side, path, subject, annotated);
            case Demand.Subtype subtype ->
                    code(side, path, facts -> any(parents(facts, subject.type()), subtype.types()));
            case Demand.Named named -> said(isNamed(named.names(), subject.name()));
            case Demand.Calls calls -> code(side, path, facts -> calls(facts, subject, calls));
            case Demand.Text text -> said(text.regex().isIn(side.text(path).orElse("")));
            case Demand.Companion companion -> said(hasCompanion(side, path, subject, companion));
            case Demand.Behind behind ->
                    switch (side.filters(behind.filters()).holds(subject.type())) {
                        case FilterMap.Reach.Behind _ -> new Answer.Yes();
                        case FilterMap.Reach.Outside _ -> new Answer.No();
                        case FilterMap.Reach.Unknown unknown -> new Answer.Open(unknown.why());
                    };
        };
    }

    private List<Answer> answers(Side side, String path, Subject subject, List<Demand> demands) {
        return demands.stream().map(one -> answer(side, path, subject, one)).toList();
    }

    private static Optional<Answer> first(List<Answer> answers, Class<? extends Answer> sort) {
        return answers.stream().filter(sort::isInstance).findFirst();
    }

    private static Answer annotated(
            Side side, String path, Subject subject, Demand.Annotated wanted) {
        return code(
                side,
                path,
                facts ->
                        Stream.of(Rule.Element.values())
                                        .flatMap(element -> marks(facts, element, subject).stream())
                                        .anyMatch(one ->
                                                wanted.annotations().stream().anyMatch(one::isType))
                                || (!subject.isType()
                                        && facts.marks().stream()
                                                .filter(mark ->
                                                        mark.element() == Rule.Element.TYPE
                                                                && mark.line()
                                                                        == subject.type().line())
                                                .anyMatch(mark ->
                                                        any(
                                                                mark.annotations(),
                                                                wanted.annotations()))));
    }

    private static boolean calls(Facts facts, Subject subject, Demand.Calls wanted) {
        return facts.calls().stream()
                .filter(call -> call.site().subject().startsWith(subject.type().name()))
                .filter(call -> wanted.names().isEmpty() || isNamed(wanted.names(), call.name()))
                .anyMatch(call -> any(call.owners(), wanted.owners()));
    }

    private static Answer code(
            Side side, String path, java.util.function.Predicate<Facts> question) {
        return isJava(path)
                ? said(side.facts(path).filter(question).isPresent())
                : new Answer.Open("it is no code that is understood here");
    }

    private static boolean hasCompanion(
            Side side, String path, Subject subject, Demand.Companion wanted) {
        var folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        return wanted.paths().stream()
                .map(one ->
                        one.replace("{name}", subject.name())
                                .replace("{package}", side.packageOf(path).replace('.', '/'))
                                .replace("{folder}", folder))
                .anyMatch(one -> isThere(side, one));
    }

    private static boolean isThere(Side side, String path) {
        if (path.indexOf('*') < 0) {
            return side.tree().isFile(path);
        }
        var glob = PathGlob.of(path);
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.indexOf('*') < 0
                ? side.pathsOf(name).stream().anyMatch(glob::matches)
                : side.tree().files().keySet().stream().anyMatch(glob::matches);
    }

    private static Answer said(boolean yes) {
        return yes ? new Answer.Yes() : new Answer.No();
    }

    private static boolean any(List<Reference> references, List<NamePattern> patterns) {
        return references.stream().anyMatch(one -> patterns.stream().anyMatch(one::isType));
    }

    private static boolean isNamed(List<String> patterns, String name) {
        return patterns.stream().anyMatch(one -> Star.matches(one, name));
    }

    private static boolean anyGlob(List<PathGlob> globs, String path) {
        return globs.stream().anyMatch(glob -> glob.matches(path));
    }

    private static boolean isJava(String path) {
        return Language.of(path).equals(Optional.of(Language.JAVA));
    }
}
