package dev.lorimer.govern.kind;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import dev.lorimer.govern.kind.Interface.Member;
import dev.lorimer.govern.kind.Interface.ShownType;
import dev.lorimer.govern.kind.Interface.Sort;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/// Reads the public interface out of Java source, in the form that the compiler would give it:
/// types without their arguments, members of interfaces public, constructors that nobody wrote.
final class SourceInterface {
    private final Map<String, ShownType> types;
    private final Map<String, String> variables;

    private SourceInterface(Map<String, ShownType> types, Map<String, String> variables) {
        this.types = types;
        this.variables = variables;
    }

    /// Adds the types of one file.
    static void read(String path, String text, Map<String, ShownType> types) {
        JavaSketch.of(path, text)
                .unit()
                .ifPresent(unit -> {
                    var prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
                    for (var declared : unit.getTypeDecls()) {
                        if (declared instanceof ClassTree tree) {
                            new SourceInterface(types, Map.of()).type(tree, prefix, false);
                        }
                    }
                });
    }

    private void type(ClassTree tree, String prefix, boolean inInterface) {
        var flags = flags(tree.getModifiers(), inInterface);
        if (!flags.contains(AccessFlag.PUBLIC) && !flags.contains(AccessFlag.PROTECTED)) {
            return;
        }
        var name = prefix + tree.getSimpleName();
        var inner = new SourceInterface(types, withVariables(tree.getTypeParameters()));
        types.put(name, inner.described(tree, flags));
        boolean isInterface = isInterface(tree);
        for (var member : tree.getMembers()) {
            if (member instanceof ClassTree nested) {
                inner.type(nested, name + ".", isInterface);
            }
        }
    }

    private ShownType described(ClassTree tree, Set<AccessFlag> flags) {
        var sort = sort(tree);
        var parents = new TreeSet<String>();
        if (tree.getExtendsClause() != null && !erased(tree.getExtendsClause()).equals("Object")) {
            parents.add(erased(tree.getExtendsClause()));
        }
        tree.getImplementsClause().forEach(parent -> parents.add(erased(parent)));
        var members = new TreeMap<String, Member>();
        boolean constructed = false;
        for (var member : tree.getMembers()) {
            switch (member) {
                case MethodTree method -> {
                    constructed |= method.getReturnType() == null;
                    method(method, sort, members);
                }
                case VariableTree field -> field(field, tree, sort, members);
                default -> {}
            }
        }
        if (sort.equals("record")) {
            components(tree, flags, members, constructed);
        } else if (sort.equals("class") && !constructed) {
            var visible = EnumSet.noneOf(AccessFlag.class);
            if (flags.contains(AccessFlag.PROTECTED)) {
                visible.add(AccessFlag.PROTECTED);
            }
            members.put(
                    "new()", ClassInterface.member(Sort.CONSTRUCTOR, visible, "", false, false));
        }
        boolean sealedOff = flags.contains(AccessFlag.FINAL);
        var shown = new TreeSet<>(flags);
        if (sealedOff && !sort.equals("class")) {
            shown.remove(AccessFlag.FINAL);
        }
        return new ShownType(ClassInterface.traits(sort, shown), parents, members);
    }

    private static String sort(ClassTree tree) {
        return switch (tree.getKind()) {
            case INTERFACE -> "interface";
            case ANNOTATION_TYPE -> "annotation";
            case ENUM -> "enum";
            case RECORD -> "record";
            default -> "class";
        };
    }

    private static boolean isInterface(ClassTree tree) {
        return List.of("interface", "annotation").contains(sort(tree));
    }

    /// A record has an accessor for each component, and a constructor of all of them.
    private void components(
            ClassTree tree, Set<AccessFlag> flags, Map<String, Member> members, boolean written) {
        var types = new ArrayList<String>();
        for (var member : tree.getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                types.add(erased(component.getType()));
                members.putIfAbsent(
                        component.getName() + "()",
                        ClassInterface.member(
                                Sort.METHOD, Set.of(), erased(component.getType()), false, false));
            }
        }
        var signature = "new(" + String.join(",", types) + ")";
        boolean compact = written && members.remove("new()") != null && !types.isEmpty();
        if (!members.containsKey(signature) || compact) {
            members.put(
                    signature,
                    ClassInterface.member(
                            Sort.CONSTRUCTOR,
                            flags.contains(AccessFlag.PROTECTED)
                                    ? Set.of(AccessFlag.PROTECTED)
                                    : Set.of(),
                            "",
                            false,
                            false));
        }
    }

    private void method(MethodTree tree, String sort, Map<String, Member> members) {
        boolean inInterface = List.of("interface", "annotation").contains(sort);
        var flags = flags(tree.getModifiers(), inInterface);
        if (!flags.contains(AccessFlag.PUBLIC) && !flags.contains(AccessFlag.PROTECTED)) {
            return;
        }
        boolean isNew = tree.getReturnType() == null;
        if (isNew && sort.equals("enum")) {
            return;
        }
        boolean isAbstract =
                flags.contains(AccessFlag.ABSTRACT) || (inInterface && tree.getBody() == null);
        if (isAbstract) {
            flags.add(AccessFlag.ABSTRACT);
        }
        var inner = new SourceInterface(types, withVariables(tree.getTypeParameters()));
        var parameters =
                tree.getParameters().stream().map(one -> inner.erased(one.getType())).toList();
        var name = isNew ? "new" : tree.getName().toString();
        if (ClassInterface.isGenerated(sort, name, parameters)) {
            return;
        }
        members.put(
                name + "(" + String.join(",", parameters) + ")",
                ClassInterface.member(
                        isNew ? Sort.CONSTRUCTOR : Sort.METHOD,
                        flags,
                        isNew ? "" : inner.erased(tree.getReturnType()),
                        isAbstract,
                        inInterface && !isAbstract && !flags.contains(AccessFlag.STATIC)));
    }

    private void field(
            VariableTree tree, ClassTree owner, String sort, Map<String, Member> members) {
        boolean inInterface = isInterface(owner);
        var flags = flags(tree.getModifiers(), inInterface);
        if (inInterface) {
            flags.add(AccessFlag.STATIC);
            flags.add(AccessFlag.FINAL);
        }
        boolean component =
                sort.equals("record") && !tree.getModifiers().getFlags().contains(Modifier.STATIC);
        boolean visible = flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
        if (visible && !component) {
            members.put(
                    tree.getName().toString(),
                    ClassInterface.member(Sort.FIELD, flags, erased(tree.getType()), false, false));
        }
    }

    private static EnumSet<AccessFlag> flags(ModifiersTree modifiers, boolean inInterface) {
        var flags = EnumSet.noneOf(AccessFlag.class);
        for (var modifier : modifiers.getFlags()) {
            switch (modifier) {
                case PUBLIC, PROTECTED, STATIC, FINAL, ABSTRACT ->
                        flags.add(AccessFlag.valueOf(modifier.name()));
                default -> {}
            }
        }
        if (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE)) {
            flags.add(AccessFlag.PUBLIC);
        }
        return flags;
    }

    private Map<String, String> withVariables(List<? extends TypeParameterTree> parameters) {
        var all = new HashMap<>(variables);
        var inner = new SourceInterface(types, all);
        for (var parameter : parameters) {
            all.put(
                    parameter.getName().toString(),
                    parameter.getBounds().isEmpty()
                            ? "Object"
                            : inner.erased(parameter.getBounds().getFirst()));
        }
        return all;
    }

    private String erased(Tree type) {
        return switch (type) {
            case ArrayTypeTree array -> erased(array.getType()) + "[]";
            case ParameterizedTypeTree generic -> erased(generic.getType());
            case AnnotatedTypeTree annotated -> erased(annotated.getUnderlyingType());
            case MemberSelectTree name -> name.getIdentifier().toString();
            default -> variables.getOrDefault(type.toString(), type.toString());
        };
    }
}
