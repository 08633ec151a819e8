package dev.lorimer.govern.source;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.IntersectionTypeTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.OpensTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ProvidesTree;
import com.sun.source.tree.RequiresTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.UsesTree;
import com.sun.source.tree.WildcardTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks through the places where only types can stand, and writes down which types they are.
class TypeScanner extends BlockScanner {
    private final Names names;
    private final Scopes scopes;
    private final Typing typing;
    private final FactSheet sheet;

    TypeScanner(Names names, Typing typing, FactSheet sheet) {
        super(names.scopes());
        this.names = names;
        this.typing = typing;
        this.sheet = sheet;
        scopes = names.scopes();
    }

    @Override
    public @Nullable Void visitTypeParameter(TypeParameterTree tree, @Nullable Void none) {
        scan(tree.getAnnotations(), null);
        types(tree.getBounds(), "generic");
        return null;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void none) {
        type(tree.getAnnotationType(), "annotation");
        for (var argument : tree.getArguments()) {
            // The name before the = is the annotation's own element.
            scan(
                    argument instanceof AssignmentTree assignment
                            ? assignment.getExpression()
                            : argument,
                    null);
        }
        return null;
    }

    final List<Reference> annotations(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .flatMap(annotation ->
                        typing.declared(annotation.getAnnotationType()).types().stream())
                .toList();
    }

    final void types(@Nullable Iterable<? extends Tree> trees, String how) {
        if (trees != null) {
            trees.forEach(tree -> type(tree, how));
        }
    }

    final void type(@Nullable Tree tree, String how) {
        switch (tree) {
            case null -> {}
            case IdentifierTree _, MemberSelectTree _ -> named(tree, how);
            case ParameterizedTypeTree generic -> {
                type(generic.getType(), how);
                types(generic.getTypeArguments(), "generic");
            }
            case ArrayTypeTree array -> type(array.getType(), how);
            case AnnotatedTypeTree annotated -> {
                scan(annotated.getAnnotations(), null);
                type(annotated.getUnderlyingType(), how);
            }
            case WildcardTree wildcard -> type(wildcard.getBound(), "generic");
            case UnionTypeTree union -> types(union.getTypeAlternatives(), how);
            case IntersectionTypeTree both -> types(both.getBounds(), how);
            case PrimitiveTypeTree _ -> {}
            default -> scan(tree, null);
        }
    }

    private void named(Tree tree, String how) {
        var parts = Imports.parts(tree);
        if (!parts.isEmpty()) {
            names.type(parts).ifPresent(found -> sheet.use(found, how, tree));
        } else if (tree instanceof MemberSelectTree select) {
            // Something like Outer<String>.Inner: the outer type says enough.
            type(select.getExpression(), how);
        }
    }

    @Override
    public @Nullable Void visitParameterizedType(ParameterizedTypeTree tree, @Nullable Void none) {
        type(tree, "type");
        return null;
    }

    @Override
    public @Nullable Void visitAnnotatedType(AnnotatedTypeTree tree, @Nullable Void none) {
        type(tree, "type");
        return null;
    }

    @Override
    public @Nullable Void visitArrayType(ArrayTypeTree tree, @Nullable Void none) {
        type(tree, "type");
        return null;
    }

    @Override
    public @Nullable Void visitTypeCast(TypeCastTree tree, @Nullable Void none) {
        type(tree.getType(), "cast");
        return scan(tree.getExpression(), null);
    }

    @Override
    public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void none) {
        scan(tree.getExpression(), null);
        if (tree.getPattern() == null) {
            type(tree.getType(), "instanceof");
        } else {
            scan(tree.getPattern(), null);
        }
        return null;
    }

    @Override
    public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void none) {
        scan(tree.getVariable(), null);
        scopes.binding(
                tree.getVariable().getName().toString(), typing.declaration(tree.getVariable()));
        return null;
    }

    @Override
    public @Nullable Void visitDeconstructionPattern(
            DeconstructionPatternTree tree, @Nullable Void none) {
        type(tree.getDeconstructor(), "pattern");
        return scan(tree.getNestedPatterns(), null);
    }

    @Override
    public @Nullable Void visitUses(UsesTree tree, @Nullable Void none) {
        type(tree.getServiceName(), "uses");
        return null;
    }

    @Override
    public @Nullable Void visitProvides(ProvidesTree tree, @Nullable Void none) {
        type(tree.getServiceName(), "provides");
        types(tree.getImplementationNames(), "provides");
        return null;
    }

    @Override
    public @Nullable Void visitExports(ExportsTree tree, @Nullable Void none) {
        return null;
    }

    @Override
    public @Nullable Void visitOpens(OpensTree tree, @Nullable Void none) {
        return null;
    }

    @Override
    public @Nullable Void visitRequires(RequiresTree tree, @Nullable Void none) {
        return null;
    }
}
