package dev.lorimer.govern.source;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Scopes.ClassFrame;
import dev.lorimer.govern.source.Scopes.Typed;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells the types of expressions as far as declarations in the same file, and the platform's own
/// types, reveal them.
final class Typing {
    private final Names names;

    Typing(Names names) {
        this.names = names;
    }

    /// The type that a type tree names.
    Typed declared(Tree type) {
        return switch (type) {
            case ArrayTypeTree array -> {
                var element = declared(array.getType());
                yield new Typed(element.types(), element.dimensions() + 1);
            }
            case ParameterizedTypeTree generic -> declared(generic.getType());
            case AnnotatedTypeTree annotated -> declared(annotated.getUnderlyingType());
            case IdentifierTree _, MemberSelectTree _ -> named(Imports.parts(type));
            default -> Typed.unknown();
        };
    }

    /// The type of a declared variable; without a written one, that of its first value.
    Typed declaration(VariableTree tree) {
        var type =
                Optional.ofNullable(tree.getType())
                        .filter(given ->
                                !(given instanceof IdentifierTree name
                                        && name.getName().contentEquals("var")));
        return type.map(this::declared)
                .orElseGet(() ->
                        Optional.ofNullable(tree.getInitializer())
                                .map(this::of)
                                .orElseGet(Typed::unknown));
    }

    Typed of(ExpressionTree expression) {
        return switch (expression) {
            case ParenthesizedTree inner -> of(inner.getExpression());
            case TypeCastTree cast -> declared(cast.getType());
            case NewClassTree created -> declared(created.getIdentifier());
            case NewArrayTree created -> array(created);
            case ArrayAccessTree access -> of(access.getExpression()).element();
            case AssignmentTree assignment -> of(assignment.getVariable());
            case ConditionalExpressionTree choice -> of(choice.getTrueExpression());
            case LiteralTree literal ->
                    literal.getValue() instanceof String ? string() : Typed.unknown();
            case IdentifierTree name -> name(name.getName().toString());
            case MemberSelectTree select -> select(select);
            case MethodInvocationTree call -> call(call);
            default -> Typed.unknown();
        };
    }

    /// The type at the head of a chain like `a.b.C.d`, unless a variable stands there.
    Optional<Names.Head> head(List<String> parts) {
        if (parts.isEmpty() || isVariable(parts.getFirst())) {
            return Optional.empty();
        }
        return names.head(parts);
    }

    boolean isVariable(String name) {
        return name.equals("this")
                || name.equals("super")
                || names.scopes().variable(name).isPresent();
    }

    /// The types whose methods a call without a receiver may mean, when no method of the file has
    /// that name.
    List<Reference> implicitOwners() {
        return names.scopes().classes().stream()
                .flatMap(around -> around.parents().stream())
                .toList();
    }

    private Typed array(NewArrayTree created) {
        return Optional.ofNullable(created.getType())
                .map(this::declared)
                .map(element ->
                        new Typed(
                                element.types(),
                                element.dimensions() + Math.max(1, created.getDimensions().size())))
                .orElseGet(Typed::unknown);
    }

    private Typed name(String name) {
        var innermost = names.scopes().classes().stream().findFirst();
        return switch (name) {
            case "this" -> innermost.map(this::self).orElseGet(Typed::unknown);
            case "super" -> new Typed(innermost.map(ClassFrame::parents).orElse(List.of()), 0);
            default ->
                    names.scopes()
                            .variable(name)
                            .or(() -> names.scopes().binding(name))
                            .orElseGet(Typed::unknown);
        };
    }

    private Typed self(ClassFrame around) {
        return Typed.of(new Known(around.name(), names.packageParts().size()));
    }

    private Typed select(MemberSelectTree select) {
        var member = select.getIdentifier().toString();
        if (select.getExpression() instanceof IdentifierTree self
                && self.getName().contentEquals("this")) {
            return names.scopes().variable(member).orElseGet(Typed::unknown);
        }
        var head = head(Imports.parts(select));
        if (head.isPresent() && head.get().rest() == 0) {
            return Typed.of(head.get().type());
        }
        var owner =
                head.isPresent() && head.get().rest() == 1
                        ? Typed.of(head.get().type())
                        : of(select.getExpression());
        return platform(owner, known -> names.universe().jdk().field(known, member));
    }

    private Typed call(MethodInvocationTree call) {
        if (call.getMethodSelect() instanceof IdentifierTree method) {
            return names.scopes().method(method.getName().toString()).orElseGet(Typed::unknown);
        }
        if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
            return Typed.unknown();
        }
        var method = select.getIdentifier().toString();
        if (select.getExpression() instanceof IdentifierTree self
                && self.getName().contentEquals("this")) {
            return names.scopes().method(method).orElseGet(Typed::unknown);
        }
        var head = head(Imports.parts(select.getExpression()));
        if (head.isPresent() && head.get().rest() == 0) {
            var result =
                    platform(
                            Typed.of(head.get().type()),
                            known -> names.universe().jdk().result(known, method));
            // A static method of a type that nobody can look into mostly hands out that type: an
            // instance, a builder.
            return result.types().isEmpty() && !isPlatform(head.get().type())
                    ? Typed.of(head.get().type())
                    : result;
        }
        return platform(
                of(select.getExpression()), known -> names.universe().jdk().result(known, method));
    }

    private static boolean isPlatform(Reference type) {
        return type instanceof Known known && known.parts().getFirst().equals("java");
    }

    private static Typed platform(Typed owner, Function<Known, Optional<Known>> member) {
        return owner.owners().stream()
                .flatMap(type ->
                        type instanceof Known known
                                ? member.apply(known).stream()
                                : Optional.<Known>empty().stream())
                .findFirst()
                .map(found -> Typed.of(found))
                .orElseGet(Typed::unknown);
    }

    private Typed named(List<String> parts) {
        return parts.isEmpty()
                ? Typed.unknown()
                : names.type(parts).map(Typed::of).orElseGet(Typed::unknown);
    }

    private static Typed string() {
        return Typed.of(new Known(List.of("java", "lang", "String"), 2));
    }
}
