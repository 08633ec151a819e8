package dev.lorimer.govern.importer;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
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
import java.util.Optional;
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
        arguments.forEach(argument -> texts(argument, 0, found));
        return found;
    }

    String text(ExpressionTree argument) {
        var found = texts(List.of(argument));
        if (found.size() != 1) {
            throw new Untranslated("\"%s\" is no single text".formatted(argument));
        }
        return found.getFirst();
    }

    private void texts(ExpressionTree argument, int depth, List<String> found) {
        if (depth > DEPTH_MAX) {
            throw unknown(argument);
        }
        switch (argument) {
            case LiteralTree literal when literal.getValue() instanceof String text ->
                    found.add(text);
            case ParenthesizedTree inner -> texts(inner.getExpression(), depth + 1, found);
            case BinaryTree sum when sum.getKind() == Kind.PLUS ->
                    found.add(one(sum.getLeftOperand(), depth) + one(sum.getRightOperand(), depth));
            case NewArrayTree array when array.getInitializers() != null ->
                    array.getInitializers().forEach(item -> texts(item, depth + 1, found));
            case IdentifierTree name -> constant(name.getName().toString(), depth, found, argument);
            case MemberSelectTree select when !select.getIdentifier().contentEquals("class") ->
                    member(select, depth, found);
            case MethodInvocationTree call -> call(call, depth, found);
            default -> throw unknown(argument);
        }
    }

    private String one(ExpressionTree argument, int depth) {
        var found = new ArrayList<String>();
        texts(argument, depth + 1, found);
        if (found.size() != 1) {
            throw unknown(argument);
        }
        return found.getFirst();
    }

    private void call(MethodInvocationTree call, int depth, List<String> found) {
        var name = call.getMethodSelect().toString();
        boolean list = List.of("List.of", "Set.of", "Arrays.asList", "Stream.of").contains(name);
        boolean packageOf =
                name.endsWith(".class.getPackageName")
                        || name.endsWith(".class.getPackage().getName");
        if (list) {
            call.getArguments().forEach(item -> texts(item, depth + 1, found));
        } else if (packageOf) {
            var type = type(name.substring(0, name.indexOf(".class")));
            found.add(type.substring(0, Math.max(0, type.lastIndexOf('.'))));
        } else {
            throw unknown(call);
        }
    }

    private void constant(String name, int depth, List<String> found, ExpressionTree written) {
        var own = constants.get(name);
        if (own != null) {
            texts(own, depth + 1, found);
            return;
        }
        for (var one : unit.getImports()) {
            var imported = one.getQualifiedIdentifier().toString();
            boolean fits = imported.endsWith("." + name) || imported.endsWith(".*");
            if (one.isStatic() && fits) {
                var other = elsewhere(imported.substring(0, imported.lastIndexOf('.')));
                if (other.isPresent() && other.get().constants.containsKey(name)) {
                    other.get().constant(name, depth + 1, found, written);
                    return;
                }
            }
        }
        throw unknown(written);
    }

    private void member(MemberSelectTree select, int depth, List<String> found) {
        var owner = select.getExpression().toString();
        var name = select.getIdentifier().toString();
        var other = elsewhere(type(owner));
        if (other.isPresent() && other.get().constants.containsKey(name)) {
            other.get().constant(name, depth + 1, found, select);
        } else if (constants.containsKey(name)) {
            constant(name, depth, found, select);
        } else {
            throw unknown(select);
        }
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
