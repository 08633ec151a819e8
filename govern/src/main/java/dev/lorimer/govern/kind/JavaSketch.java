package dev.lorimer.govern.kind;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.lorimer.govern.javac.JavaParser;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;

/// The declarations of one Java file with their annotations as written: what facts leave out, since
/// only few rules ask for the values of annotations.
record JavaSketch(List<TypeSketch> types, Optional<CompilationUnitTree> unit) {
    /// @param name the full one
    /// @param parents as written
    record TypeSketch(
            String name, int line, List<Mark> marks, List<String> parents, List<Member> members) {
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        Stream<Mark> allMarks(boolean inside) {
            return inside
                    ? Stream.concat(
                            marks.stream(), members.stream().flatMap(one -> one.marks().stream()))
                    : marks.stream();
        }

        List<Mark> allMarks() {
            return allMarks(true).toList();
        }
    }

    record Member(String name, boolean method, int line, List<Mark> marks) {}

    /// An annotation.
    ///
    /// @param values by their keys; `value` where none is given
    record Mark(String written, int line, Map<String, List<Value>> values) {
        String simpleName() {
            return written.substring(written.lastIndexOf('.') + 1);
        }
    }

    sealed interface Value {
        record Text(String text) implements Value {}

        /// Code whose value this file does not tell.
        record Open(String code) implements Value {}
    }

    static JavaSketch of(String path, String text) {
        var task = JavaParser.task(_ -> {}, List.of("-proc:none"), List.of(new Memory(text)));
        try {
            var unit = task.parse().iterator().next();
            return new Reading(unit, Trees.instance(task).getSourcePositions()).sketch();
        } catch (IOException | RuntimeException | StackOverflowError _) {
            // The facts of this file say what is wrong with it.
            return new JavaSketch(List.of(), Optional.empty());
        }
    }

    private static final class Reading {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<TypeSketch> types = new ArrayList<>();
        private final Map<String, ExpressionTree> constants = new HashMap<>();

        Reading(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        JavaSketch sketch() {
            var prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            for (var declared : unit.getTypeDecls()) {
                if (declared instanceof ClassTree type) {
                    constants(type);
                }
            }
            for (var declared : unit.getTypeDecls()) {
                if (declared instanceof ClassTree type) {
                    type(type, prefix);
                }
            }
            return new JavaSketch(List.copyOf(types), Optional.of(unit));
        }

        private void constants(ClassTree type) {
            for (var member : type.getMembers()) {
                if (member instanceof VariableTree field && field.getInitializer() != null) {
                    var name = field.getName().toString();
                    constants.put(name, field.getInitializer());
                    constants.put(type.getSimpleName() + "." + name, field.getInitializer());
                } else if (member instanceof ClassTree inner) {
                    constants(inner);
                }
            }
        }

        private void type(ClassTree tree, String prefix) {
            var name = prefix + tree.getSimpleName();
            var members = new ArrayList<Member>();
            for (var member : tree.getMembers()) {
                switch (member) {
                    case MethodTree method ->
                            members.add(
                                    new Member(
                                            method.getName().toString(),
                                            true,
                                            line(method),
                                            marks(method.getModifiers())));
                    case VariableTree field ->
                            members.add(
                                    new Member(
                                            field.getName().toString(),
                                            false,
                                            line(field),
                                            marks(field.getModifiers())));
                    default -> {}
                }
            }
            var parents = new ArrayList<String>();
            if (tree.getExtendsClause() != null) {
                parents.add(tree.getExtendsClause().toString());
            }
            tree.getImplementsClause().forEach(parent -> parents.add(parent.toString()));
            types.add(
                    new TypeSketch(name, line(tree), marks(tree.getModifiers()), parents, members));
            for (var member : tree.getMembers()) {
                if (member instanceof ClassTree inner) {
                    type(inner, name + ".");
                }
            }
        }

        private List<Mark> marks(ModifiersTree modifiers) {
            return modifiers.getAnnotations().stream().map(this::mark).toList();
        }

        private Mark mark(AnnotationTree tree) {
            Map<String, List<Value>> values = new LinkedHashMap<>();
            for (var argument : tree.getArguments()) {
                if (argument instanceof AssignmentTree assigned) {
                    values.put(assigned.getVariable().toString(), values(assigned.getExpression()));
                } else {
                    values.put("value", values(argument));
                }
            }
            return new Mark(tree.getAnnotationType().toString(), line(tree), values);
        }

        private List<Value> values(ExpressionTree tree) {
            return tree instanceof NewArrayTree array && array.getInitializers() != null
                    ? array.getInitializers().stream().map(one -> value(one, 0)).toList()
                    : List.of(value(tree, 0));
        }

        /// 20: constants that are made of constants are hardly ever nested deeper than 3.
        private Value value(ExpressionTree tree, int depth) {
            if (depth > 20) {
                return new Value.Open(tree.toString());
            }
            return switch (tree) {
                case LiteralTree literal -> new Value.Text(String.valueOf(literal.getValue()));
                case ParenthesizedTree inner -> value(inner.getExpression(), depth + 1);
                case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
                        value(sum.getLeftOperand(), depth + 1) instanceof Value.Text left
                                        && value(sum.getRightOperand(), depth + 1)
                                                instanceof Value.Text right
                                ? new Value.Text(left.text() + right.text())
                                : new Value.Open(sum.toString());
                case IdentifierTree name -> constant(name.toString(), depth);
                case MemberSelectTree name -> constant(name.toString(), depth);
                default -> new Value.Open(tree.toString());
            };
        }

        private Value constant(String name, int depth) {
            var known = constants.get(name);
            return known == null ? new Value.Open(name) : value(known, depth + 1);
        }

        private int line(Tree tree) {
            long start = positions.getStartPosition(unit, tree);
            return start < 0 ? 1 : (int) unit.getLineMap().getLineNumber(start);
        }
    }

    private static final class Memory extends SimpleJavaFileObject {
        private final String text;

        Memory(String text) {
            super(URI.create("memory:///Source.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }
}
