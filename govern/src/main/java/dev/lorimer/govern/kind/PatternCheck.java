package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Regex;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Form;
import dev.lorimer.govern.decision.Star;
import dev.lorimer.govern.decision.Words;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks for forbidden forms: of text in any file, of syntax in Java.
final class PatternCheck {
    /// A file with more than 1,000 matches needs no further one to be refused.
    private static final int MATCHES_MAX = 1000;

    private final Rule.Pattern rule;
    private final Excuse excuse;

    PatternCheck(Rule.Pattern rule) {
        this.rule = rule;
        this.excuse = new Excuse(rule.unless());
    }

    /// @param chosen whether the constraint names the languages that it is about
    Sighting look(Side side, String path, boolean chosen) {
        if (excuse.file(path)) {
            return Sighting.nothing();
        }
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        var syntax = new ArrayList<Form>();
        for (var form : rule.forms()) {
            if (form instanceof Form.Text wanted) {
                side.text(path).ifPresent(text -> found.addAll(inText(path, text, wanted.regex())));
            } else {
                syntax.add(form);
            }
        }
        if (!syntax.isEmpty()) {
            syntax(side, path, chosen, syntax, found, gaps);
        }
        return new Sighting(found, gaps);
    }

    private void syntax(
            Side side,
            String path,
            boolean chosen,
            List<Form> forms,
            List<Violation> found,
            List<Gap> gaps) {
        var language = Language.of(path);
        var facts = side.understands(path) ? side.facts(path) : Optional.<Facts>empty();
        if (facts.isPresent()) {
            forms.forEach(form -> found.addAll(inCode(path, facts.get(), form)));
            facts.get().fault().ifPresent(fault -> gaps.add(CodeCheck.unparsed(path, fault)));
        } else if (chosen && !side.understands(path)) {
            gaps.add(CodeCheck.foreign(path, language));
        }
    }

    private static List<Violation> inText(String path, String text, Regex regex) {
        // Whatever ends its lines, the text is matched as if they ended in one character.
        var plain = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        var found = new ArrayList<Violation>();
        int line = 1;
        int counted = 0;
        for (var span : regex.in(plain, MATCHES_MAX)) {
            while (counted < span.start()) {
                line += plain.charAt(counted++) == '\n' ? 1 : 0;
            }
            var snippet = shortened(plain.substring(span.start(), span.end()), 200);
            found.add(
                    new Violation(
                            path,
                            line,
                            path,
                            regex.toString(),
                            snippet,
                            "\"%s\" matches %s"
                                    .formatted(
                                            shortened(snippet, 80),
                                            shortened(regex.toString(), 80))));
        }
        return found;
    }

    private List<Violation> inCode(String path, Facts facts, Form form) {
        return switch (form) {
            case Form.Annotated wanted -> marks(path, facts, wanted);
            case Form.Call wanted -> calls(path, facts, wanted);
            case Form.Literal wanted -> literals(path, facts, wanted);
            case Form.Text _ -> List.of();
        };
    }

    private List<Violation> marks(String path, Facts facts, Form.Annotated wanted) {
        return facts.marks().stream()
                .filter(mark -> mark.element() == wanted.element())
                .filter(mark -> !excuse.site(mark.site()) && !excuse.marked(mark.annotations()))
                .flatMap(mark ->
                        first(mark.annotations(), wanted.annotations()).stream()
                                .map(annotation -> {
                                    var element = Words.of(mark.element());
                                    var subject = mark.site().subject();
                                    return new Violation(
                                            path,
                                            mark.line(),
                                            subject,
                                            annotation,
                                            element + " " + mark.name(),
                                            "%s \"%s\" of %s is annotated with %s"
                                                    .formatted(
                                                            element,
                                                            mark.name(),
                                                            subject,
                                                            annotation));
                                }))
                .toList();
    }

    private List<Violation> calls(String path, Facts facts, Form.Call wanted) {
        return facts.calls().stream()
                .filter(call ->
                        wanted.names().isEmpty()
                                || wanted.names().stream()
                                        .anyMatch(name -> Star.matches(name, call.name())))
                .filter(call -> !excuse.site(call.site()))
                .flatMap(call ->
                        first(call.owners(), wanted.owners()).stream()
                                .map(owner -> {
                                    var target = owner + "#" + call.name();
                                    var subject = call.site().subject();
                                    return new Violation(
                                            path,
                                            call.line(),
                                            subject,
                                            target,
                                            "call",
                                            "%s calls %s".formatted(subject, target));
                                }))
                .toList();
    }

    private List<Violation> literals(String path, Facts facts, Form.Literal wanted) {
        var lines = new HashSet<Integer>();
        return facts.literals().stream()
                .filter(literal ->
                        !excuse.site(literal.site()) && isIn(wanted.regex(), literal.value()))
                // A sum of strings is seen whole and in its parts; one finding for it is enough.
                .filter(literal -> lines.add(literal.line()))
                .map(literal -> {
                    var snippet = shortened(literal.value(), 200);
                    return new Violation(
                            path,
                            literal.line(),
                            literal.site().subject(),
                            wanted.regex().toString(),
                            snippet,
                            "string \"%s\" matches %s"
                                    .formatted(
                                            shortened(snippet, 80),
                                            shortened(wanted.regex().toString(), 80)));
                })
                .toList();
    }

    /// A text block over several lines means what it would mean in one.
    private static boolean isIn(Regex regex, String value) {
        return regex.isIn(value)
                || (value.indexOf('\n') >= 0 && regex.isIn(value.replace('\n', ' ')));
    }

    /// The name of the first reference that a pattern fits.
    private static Optional<String> first(List<Reference> references, List<NamePattern> patterns) {
        for (var pattern : patterns) {
            for (var reference : references) {
                if (reference.isType(pattern)) {
                    return Optional.of(
                            reference instanceof Reference.Known
                                    ? reference.text()
                                    : pattern.toString());
                }
            }
        }
        return Optional.empty();
    }

    private static String shortened(String text, int max) {
        var line =
                text.lines()
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
        return line.length() <= max ? line : line.substring(0, max - 1) + "…";
    }
}
