package dev.lorimer.govern.tongues;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Modules;
import dev.lorimer.govern.source.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks through a Python file. An import runs the module, so it is a use by itself.
final class PythonWalk extends ModuleWalk {
    private final Modules modules;

    PythonWalk(Notes notes, String path) {
        super(notes);
        modules = new Modules(path);
    }

    @Override
    Set<String> names() {
        return Set.of("identifier");
    }

    @Override
    Set<String> selections() {
        return Set.of("attribute");
    }

    @Override
    Set<String> calls() {
        return Set.of("call");
    }

    @Override
    void visit(Node node) {
        switch (node.type()) {
            case "import_statement" -> plainImport(node);
            case "import_from_statement" -> fromImport(node);
            case "decorated_definition" -> decorated(node);
            case "class_definition" -> definition(node, Element.TYPE, List.of());
            case "function_definition" -> definition(node, Element.METHOD, List.of());
            case "typed_parameter", "typed_default_parameter", "assignment" -> assignment(node);
            case "as_pattern" -> asPattern(node);
            case "keyword_argument" -> node.field("value").ifPresent(this::visit);
            case "call" -> {
                call(node);
                dynamicImport(node);
                use(node);
            }
            case "attribute", "identifier" -> use(node);
            case "string" -> {
                notes.literal(value(node), node);
                node.all("interpolation").forEach(this::children);
            }
            case "concatenated_string" -> {
                notes.literal(joined(node.all("string")), node);
                children(node);
            }
            case "binary_operator" -> sum(node);
            default -> children(node);
        }
    }

    private void plainImport(Node node) {
        for (var one : node.children()) {
            if (one.is("dotted_name")) {
                var module = modules.python(one.whole());
                notes.imports(module.getFirst(), Notes.member(module.subList(0, 1)));
                notes.use(Notes.member(module), "import", node);
            } else if (one.is("aliased_import")) {
                var module = modules.python(one.field("name").map(Node::whole).orElse(""));
                one.field("alias")
                        .ifPresent(alias -> notes.imports(alias.text(), Notes.member(module)));
                notes.use(Notes.member(module), "import", node);
            }
        }
    }

    private void fromImport(Node node) {
        var module = modules.python(node.field("module_name").map(Node::whole).orElse(""));
        if (node.child("wildcard_import").isPresent() && !module.isEmpty()) {
            notes.use(Notes.member(module), "import", node);
        }
        for (var one : node.children()) {
            if (!one.field().equals("name")) {
                continue;
            }
            var name = one.field("name").map(Node::whole).orElseGet(one::whole);
            var local = one.field("alias").map(Node::text).orElse(name);
            var target = Notes.member(module, name);
            notes.imports(local, target);
            notes.use(target, "import", node);
        }
    }

    private void decorated(Node node) {
        var annotations = new ArrayList<Reference>();
        for (var decorator : node.all("decorator")) {
            decorator.children().stream()
                    .filter(child -> !child.text().equals("@"))
                    .findFirst()
                    .flatMap(this::meaning)
                    .ifPresent(annotations::add);
        }
        node.all("decorator").forEach(this::children);
        node.field("definition")
                .ifPresent(found ->
                        definition(
                                found,
                                found.is("class_definition") ? Element.TYPE : Element.METHOD,
                                annotations));
    }

    private void definition(Node node, Element element, List<Reference> annotations) {
        var name = node.field("name").map(Node::text).orElse("");
        notes.mark(element, name, annotations, node);
        notes.enter(notes.subject(), annotations);
        notes.openScope();
        node.children().stream()
                .filter(child -> !child.field().equals("name"))
                .forEach(child -> {
                    if (child.is("parameters")) {
                        parameters(child);
                    } else {
                        visit(child);
                    }
                });
        notes.closeScope();
        notes.leave();
    }

    private void parameters(Node node) {
        node.all("identifier").forEach(one -> notes.variable(one.text(), Optional.empty()));
        node.children().stream().filter(one -> !one.is("identifier")).forEach(this::visit);
    }

    /// `name: type = value`.
    private void assignment(Node node) {
        node.children().stream()
                .filter(child -> !child.is("identifier") || child.field().equals("right"))
                .forEach(this::visit);
        var target =
                node.field("left").or(() -> node.field("name")).or(() -> node.child("identifier"));
        var type =
                node.field("type")
                        .flatMap(found -> found.children().stream().findFirst())
                        .or(() -> node.field("right"))
                        .flatMap(this::meaning);
        target.filter(found -> found.is("identifier"))
                .filter(found ->
                        type.isPresent()
                                || node.field("left").isEmpty()
                                || notes.importOf(found.text()).isEmpty())
                .ifPresent(found -> notes.variable(found.text(), type));
        // self.x = X() is remembered under the attribute's name, for self.x.f().
        target.filter(found -> found.is("attribute"))
                .flatMap(found -> found.field("attribute"))
                .ifPresent(found ->
                        type.ifPresent(known -> notes.imports("self." + found.text(), known)));
    }

    private void asPattern(Node node) {
        children(node);
        var type = node.children().stream().findFirst().flatMap(this::meaning);
        node.field("alias")
                .flatMap(alias -> alias.child("identifier"))
                .ifPresent(alias -> notes.variable(alias.text(), type));
    }

    private void use(Node node) {
        if (node.is("attribute") && self(node)) {
            return;
        }
        if (!node.is("call")) {
            chained(node);
        }
        if (chain(node).isEmpty() || node.is("call")) {
            children(node);
        }
    }

    /// `self.x.f`: what the attribute holds is known from its assignment.
    private boolean self(Node node) {
        var names = chain(node);
        if (names.size() < 3 || !names.getFirst().equals("self")) {
            return false;
        }
        var held = notes.importOf("self." + names.get(1));
        held.ifPresent(owner ->
                notes.call(
                        List.of(Notes.extended(owner, names.subList(2, names.size() - 1))),
                        names.getLast(),
                        node));
        return held.isPresent();
    }

    /// `importlib.import_module("a.b")` and `__import__("a.b")`.
    private void dynamicImport(Node node) {
        var names = chain(called(node));
        boolean dynamic =
                !names.isEmpty() && Set.of("import_module", "__import__").contains(names.getLast());
        if (dynamic) {
            node.field("arguments")
                    .flatMap(arguments -> arguments.child("string"))
                    .map(PythonWalk::value)
                    .filter(name -> !name.isBlank())
                    .ifPresent(
                            name -> notes.use(Notes.member(modules.python(name)), "import", node));
        }
    }

    private void sum(Node node) {
        var parts = new ArrayList<Node>();
        flatten(node, parts);
        if (parts.size() > 1 && parts.stream().anyMatch(part -> part.is("string"))) {
            notes.literal(joined(parts), node);
        }
        if (parts.size() == 1) {
            children(node);
        } else {
            parts.forEach(this::visit);
        }
    }

    private static void flatten(Node node, List<Node> parts) {
        boolean plus = node.field("operator").map(Node::text).orElse("").equals("+");
        if (!plus) {
            parts.add(node);
            return;
        }
        var rest = node;
        var right = new ArrayList<Node>();
        while (rest.is("binary_operator")
                && rest.field("operator").map(Node::text).orElse("").equals("+")) {
            rest.field("right").ifPresent(right::add);
            rest = rest.field("left").orElseThrow();
        }
        parts.add(rest);
        parts.addAll(right.reversed());
    }

    private static String joined(List<Node> parts) {
        var text = new StringBuilder();
        parts.forEach(part -> text.append(part.is("string") ? value(part) : "?"));
        return text.toString();
    }

    private static String value(Node string) {
        var value = new StringBuilder();
        for (var part : string.children()) {
            if (part.is("string_content")) {
                value.append(part.whole());
            } else if (part.is("interpolation")) {
                value.append('?');
            }
        }
        return value.toString();
    }
}
