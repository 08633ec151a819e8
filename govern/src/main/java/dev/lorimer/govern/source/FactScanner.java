package dev.lorimer.govern.source;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.source.Scopes.ClassFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks one parsed file and writes down what it uses. Where only a type can stand, a name is a
/// type; elsewhere a variable of that name comes first, as in Java.
final class FactScanner extends TypeScanner {
    /// Methods that take a class's name as text.
    private static final Set<String> LOADERS =
            Set.of("forName", "loadClass", "findClass", "findSystemClass");

    private final Names names;
    private final Scopes scopes;
    private final Typing typing;
    private final FactSheet sheet;
    private final Constants constants = new Constants();

    FactScanner(Names names, Typing typing, FactSheet sheet) {
        super(names, typing, sheet);
        this.names = names;
        this.typing = typing;
        this.sheet = sheet;
        scopes = names.scopes();
    }

    @Override
    public @Nullable Void visitCompilationUnit(CompilationUnitTree unit, @Nullable Void none) {
        scopes.enter();
        for (var declared : unit.getTypeDecls()) {
            if (declared instanceof ClassTree type) {
                scopes.type(type.getSimpleName().toString(), fullName(type));
            }
        }
        return super.visitCompilationUnit(unit, null);
    }

    @Override
    public @Nullable Void visitPackage(PackageTree tree, @Nullable Void none) {
        sheet.enter(names.packageName() + ".package-info", List.of());
        scan(tree.getAnnotations(), null);
        sheet.leave();
        return null;
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void none) {
        return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
        var parents =
                tree.getExtendsClause() == null
                        ? List.<Tree>of()
                        : List.of(tree.getExtendsClause());
        var known = new ArrayList<Reference>();
        parents.forEach(parent -> known.addAll(typing.declared(parent).types()));
        tree.getImplementsClause().forEach(parent -> known.addAll(typing.declared(parent).types()));
        classBody(tree, known);
        return null;
    }

    private void classBody(ClassTree tree, List<Reference> parents) {
        boolean named = !tree.getSimpleName().isEmpty();
        var name =
                named
                        ? fullName(tree)
                        : scopes.classes().stream()
                                .findFirst()
                                .map(ClassFrame::name)
                                .orElse(names.packageParts());
        if (named) {
            scopes.type(tree.getSimpleName().toString(), name);
        }
        scopes.enter();
        scopes.isClass(new ClassFrame(name, List.copyOf(parents)));
        tree.getTypeParameters()
                .forEach(parameter -> scopes.typeVariable(parameter.getName().toString()));
        sheet.enter(String.join(".", name), annotations(tree.getModifiers()));
        declareMembers(tree);
        if (named) {
            sheet.mark(
                    Element.TYPE,
                    tree.getSimpleName().toString(),
                    annotations(tree.getModifiers()),
                    tree);
        }
        scan(tree.getModifiers(), null);
        scan(tree.getTypeParameters(), null);
        type(tree.getExtendsClause(), "extends");
        types(tree.getImplementsClause(), "implements");
        types(tree.getPermitsClause(), "permits");
        scan(tree.getMembers(), null);
        sheet.leave();
        scopes.leave();
    }

    /// A member is known in the whole body, also above its declaration.
    private void declareMembers(ClassTree tree) {
        for (var member : tree.getMembers()) {
            if (member instanceof ClassTree inner) {
                scopes.type(inner.getSimpleName().toString(), fullName(inner));
            }
        }
        for (var member : tree.getMembers()) {
            if (member instanceof VariableTree field) {
                constants.add(field);
                scopes.variable(field.getName().toString(), typing.declaration(field));
                if (tree.getKind() == Tree.Kind.RECORD) {
                    scopes.method(field.getName().toString(), typing.declaration(field));
                }
            } else if (member instanceof MethodTree method && method.getReturnType() != null) {
                scopes.method(method.getName().toString(), typing.declared(method.getReturnType()));
            }
        }
    }

    private List<String> fullName(ClassTree tree) {
        var around =
                scopes.classes().stream()
                        .findFirst()
                        .map(ClassFrame::name)
                        .orElseGet(names::packageParts);
        var name = new ArrayList<>(around);
        name.add(tree.getSimpleName().toString());
        return List.copyOf(name);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
        scopes.enter();
        tree.getTypeParameters()
                .forEach(parameter -> scopes.typeVariable(parameter.getName().toString()));
        var annotations = annotations(tree.getModifiers());
        sheet.mark(Element.METHOD, tree.getName().toString(), annotations, tree);
        sheet.enter(sheet.subject(), annotations);
        scan(tree.getModifiers(), null);
        scan(tree.getTypeParameters(), null);
        type(tree.getReturnType(), "return");
        scan(tree.getReceiverParameter(), null);
        tree.getParameters().forEach(parameter -> parameter(parameter));
        types(tree.getThrows(), "throws");
        scan(tree.getDefaultValue(), null);
        scan(tree.getBody(), null);
        sheet.leave();
        scopes.leave();
        return null;
    }

    private void parameter(VariableTree tree) {
        sheet.mark(
                Element.PARAMETER,
                tree.getName().toString(),
                annotations(tree.getModifiers()),
                tree);
        scan(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void none) {
        var annotations = annotations(tree.getModifiers());
        boolean field = scopes.atClassLevel();
        if (field) {
            sheet.mark(Element.FIELD, tree.getName().toString(), annotations, tree);
        }
        sheet.enter(sheet.subject(), field ? annotations : List.of());
        scan(tree.getModifiers(), null);
        type(tree.getType(), "type");
        if (!field) {
            constants.add(tree);
            scopes.variable(tree.getName().toString(), typing.declaration(tree));
        }
        scan(tree.getInitializer(), null);
        sheet.leave();
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void none) {
        scan(tree.getEnclosingExpression(), null);
        type(tree.getIdentifier(), "new");
        types(tree.getTypeArguments(), "generic");
        var created = typing.declared(tree.getIdentifier()).types();
        sheet.call(created, "new", tree);
        scan(tree.getArguments(), null);
        if (tree.getClassBody() != null) {
            classBody(tree.getClassBody(), created);
        }
        return null;
    }

    @Override
    public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void none) {
        type(tree.getType(), "new");
        tree.getDimAnnotations().forEach(annotations -> scan(annotations, null));
        scan(tree.getDimensions(), null);
        return scan(tree.getInitializers(), null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void none) {
        types(tree.getTypeArguments(), "generic");
        switch (tree.getMethodSelect()) {
            case IdentifierTree method -> unqualifiedCall(method);
            case MemberSelectTree select ->
                    member(
                            select.getExpression(),
                            select.getIdentifier().toString(),
                            "call",
                            select);
            default -> scan(tree.getMethodSelect(), null);
        }
        reflection(tree);
        return scan(tree.getArguments(), null);
    }

    /// A class that is loaded by a name written in the same file is used, though no type says so.
    private void reflection(MethodInvocationTree tree) {
        var method =
                switch (tree.getMethodSelect()) {
                    case IdentifierTree name -> name.getName().toString();
                    case MemberSelectTree select -> select.getIdentifier().toString();
                    default -> "";
                };
        if (!LOADERS.contains(method)) {
            return;
        }
        for (var argument : tree.getArguments()) {
            var name = constants.text(argument);
            if (Constants.isTypeName(name)) {
                sheet.use(Reference.named(Constants.parts(name)), "reflection " + method, tree);
            }
        }
    }

    private void unqualifiedCall(IdentifierTree method) {
        var name = method.getName().toString();
        if (name.equals("this") || name.equals("super") || scopes.method(name).isPresent()) {
            return;
        }
        var imported = names.memberOwners(name);
        imported.forEach(owner -> sheet.use(owner, "call " + name, method));
        sheet.call(imported.isEmpty() ? typing.implicitOwners() : imported, name, method);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void none) {
        var member =
                tree.getMode() == MemberReferenceTree.ReferenceMode.NEW
                        ? "new"
                        : tree.getName().toString();
        types(tree.getTypeArguments(), "generic");
        member(tree.getQualifierExpression(), member, "call", tree);
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
        var name = tree.getIdentifier().toString();
        switch (name) {
            case "class" -> type(tree.getExpression(), "class");
            case "this", "super" -> {}
            default -> {
                var whole = typing.head(Imports.parts(tree));
                if (whole.isPresent() && whole.get().rest() == 0) {
                    sheet.use(whole.get().type(), "type", tree);
                } else {
                    member(tree.getExpression(), name, "constant", tree);
                }
            }
        }
        return null;
    }

    /// `qualifier.name`, where the qualifier is a type or an expression.
    private void member(ExpressionTree qualifier, String name, String how, Tree place) {
        var head = typing.head(Imports.parts(qualifier));
        if (head.isPresent() && head.get().rest() == 0) {
            sheet.use(head.get().type(), how + " " + name, place);
            sheet.call(List.of(head.get().type()), name, place);
            return;
        }
        sheet.call(typing.of(qualifier).owners(), name, place);
        switch (qualifier) {
            case ParameterizedTypeTree _,
                    ArrayTypeTree _,
                    AnnotatedTypeTree _,
                    PrimitiveTypeTree _ ->
                    type(qualifier, how + " " + name);
            default -> scan(qualifier, null);
        }
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
        var name = tree.getName().toString();
        if (!typing.isVariable(name)) {
            var owners = names.memberOwners(name);
            owners.forEach(owner -> sheet.use(owner, "constant " + name, tree));
            sheet.call(owners, name, tree);
        }
        return null;
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void none) {
        if (tree.getValue() instanceof String text) {
            sheet.literal(text, tree);
        }
        return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void none) {
        if (tree.getKind() != Tree.Kind.PLUS) {
            return super.visitBinary(tree, null);
        }
        var parts = Concatenation.parts(tree);
        var text = Concatenation.text(parts);
        if (!text.isEmpty()) {
            sheet.literal(text, tree);
        }
        parts.forEach(part -> scan(part, null));
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void none) {
        scopes.enter();
        tree.getParameters().forEach(this::parameter);
        scan(tree.getBody(), null);
        scopes.leave();
        return null;
    }
}
