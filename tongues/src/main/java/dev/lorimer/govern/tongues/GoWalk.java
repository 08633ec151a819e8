package dev.lorimer.govern.tongues;

import dev.lorimer.govern.source.Modules;
import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks through a Go file. An import runs the package's initialisation, so it is a use by itself.
final class GoWalk extends ModuleWalk {
    private final Modules modules;

    GoWalk(Notes notes, String path) {
        super(notes);
        modules = new Modules(path);
    }

    @Override
    Set<String> names() {
        return Set.of("identifier", "package_identifier", "type_identifier");
    }

    @Override
    Set<String> selections() {
        return Set.of("selector_expression", "qualified_type");
    }

    @Override
    Set<String> calls() {
        return Set.of("call_expression");
    }

    @Override
    void visit(Node node) {
        switch (node.type()) {
            case "import_spec" -> imported(node);
            case "function_declaration", "method_declaration", "func_literal" -> scoped(node);
            case "parameter_declaration",
                    "variadic_parameter_declaration",
                    "var_spec",
                    "field_declaration" ->
                    declared(node);
            case "short_var_declaration" -> shortDeclaration(node);
            case "call_expression" -> {
                call(node);
                children(node);
            }
            case "selector_expression" -> {
                member(node);
                chained(node);
                node.children().stream()
                        .filter(child -> chain(child).isEmpty() || child.is("call_expression"))
                        .forEach(this::visit);
            }
            case "qualified_type" -> chained(node);
            case "interpreted_string_literal", "raw_string_literal" ->
                    notes.literal(value(node), node);
            case "binary_expression" -> sum(node);
            default -> children(node);
        }
    }

    private void imported(Node node) {
        var name = node.field("path").map(GoWalk::value).orElse("");
        var module = modules.path(name);
        if (module.isEmpty()) {
            return;
        }
        notes.use(Notes.member(module), "import", node);
        var local = node.field("name").map(Node::text);
        if (local.isPresent()) {
            notes.imports(local.get(), Notes.member(module));
        } else {
            locals(name).forEach(one -> notes.imports(one, Notes.member(module)));
        }
    }

    /// The names that a package may have whose path ends like that: its last name without version
    /// and without a "go-" around it, as is the custom.
    private static List<String> locals(String path) {
        var names = List.of(path.split("/", -1));
        var last = names.getLast();
        boolean version =
                last.length() > 1
                        && last.charAt(0) == 'v'
                        && last.substring(1).chars().allMatch(Character::isDigit);
        var name = version && names.size() > 1 ? names.get(names.size() - 2) : last;
        int dot = name.indexOf('.');
        var plain = dot > 0 ? name.substring(0, dot) : name;
        var all = new ArrayList<>(List.of(plain));
        if (plain.startsWith("go-")) {
            all.add(plain.substring(3));
        }
        if (plain.endsWith("-go")) {
            all.add(plain.substring(0, plain.length() - 3));
        }
        all.add(plain.substring(plain.lastIndexOf('-') + 1));
        return all;
    }

    private void scoped(Node node) {
        notes.openScope();
        children(node);
        notes.closeScope();
    }

    private void declared(Node node) {
        var type = node.field("type").flatMap(this::typeMeaning);
        var value =
                node.field("value")
                        .flatMap(list -> list.children().stream().findFirst())
                        .flatMap(this::meaning);
        for (var name : node.all("identifier")) {
            notes.variable(name.text(), type.or(() -> value));
        }
        if (node.is("field_declaration")) {
            node.all("field_identifier")
                    .forEach(name ->
                            type.ifPresent(known -> notes.imports("." + name.text(), known)));
        }
        node.children().stream()
                .filter(child -> !child.is("identifier") && !child.field().equals("tag"))
                .forEach(this::visit);
    }

    private Optional<Reference> typeMeaning(Node type) {
        if (type.is("pointer_type", "slice_type", "array_type")) {
            return type.children().stream().reduce((_, last) -> last).flatMap(this::typeMeaning);
        }
        return meaning(type);
    }

    private void shortDeclaration(Node node) {
        var right =
                node.field("right")
                        .flatMap(list -> list.children().stream().findFirst())
                        .flatMap(value ->
                                value.is("unary_expression", "composite_literal")
                                        ? composite(value)
                                        : meaning(value));
        node.field("right").ifPresent(this::visit);
        node.field("left").stream()
                .flatMap(list -> list.all("identifier").stream())
                .limit(1)
                .forEach(name -> notes.variable(name.text(), right));
    }

    private Optional<Reference> composite(Node value) {
        var literal =
                value.is("composite_literal")
                        ? Optional.of(value)
                        : value.child("composite_literal");
        return literal.flatMap(found -> found.field("type")).flatMap(this::typeMeaning);
    }

    /// `s.db.Query`: what a field holds is known from its declaration in the same file.
    private void member(Node node) {
        var names = chain(node);
        if (names.size() < 3 || !notes.isVariable(names.getFirst())) {
            return;
        }
        notes.importOf("." + names.get(1))
                .ifPresent(owner ->
                        notes.call(
                                List.of(Notes.extended(owner, names.subList(2, names.size() - 1))),
                                names.getLast(),
                                node));
    }

    private void sum(Node node) {
        var parts = new ArrayList<Node>();
        var rest = node;
        while (rest.is("binary_expression")
                && rest.field("operator").map(Node::text).orElse("").equals("+")) {
            rest.field("right").ifPresent(parts::add);
            rest = rest.field("left").orElseThrow();
        }
        if (parts.isEmpty()) {
            children(node);
            return;
        }
        parts.add(rest);
        var text = new StringBuilder();
        boolean any = false;
        for (var part : parts.reversed()) {
            boolean literal = part.is("interpreted_string_literal", "raw_string_literal");
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
        string.children().stream()
                .filter(part -> !part.is("\"", "`"))
                .forEach(part -> value.append(part.whole()));
        return value.toString();
    }
}
