package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.Requirement;
import dev.lorimer.govern.decision.Requirement.Demand;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Form;
import dev.lorimer.govern.decision.Selector;
import dev.lorimer.govern.decision.Sequence;
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
            case Rule.Layers _ -> "move the code to a layer that may use it, or use a lower layer";
            case Rule.Independent _ -> "move what both need to a package that both may use";
            case Rule.Acyclic _ -> "take one of the dependencies out of the circle";
            case Rule.Require require -> "add what it lacks: " + demand(require.demand());
            case Rule.ApiCompat _ -> "keep what others compile against, and add beside it";
            case Rule.Ownership _ -> "ask the owner of the table for the data";
            case Rule.Trace trace ->
                    trace.sequence().clearedBy().isEmpty()
                            ? "make this call in a run of its own"
                            : "have it cleared first by "
                                    + trace.sequence().clearedBy().stream()
                                            .map(RuleText::calls)
                                            .collect(Collectors.joining(" or "));
            case Rule.Content _ -> "set the value that the decision names";
            case Rule.Check check -> "run \"%s\"".formatted(String.join(" ", check.command()));
        };
    }

    private static String rule(Rule rule) {
        return switch (rule) {
            case Rule.Dependency one when one.forbidden().isEmpty() ->
                    "may only depend on " + targets(one.allowed());
            case Rule.Layers one ->
                    "layers, each using only those below it: "
                            + one.layers().stream()
                                    .map(Rule.Layer::name)
                                    .collect(Collectors.joining(" > "));
            case Rule.Independent one ->
                    "packages %s must not use each other".formatted(one.slice());
            case Rule.Acyclic one -> "packages %s must not form a circle".formatted(one.slice());
            case Rule.Require one ->
                    "%s must have: %s".formatted(each(one.each()), demand(one.demand()));
            case Rule.ApiCompat one ->
                    "the public interface may differ from %s only by: %s"
                            .formatted(
                                    switch (one.baseline()) {
                                        case Rule.Baseline.Artifact artifact ->
                                                artifact.coordinates();
                                        case Rule.Baseline.Archive archive -> archive.path();
                                    },
                                    one.allowed().isEmpty()
                                            ? "nothing"
                                            : one.allowed().stream()
                                                    .sorted()
                                                    .map(Words::of)
                                                    .collect(Collectors.joining(", ")));
            case Rule.Ownership one when one.asks() == Rule.Asks.UNKNOWN ->
                    "every table has an owner";
            case Rule.Ownership one ->
                    "tables are touched by their owners only: "
                            + one.holdings().stream()
                                    .map(holding ->
                                            "%s has %s"
                                                    .formatted(
                                                            holding.name(),
                                                            String.join(", ", holding.tables())))
                                    .collect(Collectors.joining("; "));
            case Rule.Trace one -> "no run may make calls in this order: " + order(one.sequence());
            case Rule.Content one -> content(one);
            case Rule.Check one ->
                    "\"%s\" finds nothing wrong".formatted(String.join(" ", one.command()));
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
            case Rule.Library one when one.artifacts().isEmpty() && one.code().isEmpty() ->
                    "may only use library " + joined(one.allowed());
            case Rule.Library one ->
                    "must not use library "
                            + joined(one.artifacts(), one.code().packages())
                            + (one.allowed().isEmpty() ? "" : ", except " + joined(one.allowed()));
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

    private static String content(Rule.Content rule) {
        var parts = new ArrayList<String>();
        rule.forbidden().forEach(one -> parts.add("must not hold " + setting(one)));
        rule.required().forEach(one -> parts.add("must hold " + setting(one)));
        if (rule.secrets()) {
            parts.add("must not hold secrets");
        }
        return String.join("; ", parts);
    }

    private static String setting(Rule.Setting setting) {
        return switch (setting) {
            case Rule.Setting.Value value ->
                    value.key() + value.value().map(regex -> " = " + regex).orElse("");
            case Rule.Setting.Header header -> "a head like " + header.text();
        };
    }

    /// What a demand is made of.
    static String each(Requirement.Each each) {
        return switch (each) {
            case Requirement.Each.Files files -> "every file " + joined(files.paths());
            case Requirement.Each.Declarations one -> {
                var parts = new ArrayList<String>();
                add(parts, "annotated with ", one.annotations());
                add(parts, "a subtype of ", one.supertypes());
                add(parts, "named ", one.names());
                yield "every %s %s"
                        .formatted(Words.of(one.element()), String.join(" and ", parts))
                        .strip();
            }
        };
    }

    static String demand(Demand demand) {
        return switch (demand) {
            case Demand.AnyOf any ->
                    any.demands().stream()
                            .map(RuleText::demand)
                            .collect(Collectors.joining(", or "));
            case Demand.AllOf all ->
                    all.demands().stream()
                            .map(RuleText::demand)
                            .collect(Collectors.joining(", and "));
            case Demand.Annotated one -> "annotation " + joined(one.annotations());
            case Demand.Subtype one -> "supertype " + joined(one.types());
            case Demand.Named one -> "a name like " + joined(one.names());
            case Demand.Calls one ->
                    "a call of "
                            + joined(one.owners())
                            + (one.names().isEmpty() ? "" : "#" + String.join("|", one.names()));
            case Demand.Behind one -> "filter %s before it".formatted(joined(one.filters()));
            case Demand.Text one -> "text like " + one.regex();
            case Demand.Companion one -> "a file " + joined(one.paths());
        };
    }

    /// The steps that must not follow each other.
    static String order(Sequence sequence) {
        return sequence.steps().stream()
                .map(step ->
                        switch (step) {
                            case Sequence.Step.Labelled labelled -> "label " + labelled.label();
                            case Sequence.Step.Called called -> calls(called.calls());
                        })
                .collect(Collectors.joining(", then "));
    }

    private static String calls(Sequence.Calls calls) {
        var parts = new ArrayList<String>();
        add(parts, "tool ", calls.tools());
        add(parts, "effect ", calls.effects());
        add(parts, "path ", calls.paths());
        return String.join(" with ", parts);
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
