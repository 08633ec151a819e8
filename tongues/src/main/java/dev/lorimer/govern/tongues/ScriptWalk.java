package dev.lorimer.govern.tongues;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Modules;
import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks through a JavaScript or TypeScript file. An import, of a type too, is a use by itself.
final class ScriptWalk extends ModuleWalk {
    private final Modules modules;

    ScriptWalk(Notes notes, String path) {
        super(notes);
        modules = new Modules(path);
    }

    @Override
    Set<String> names() {
        return Set.of("identifier", "type_identifier", "this");
    }

    @Override
    Set<String> selections() {
        return Set.of("member_expression", "nested_type_identifier", "nested_identifier");
    }

    @Override
    Set<String> calls() {
        return Set.of("call_expression", "new_expression");
    }

    @Override
    void visit(Node node) {
        switch (node.type()) {
            case "import_statement" -> imported(node);
            case "export_statement" -> exported(node);
            case "class_declaration", "abstract_class_declaration", "class" -> type(node);
            case "class_body" -> members(node);
            case "public_field_definition", "field_definition" -> field(node);
            case "function_declaration",
                    "function_expression",
                    "arrow_function",
                    "generator_function_declaration" ->
                    scoped(node);
            case "required_parameter", "optional_parameter" -> parameter(node, List.of());
            case "variable_declarator" -> variable(node);
            case "call_expression", "new_expression" -> {
                call(node);
                dynamicImport(node);
                children(node);
            }
            case "member_expression",
                    "nested_type_identifier",
                    "identifier",
                    "type_identifier",
                    "nested_identifier" ->
                    used(node);
            case "string" -> notes.literal(value(node), node);
            case "template_string" -> {
                notes.literal(value(node), node);
                node.all("template_substitution").forEach(this::children);
            }
            case "binary_expression" -> sum(node);
            default -> children(node);
        }
    }

    private void imported(Node node) {
        var source = node.field("source").or(() -> required(node));
        if (source.isEmpty()) {
            children(node);
            return;
        }
        var module = modules.path(value(source.get()));
        notes.use(Notes.member(module), "import", node);
        node.child("import_clause")
                .ifPresent(clause -> clause.children().forEach(one -> clause(one, module, node)));
        node.child("import_require_clause")
                .flatMap(clause -> clause.child("identifier"))
                .ifPresent(name -> notes.imports(name.text(), Notes.member(module)));
    }

    private static Optional<Node> required(Node node) {
        return node.child("import_require_clause").flatMap(clause -> clause.field("source"));
    }

    private void clause(Node one, List<String> module, Node node) {
        switch (one.type()) {
            case "identifier" -> notes.imports(one.text(), Notes.member(module));
            case "namespace_import" ->
                    one.child("identifier")
                            .ifPresent(name -> notes.imports(name.text(), Notes.member(module)));
            case "named_imports" -> {
                for (var specifier : one.all("import_specifier")) {
                    var name = specifier.field("name").map(ScriptWalk::bare).orElse("");
                    var target = Notes.member(module, name);
                    notes.use(target, "import", node);
                    notes.imports(specifier.field("alias").map(Node::text).orElse(name), target);
                }
            }
            default -> {}
        }
    }

    private void exported(Node node) {
        var source = node.field("source");
        if (source.isEmpty()) {
            var decorators = decorators(node.all("decorator"));
            node.children()
                    .forEach(child -> {
                        if (child.is("class_declaration", "abstract_class_declaration")) {
                            type(child, decorators);
                        } else {
                            visit(child);
                        }
                    });
            return;
        }
        var module = modules.path(value(source.get()));
        notes.use(Notes.member(module), "export", node);
        node.child("export_clause").stream()
                .flatMap(clause -> clause.all("export_specifier").stream())
                .flatMap(specifier -> specifier.field("name").stream())
                .forEach(name -> notes.use(Notes.member(module, bare(name)), "export", node));
    }

    private void type(Node node) {
        type(node, List.of());
    }

    private void type(Node node, List<Reference> outer) {
        var annotations = Notes.both(outer, decorators(node.all("decorator")));
        var name = node.field("name").map(Node::text).orElse("");
        notes.mark(Element.TYPE, name, annotations, node);
        notes.enter(notes.subject(), annotations);
        node.children().stream()
                .filter(child -> !child.field().equals("name"))
                .forEach(this::visit);
        notes.leave();
    }

    /// A method's decorators stand before it, as members of their own.
    private void members(Node body) {
        var waiting = new ArrayList<Node>();
        for (var member : body.children()) {
            if (member.is("decorator")) {
                waiting.add(member);
                children(member);
            } else if (member.is(
                    "method_definition", "abstract_method_signature", "method_signature")) {
                waiting.addAll(member.all("decorator"));
                method(member, decorators(waiting));
                waiting.clear();
            } else {
                visit(member);
            }
        }
    }

    private void method(Node node, List<Reference> annotations) {
        var name = node.field("name").map(Node::text).orElse("");
        notes.mark(Element.METHOD, name, annotations, node);
        notes.enter(notes.subject(), annotations);
        scoped(node);
        notes.leave();
    }

    private void field(Node node) {
        var annotations = decorators(node.all("decorator"));
        var name = node.field("name").or(() -> node.field("property")).map(Node::text).orElse("");
        notes.mark(Element.FIELD, name, annotations, node);
        typeOf(node)
                .or(() -> node.field("value").flatMap(this::meaning))
                .ifPresent(type -> notes.imports("this." + name, type));
        notes.enter(notes.subject(), annotations);
        children(node);
        notes.leave();
    }

    private void scoped(Node node) {
        notes.openScope();
        node.field("parameter").ifPresent(one -> notes.variable(one.text(), Optional.empty()));
        node.children().stream()
                .filter(child -> !child.field().equals("name"))
                .forEach(child -> {
                    if (child.is("formal_parameters")) {
                        child.all("identifier")
                                .forEach(one -> notes.variable(one.text(), Optional.empty()));
                        child.children().stream()
                                .filter(one -> !one.is("identifier"))
                                .forEach(this::visit);
                    } else {
                        visit(child);
                    }
                });
        notes.closeScope();
    }

    private void parameter(Node node, List<Reference> outer) {
        var annotations = Notes.both(outer, decorators(node.all("decorator")));
        var name = node.field("pattern").map(Node::text).orElse("");
        notes.mark(Element.PARAMETER, name, annotations, node);
        var type = typeOf(node);
        if (!name.isEmpty()) {
            notes.variable(name, type);
        }
        if (node.child("accessibility_modifier", "readonly").isPresent()) {
            type.ifPresent(known -> notes.imports("this." + name, known));
        }
        node.children().stream()
                .filter(child -> !child.field().equals("pattern"))
                .forEach(this::visit);
    }

    private Optional<Reference> typeOf(Node node) {
        return node.field("type")
                .flatMap(annotation -> annotation.children().stream().reduce((_, last) -> last))
                .flatMap(this::typeMeaning);
    }

    private Optional<Reference> typeMeaning(Node type) {
        return type.is("generic_type")
                ? type.children().stream().findFirst().flatMap(this::meaning)
                : meaning(type);
    }

    private void variable(Node node) {
        var required = node.field("value").flatMap(this::requiredModule);
        var name = node.field("name");
        if (required.isPresent() && name.isPresent()) {
            bind(name.get(), required.get());
        } else if (name.isPresent() && name.get().is("identifier")) {
            notes.variable(
                    name.get().text(),
                    typeOf(node).or(() -> node.field("value").flatMap(this::meaning)));
        }
        node.children().stream()
                .filter(child -> !child.field().equals("name"))
                .forEach(this::visit);
    }

    private void bind(Node name, List<String> module) {
        if (name.is("identifier")) {
            notes.imports(name.text(), Notes.member(module));
        }
        for (var one : name.children()) {
            if (one.is("shorthand_property_identifier_pattern")) {
                notes.imports(one.text(), Notes.member(module, one.text()));
                notes.use(Notes.member(module, one.text()), "import", name);
            } else if (one.is("pair_pattern")) {
                var key = one.field("key").map(ScriptWalk::bare).orElse("");
                one.field("value")
                        .filter(value -> value.is("identifier"))
                        .ifPresent(value -> notes.imports(value.text(), Notes.member(module, key)));
                notes.use(Notes.member(module, key), "import", name);
            }
        }
    }

    /// The module of `require("a")`, `import("a")`, `await import("a")`.
    private Optional<List<String>> requiredModule(Node node) {
        if (node.is("await_expression", "parenthesized_expression")) {
            return node.child("call_expression", "await_expression").flatMap(this::requiredModule);
        }
        boolean loads =
                node.is("call_expression")
                        && node.field("function")
                                .filter(called ->
                                        called.is("import")
                                                || called.text().equals("require")
                                                || called.text().equals("import")
                                                || called.whole().equals("require.resolve")
                                                || called.whole().equals("jest.mock"))
                                .isPresent();
        return loads
                ? node.field("arguments")
                        .flatMap(arguments -> arguments.child("string", "template_string"))
                        .map(ScriptWalk::value)
                        .filter(name -> !name.isBlank() && name.indexOf('?') < 0)
                        .map(modules::path)
                : Optional.empty();
    }

    private void dynamicImport(Node node) {
        requiredModule(node).ifPresent(module -> notes.use(Notes.member(module), "import", node));
    }

    private List<Reference> decorators(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.children().stream().reduce((_, last) -> last).stream())
                .flatMap(node -> meaning(node).stream())
                .toList();
    }

    private void used(Node node) {
        var names = chain(node);
        if (names.size() >= 3 && names.getFirst().equals("this")) {
            notes.importOf("this." + names.get(1))
                    .ifPresent(owner ->
                            notes.call(
                                    List.of(
                                            Notes.extended(
                                                    owner, names.subList(2, names.size() - 1))),
                                    names.getLast(),
                                    node));
        }
        chained(node);
        if (node.is("member_expression") && !isPlain(node)) {
            children(node);
        }
    }

    /// Whether nothing but names is chained, so that there is nothing else to visit.
    private boolean isPlain(Node node) {
        return node.children().stream()
                .allMatch(child ->
                        child.children().isEmpty()
                                || (selections().contains(child.type()) && isPlain(child)));
    }

    private void sum(Node node) {
        var texts = new ArrayList<String>();
        var rest = node;
        var parts = new ArrayList<Node>();
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
        boolean any = false;
        for (var part : parts.reversed()) {
            boolean text = part.is("string", "template_string");
            texts.add(text ? value(part) : "?");
            any |= text;
        }
        if (any) {
            notes.literal(String.join("", texts), node);
        }
        parts.reversed().forEach(this::visit);
    }

    private static String bare(Node name) {
        return name.is("string") ? value(name) : name.text();
    }

    private static String value(Node string) {
        var value = new StringBuilder();
        for (var part : string.children()) {
            if (part.is("string_fragment", "escape_sequence")) {
                value.append(part.text());
            } else if (part.is("template_substitution")) {
                value.append('?');
            }
        }
        return value.toString();
    }
}
