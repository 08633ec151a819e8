package dev.lorimer.govern.importer;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A Java file read for its rules: its syntax, and what its names and constants stand for.
final class JavaFile {
    /// Constants that name each other in a circle end here.
    private static final int DEPTH_MAX = 20;

    private final Tree tree;
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final Map<String, ExpressionTree> constants = new HashMap<>();

    /// Methods that are one expression.
    private final Map<String, Formula> formulas = new HashMap<>();

    private record Formula(List<String> parameters, ExpressionTree value) {}

    private JavaFile(Tree tree, CompilationUnitTree unit, Trees trees) {
        this.tree = tree;
        this.unit = unit;
        this.trees = trees;
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                if (variable.getInitializer() != null) {
                    constants.putIfAbsent(variable.getName().toString(), variable.getInitializer());
                }
                return super.visitVariable(variable, null);
            }

            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                if (method.getBody() != null
                        && method.getBody().getStatements().size() == 1
                        && method.getBody().getStatements().getFirst() instanceof ReturnTree only
                        && only.getExpression() != null) {
                    formulas.putIfAbsent(
                            method.getName().toString(),
                            new Formula(
                                    method.getParameters().stream()
                                            .map(one -> one.getName().toString())
                                            .toList(),
                                    only.getExpression()));
                }
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
    }

    /// The file at `path` of the tree; empty when it is no Java that can be read.
    static Optional<JavaFile> read(Tree tree, String path) {
        if (!(tree.content(path) instanceof Content.Bytes found)) {
            return Optional.empty();
        }
        var text = new String(found.bytes(), StandardCharsets.UTF_8);
        var faults = new ArrayList<String>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options = List.of("-proc:none");
        var task =
                (JavacTask)
                        compiler.getTask(
                                Writer.nullWriter(),
                                null,
                                problem -> {
                                    if (problem.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
                                        faults.add(problem.getMessage(Locale.ROOT));
                                    }
                                },
                                options,
                                null,
                                List.of(new Memory(text)));
        try {
            var units = task.parse().iterator();
            return units.hasNext() && faults.isEmpty()
                    ? Optional.of(new JavaFile(tree, units.next(), Trees.instance(task)))
                    : Optional.empty();
        } catch (IOException | StackOverflowError _) {
            return Optional.empty();
        }
    }

    CompilationUnitTree unit() {
        return unit;
    }

    int line(com.sun.source.tree.Tree node) {
        long start = trees.getSourcePositions().getStartPosition(unit, node);
        return start < 0 ? 1 : (int) unit.getLineMap().getLineNumber(start);
    }

    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    /// The texts that the arguments of a call are made of, lists and arrays taken apart.
    List<String> texts(List<? extends ExpressionTree> arguments) {
        var found = new ArrayList<String>();
        arguments.forEach(argument -> new Sum(this, Map.of(), 0).texts(argument, found));
        return found;
    }

    String text(ExpressionTree argument) {
        var found = texts(List.of(argument));
        if (found.size() != 1) {
            throw new Untranslated("\"%s\" is no single text".formatted(argument));
        }
        return found.getFirst();
    }

    /// Puts texts together from what an expression is made of.
    ///
    /// @param file where the names of the expression are known
    /// @param given the parameters of the method that it stands in
    private record Sum(JavaFile file, Map<String, List<String>> given, int depth) {
        void texts(ExpressionTree argument, List<String> found) {
            if (depth > DEPTH_MAX) {
                throw unknown(argument);
            }
            switch (argument) {
                case LiteralTree literal when literal.getValue() instanceof String text ->
                        found.add(text);
                case ParenthesizedTree inner -> deeper().texts(inner.getExpression(), found);
                case BinaryTree sum when sum.getKind() == Kind.PLUS ->
                        found.add(one(sum.getLeftOperand()) + one(sum.getRightOperand()));
                case NewArrayTree array when array.getInitializers() != null ->
                        array.getInitializers().forEach(item -> deeper().texts(item, found));
                case IdentifierTree name -> name(name, found);
                case MemberSelectTree select when !select.getIdentifier().contentEquals("class") ->
                        member(select, found);
                case MethodInvocationTree call -> call(call, found);
                default -> throw unknown(argument);
            }
        }

        private Sum deeper() {
            return new Sum(file, given, depth + 1);
        }

        private String one(ExpressionTree argument) {
            var found = new ArrayList<String>();
            deeper().texts(argument, found);
            if (found.size() != 1) {
                throw unknown(argument);
            }
            return found.getFirst();
        }

        private void call(MethodInvocationTree call, List<String> found) {
            var name = call.getMethodSelect().toString();
            boolean list =
                    List.of("List.of", "Set.of", "Arrays.asList", "Stream.of").contains(name);
            boolean packageOf =
                    name.endsWith(".class.getPackageName")
                            || name.endsWith(".class.getPackage().getName");
            boolean array = name.endsWith(".toArray") || name.endsWith(".toList");
            if (array && call.getMethodSelect() instanceof MemberSelectTree select) {
                deeper().texts(select.getExpression(), found);
            } else if (list) {
                call.getArguments().forEach(item -> deeper().texts(item, found));
            } else if (packageOf) {
                var type = file.type(name.substring(0, name.indexOf(".class")));
                found.add(type.substring(0, Math.max(0, type.lastIndexOf('.'))));
            } else {
                formula(call, name, found);
            }
        }

        /// A method of the file, or of what it extends, that is one expression.
        private void formula(MethodInvocationTree call, String name, List<String> found) {
            var home = file.holder(other -> other.formulas.containsKey(name));
            var formula = home.map(other -> other.formulas.get(name));
            if (formula.filter(one -> one.parameters().size() == call.getArguments().size())
                    .isEmpty()) {
                throw unknown(call);
            }
            var values = new HashMap<String, List<String>>();
            for (int i = 0; i < call.getArguments().size(); i++) {
                var texts = new ArrayList<String>();
                deeper().texts(call.getArguments().get(i), texts);
                values.put(formula.get().parameters().get(i), texts);
            }
            new Sum(home.get(), values, depth + 1).texts(formula.get().value(), found);
        }

        private void name(IdentifierTree written, List<String> found) {
            var name = written.getName().toString();
            if (given.containsKey(name)) {
                found.addAll(given.getOrDefault(name, List.of()));
                return;
            }
            var home = file.holder(other -> other.constants.containsKey(name));
            if (home.isPresent()) {
                constant(home.get(), name, written, found);
                return;
            }
            for (var one : file.unit.getImports()) {
                var imported = one.getQualifiedIdentifier().toString();
                boolean fits = imported.endsWith("." + name) || imported.endsWith(".*");
                if (one.isStatic() && fits) {
                    var other =
                            file.elsewhere(imported.substring(0, imported.lastIndexOf('.')))
                                    .filter(it -> it.constants.containsKey(name));
                    if (other.isPresent()) {
                        constant(other.get(), name, written, found);
                        return;
                    }
                }
            }
            throw unknown(written);
        }

        private void member(MemberSelectTree select, List<String> found) {
            var owner = select.getExpression().toString();
            var name = select.getIdentifier().toString();
            var home =
                    file.elsewhere(file.type(owner))
                            .or(() -> Optional.of(file))
                            .flatMap(other -> other.holder(it -> it.constants.containsKey(name)))
                            .or(() -> file.holder(it -> it.constants.containsKey(name)));
            constant(home.orElseThrow(() -> unknown(select)), name, select, found);
        }

        private void constant(
                JavaFile home, String name, ExpressionTree written, List<String> found) {
            var value = home.constants.get(name);
            if (value == null) {
                throw unknown(written);
            }
            new Sum(home, Map.of(), depth + 1).texts(value, found);
        }
    }

    /// This file, or the first of those that it extends, of which that holds.
    private Optional<JavaFile> holder(Predicate<JavaFile> holds) {
        var at = Optional.of(this);
        for (int up = 0; up < DEPTH_MAX && at.isPresent(); up++) {
            if (holds.test(at.get())) {
                return at;
            }
            at = at.flatMap(JavaFile::parent);
        }
        return Optional.empty();
    }

    private Optional<JavaFile> parent() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(one -> ((ClassTree) one).getExtendsClause())
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(type -> elsewhere(type(type.toString())));
    }

    private static Untranslated unknown(ExpressionTree argument) {
        var text = argument.toString().replace('\n', ' ');
        return new Untranslated(
                "\"%s\" is no constant that can be found"
                        .formatted(text.length() > 80 ? text.substring(0, 79) + "…" : text));
    }

    /// The file of a type, where the tree has it.
    private Optional<JavaFile> elsewhere(String type) {
        var ending = "/" + type.replace('.', '/') + ".java";
        return tree.files().keySet().stream()
                .filter(path -> ("/" + path).endsWith(ending))
                .findFirst()
                .flatMap(path -> read(tree, path));
    }

    /// The full name behind `X.class`.
    String classOf(ExpressionTree argument) {
        var text = argument.toString();
        if (!text.endsWith(".class")) {
            throw unknown(argument);
        }
        return type(text.substring(0, text.length() - ".class".length()));
    }

    /// The full name of a type as it is written here.
    private String type(String written) {
        int dot = written.indexOf('.');
        var head = dot < 0 ? written : written.substring(0, dot);
        var tail = dot < 0 ? "" : written.substring(dot);
        if (!Character.isUpperCase(head.codePointAt(0))) {
            return written;
        }
        var stars = new ArrayList<String>();
        for (var one : unit.getImports()) {
            var imported = one.getQualifiedIdentifier().toString();
            if (!one.isStatic() && imported.endsWith("." + head)) {
                return imported + tail;
            }
            if (!one.isStatic() && imported.endsWith(".*")) {
                stars.add(imported.substring(0, imported.length() - 1));
            }
        }
        if (isJavaLang(head)) {
            return "java.lang." + written;
        }
        var own = packageName().isEmpty() ? head : packageName() + "." + head;
        if (stars.isEmpty() || elsewhere(own).isPresent() || isNested(head)) {
            return own + tail;
        }
        if (stars.size() == 1) {
            return stars.getFirst() + written;
        }
        throw new Untranslated(
                "\"%s\" may come from %s".formatted(written, String.join("* or ", stars) + "*"));
    }

    private boolean isNested(String name) {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .anyMatch(one -> one.getSimpleName().contentEquals(name));
    }

    private static boolean isJavaLang(String name) {
        return ClassLoader.getPlatformClassLoader().getResource("java/lang/" + name + ".class")
                        != null
                || Object.class.getResource(name + ".class") != null;
    }

    private static final class Memory extends SimpleJavaFileObject {
        private final String text;

        Memory(String text) {
            super(URI.create("memory:///Rules.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, JavaFileObject.Kind kind) {
            return true;
        }
    }
}
