package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Form;
import dev.lorimer.govern.decision.Selector;
import dev.lorimer.govern.decision.Targets;
import dev.lorimer.govern.decision.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Says in one line what a constraint forbids, and where.
public final class RuleText {
    /// 300 characters are about 75 tokens; a rule that takes more says the rest in its record.
    private static final int LENGTH_MAX = 300;

    private RuleText() {}

    public static String of(Constraint constraint) {
        var where = scope(constraint);
        return shortened(
                rule(constraint.rule()) + (where.equals("every file") ? "" : "; in " + where));
    }

    /// Which files are meant.
    public static String scope(Constraint constraint) {
        var chosen = parts(constraint.scope().chosen());
        var excluded =
                constraint.scope().excluded().stream().flatMap(one -> parts(one).stream()).toList();
        var text = chosen.isEmpty() ? "every file" : String.join(", ", chosen);
        return shortened(
                excluded.isEmpty() ? text : text + ", without " + String.join(", ", excluded));
    }

    /// How to comply, when the decision itself does not say.
    public static String remedy(Constraint constraint) {
        if (!constraint.remedy().isEmpty()) {
            return constraint.remedy();
        }
        return switch (constraint.rule()) {
            case Rule.Dependency _ ->
                    "remove the dependency, or move the code to where it is allowed";
            case Rule.ApiUse _ -> "do without it, or use what the decision names instead";
            case Rule.Pattern _ -> "write it in another form";
            case Rule.Library _ -> "do without the library, or use what the decision names instead";
            case Rule.Change change ->
                    change.approvers().isEmpty()
                            ? "leave the file as it is, or have exactly this change approved"
                            : "leave the file as it is, or have exactly this change approved by "
                                    + String.join(" or ", change.approvers());
            case Rule.FileHistory _ ->
                    "leave what is there as it is, and add a new file with the next key instead";
            case Rule.Budget _ -> "split the change into smaller ones";
        };
    }

    private static String rule(Rule rule) {
        return switch (rule) {
            case Rule.Dependency one ->
                    "must not depend on " + targets(one.forbidden()) + except(one.allowed());
            case Rule.ApiUse one ->
                    "must not use " + targets(one.forbidden()) + except(one.allowed());
            case Rule.Pattern one ->
                    "must not hold "
                            + one.forms().stream()
                                    .map(RuleText::form)
                                    .collect(Collectors.joining(", or "))
                            + unless(one.unless());
            case Rule.Library one ->
                    "must not use library " + joined(one.artifacts(), one.code().packages());
            case Rule.Change one ->
                    "must not change without approval"
                            + (one.approvers().isEmpty()
                                    ? ""
                                    : " by " + String.join(" or ", one.approvers()));
            case Rule.FileHistory one ->
                    "may only change by: "
                            + one.allowed().stream()
                                    .sorted()
                                    .map(Words::of)
                                    .collect(Collectors.joining(", "))
                            + one.order()
                                    .map(order -> "; new names keep the order of " + order.key())
                                    .orElse("");
            case Rule.Budget one -> "the change must satisfy " + one.cel();
        };
    }

    private static String form(Form form) {
        return switch (form) {
            case Form.Text text -> "text like " + text.regex();
            case Form.Annotated mark ->
                    "a %s annotated with %s"
                            .formatted(Words.of(mark.element()), joined(mark.annotations()));
            case Form.Call call ->
                    "a call of %s".formatted(joined(call.owners()))
                            + (call.names().isEmpty() ? "" : "#" + String.join("|", call.names()));
            case Form.Literal literal -> "a string like " + literal.regex();
        };
    }

    private static String unless(Rule.Unless unless) {
        var parts = new ArrayList<String>();
        unless.paths().forEach(path -> parts.add(path.toString()));
        unless.annotations()
                .forEach(annotation -> parts.add("what is annotated with " + annotation));
        return parts.isEmpty() ? "" : ", except in " + String.join(", ", parts);
    }

    private static String targets(Targets targets) {
        return joined(targets.packages(), targets.types(), targets.methods());
    }

    private static String except(Targets allowed) {
        return allowed.isEmpty() ? "" : ", except " + targets(allowed);
    }

    private static List<String> parts(Selector selector) {
        var parts = new ArrayList<String>();
        add(parts, "", selector.paths());
        add(parts, "package ", selector.packages());
        add(parts, "module ", selector.modules());
        add(
                parts,
                "language ",
                selector.languages().stream().sorted().map(Language::word).toList());
        return parts;
    }

    private static void add(List<String> parts, String label, List<?> values) {
        if (!values.isEmpty()) {
            parts.add(
                    label
                            + values.stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(" or ")));
        }
    }

    private static String joined(Collection<?>... values) {
        return List.of(values).stream()
                .flatMap(Collection::stream)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX - 1) + "…";
    }
}
