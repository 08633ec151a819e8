package dev.lorimer.govern.tongues;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Reference.Open;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks through a Kotlin file. As in Java, an import is no use of a type: a name that only a
/// comment mentions is no dependency. Functions and properties may be used without being named, as
/// operators and delegates are, so importing one counts.
final class KotlinWalk extends ModuleWalk {
    private final List<String> stars = new ArrayList<>();
    private List<String> packageParts = List.of();
    private String file = "";

    KotlinWalk(Notes notes) {
        super(notes);
    }

    String packageName() {
        return String.join(".", packageParts);
    }

    @Override
    Set<String> names() {
        return Set.of("simple_identifier", "type_identifier");
    }

    @Override
    Set<String> selections() {
        return Set.of();
    }

    @Override
    Set<String> calls() {
        return Set.of();
    }

    @Override
    void visit(Node node) {
        switch (node.type()) {
            case "package_header" -> packageHeader(node);
            case "import_header" -> imported(node);
            case "class_declaration", "object_declaration", "companion_object" -> type(node);
            case "function_declaration", "secondary_constructor", "getter", "setter" ->
                    function(node);
            case "property_declaration" -> property(node);
            case "class_parameter", "parameter" -> parameter(node);
            case "user_type" -> userType(node, "type");
            case "annotation", "file_annotation" -> annotation(node);
            case "call_expression" -> called(node, true);
            case "navigation_expression" -> called(node, false);
            case "simple_identifier" -> name(node);
            case "callable_reference" -> reference(node);
            case "constructor_invocation" -> constructed(node);
            case "string_literal" -> {
                notes.literal(value(node), node);
                children(node);
            }
            case "additive_expression" -> sum(node);
            case "lambda_literal", "anonymous_function" -> {
                notes.openScope();
                children(node);
                notes.closeScope();
            }
            default -> children(node);
        }
    }

    private void packageHeader(Node node) {
        packageParts = node.child("identifier").map(KotlinWalk::dotted).orElse(List.of());
        notes.enter(
                packageName().isEmpty() ? notes.subject() : packageName() + ".(file)", List.of());
        file = notes.subject();
    }

    private static List<String> dotted(Node identifier) {
        return identifier.all("simple_identifier", "type_identifier").stream()
                .map(name -> name.whole().replace("`", ""))
                .toList();
    }

    private void imported(Node node) {
        var parts = node.child("identifier").map(KotlinWalk::dotted).orElse(List.of());
        if (parts.isEmpty()) {
            return;
        }
        if (node.child("wildcard_import").isPresent()) {
            stars.add(String.join(".", parts));
            return;
        }
        var target = Reference.named(parts);
        var local =
                node.child("import_alias")
                        .flatMap(alias -> alias.child("type_identifier", "simple_identifier"))
                        .map(Node::text)
                        .orElse(parts.getLast());
        notes.imports(local, target);
        if (!looksLikeType(parts.getLast())) {
            notes.use(target, "import", node);
            // A function of a file is a member of its package; of an object, of that.
            notes.call(
                    List.of(Reference.named(parts.subList(0, parts.size() - 1))),
                    parts.getLast(),
                    node);
        }
    }

    private void type(Node node) {
        var name = node.child("type_identifier").map(Node::text).orElse("Companion");
        var annotations = annotations(node);
        var around = notes.subject().equals(file) ? packageName() : notes.subject();
        notes.enter(around.isEmpty() ? name : around + "." + name, annotations);
        notes.openScope();
        notes.mark(Element.TYPE, name, annotations, node);
        children(node);
        notes.closeScope();
        notes.leave();
    }

    private void function(Node node) {
        var annotations = annotations(node);
        notes.mark(
                Element.METHOD,
                node.child("simple_identifier").map(Node::text).orElse(node.type()),
                annotations,
                node);
        notes.enter(notes.subject(), annotations);
        notes.openScope();
        node.children().stream()
                .filter(child -> !child.is("simple_identifier"))
                .forEach(this::visit);
        notes.closeScope();
        notes.leave();
    }

    private void property(Node node) {
        var annotations = annotations(node);
        var declared = node.child("variable_declaration");
        var name =
                declared.flatMap(found -> found.child("simple_identifier"))
                        .map(Node::text)
                        .orElse("");
        notes.mark(Element.FIELD, name, annotations, node);
        notes.enter(notes.subject(), annotations);
        var type =
                declared.flatMap(this::writtenType)
                        .or(() ->
                                node.children().stream()
                                        .filter(child ->
                                                child.is(
                                                        "call_expression", "navigation_expression"))
                                        .findFirst()
                                        .flatMap(this::made));
        node.children().stream()
                .filter(child -> !child.is("variable_declaration"))
                .forEach(this::visit);
        declared.ifPresent(found ->
                found.children().stream()
                        .filter(child -> !child.is("simple_identifier"))
                        .forEach(this::visit));
        notes.variable(name, type);
        notes.leave();
    }

    private void parameter(Node node) {
        var annotations = annotations(node);
        var name = node.child("simple_identifier").map(Node::text).orElse("");
        boolean field = node.child("binding_pattern_kind").isPresent();
        notes.mark(field ? Element.FIELD : Element.PARAMETER, name, annotations, node);
        node.children().stream()
                .filter(child -> !child.is("simple_identifier"))
                .forEach(this::visit);
        notes.variable(name, writtenType(node));
    }

    private Optional<Reference> writtenType(Node node) {
        return node.child("user_type", "nullable_type")
                .flatMap(type -> type.is("user_type") ? Optional.of(type) : type.child("user_type"))
                .flatMap(type -> resolved(dotted(type)));
    }

    /// What a call of a type's name, or along an imported one, makes.
    private Optional<Reference> made(Node node) {
        var names = new ArrayList<String>();
        return path(node, names) ? head(names).map(Head::type) : Optional.empty();
    }

    private List<Reference> annotations(Node node) {
        return node.all("modifiers").stream()
                .flatMap(modifiers -> modifiers.all("annotation").stream())
                .flatMap(annotation -> annotation.children().stream())
                .flatMap(inner ->
                        (inner.is("user_type") ? Optional.of(inner) : inner.child("user_type"))
                                .stream())
                .flatMap(type -> resolved(dotted(type)).stream())
                .toList();
    }

    private void annotation(Node node) {
        for (var child : node.children()) {
            if (child.is("user_type")) {
                userType(child, "annotation");
            } else if (child.is("constructor_invocation")) {
                child.child("user_type").ifPresent(type -> userType(type, "annotation"));
                child.child("value_arguments").ifPresent(this::visit);
            }
        }
    }

    private void userType(Node node, String how) {
        resolved(dotted(node)).ifPresent(type -> notes.use(type, how, node));
        node.all("type_arguments").forEach(this::visit);
    }

    private void constructed(Node node) {
        node.child("user_type")
                .flatMap(type -> resolved(dotted(type)))
                .ifPresent(type -> notes.call(List.of(type), "new", node));
        children(node);
    }

    private void reference(Node node) {
        var names =
                node.children().stream()
                        .filter(child -> names().contains(child.type()))
                        .map(Node::text)
                        .toList();
        if (names.isEmpty()) {
            children(node);
            return;
        }
        resolvedHead(names.getFirst())
                .ifPresent(type -> {
                    notes.use(type, "reference", node);
                    notes.call(List.of(type), names.getLast(), node);
                });
        node.children().stream()
                .filter(child -> !names().contains(child.type()))
                .forEach(this::visit);
    }

    /// `a.b.C.d(…)`: the names of a chain; a call in between hides what it gives.
    private boolean path(Node node, List<String> names) {
        return switch (node.type()) {
            case "simple_identifier", "type_identifier" -> {
                names.add(node.text().replace("`", ""));
                yield true;
            }
            case "navigation_expression" ->
                    path(node.children().getFirst(), names)
                            && node.child("navigation_suffix")
                                    .flatMap(suffix -> suffix.child("simple_identifier"))
                                    .map(name -> names.add(name.text().replace("`", "")))
                                    .orElse(false);
            case "call_expression" -> path(node.children().getFirst(), names);
            case "this_expression" -> {
                names.add("this");
                yield true;
            }
            default -> false;
        };
    }

    private void called(Node node, boolean isCall) {
        var names = new ArrayList<String>();
        boolean plain = path(node, names);
        if (plain && !names.isEmpty()) {
            if (names.getFirst().equals("this") && names.size() > 1) {
                names.removeFirst();
            }
            head(names)
                    .ifPresent(head -> {
                        if (!head.variable()) {
                            notes.use(head.type(), isCall ? "call" : "use", node);
                        }
                        var member = head.rest() == 0 ? "new" : names.getLast();
                        notes.call(List.of(head.type()), member, node);
                    });
        }
        for (var child : node.children()) {
            if (!plain || child.is("call_suffix")) {
                visit(child);
            } else if (child.is("navigation_expression", "call_expression")) {
                suffixes(child);
            }
        }
    }

    /// The arguments of the calls inside a chain, whose names are known already.
    private void suffixes(Node node) {
        if (node.is("call_expression")) {
            called(node, true);
        } else {
            node.children()
                    .forEach(child -> {
                        if (child.is("navigation_expression", "call_expression")) {
                            suffixes(child);
                        }
                    });
        }
    }

    private record Head(Reference type, int rest, boolean variable) {}

    /// The type at the head of a chain of names: a variable's, an imported or a written-out one.
    private Optional<Head> head(List<String> names) {
        var first = names.getFirst();
        if (notes.isVariable(first)) {
            return names.size() < 2
                    ? Optional.empty()
                    : notes.typeOf(first).map(type -> new Head(type, names.size() - 1, true));
        }
        var imported = notes.importOf(first);
        if (imported.isPresent() || looksLikeType(first)) {
            int nested = 1;
            while (nested < names.size()
                    && looksLikeType(names.get(nested))
                    && names.get(nested).chars().anyMatch(Character::isLowerCase)) {
                nested++;
            }
            var type = imported.orElseGet(() -> open(first));
            return Optional.of(
                    new Head(
                            Notes.extended(type, names.subList(1, nested)),
                            names.size() - nested,
                            false));
        }
        int type = 0;
        while (type < names.size() && !looksLikeType(names.get(type))) {
            type++;
        }
        return type > 0 && type < names.size()
                ? Optional.of(
                        new Head(
                                new Known(List.copyOf(names.subList(0, type + 1)), type),
                                names.size() - type - 1,
                                false))
                : Optional.empty();
    }

    private void name(Node node) {
        if (!notes.isVariable(node.text())) {
            resolvedHead(node.text()).ifPresent(type -> notes.use(type, "use", node));
        }
    }

    private Optional<Reference> resolvedHead(String name) {
        return notes.importOf(name)
                .or(() -> looksLikeType(name) ? Optional.of(open(name)) : Optional.empty());
    }

    private Optional<Reference> resolved(List<String> parts) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        var imported = notes.importOf(parts.getFirst());
        if (imported.isPresent()) {
            return imported.map(found -> Notes.extended(found, parts.subList(1, parts.size())));
        }
        return Optional.of(
                parts.size() > 1 && !looksLikeType(parts.getFirst())
                        ? Reference.named(parts)
                        : open(parts.getFirst()));
    }

    private Open open(String name) {
        return new Open(name, packageName(), List.copyOf(stars), false);
    }

    private static boolean looksLikeType(String name) {
        return !name.isEmpty() && Reference.looksLikeType(name);
    }

    private void sum(Node node) {
        var parts = new ArrayList<Node>();
        var rest = node;
        while (rest.is("additive_expression")
                && rest.children().size() == 3
                && rest.children().get(1).text().equals("+")) {
            parts.add(rest.children().get(2));
            rest = rest.children().getFirst();
        }
        if (parts.isEmpty()) {
            children(node);
            return;
        }
        parts.add(rest);
        var text = new StringBuilder();
        boolean any = false;
        for (var part : parts.reversed()) {
            boolean literal = part.is("string_literal");
            text.append(literal ? value(part) : "?");
            any |= literal;
        }
        if (any) {
            notes.literal(text.toString(), node);
        }
        parts.reversed().forEach(this::visit);
    }

    private static String value(Node string) {
        var value = new StringBuilder();
        for (var part : string.children()) {
            if (part.is("string_content", "character_escape_seq")) {
                value.append(part.whole());
            } else if (part.is("interpolated_identifier", "interpolated_expression")) {
                value.append('?');
            }
        }
        return value.toString();
    }
}
