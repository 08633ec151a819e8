package dev.lorimer.govern.importer;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds the rules of an ArchUnit test and translates them: fields, methods, rules that are checked
/// in test methods.
final class ArchUnitReader extends TreePathScanner<Void, Void> {
    private static final Set<String> ROOTS =
            Set.of(
                    "classes",
                    "noClasses",
                    "theClass",
                    "noClass",
                    "fields",
                    "noFields",
                    "methods",
                    "noMethods",
                    "members",
                    "noMembers",
                    "constructors",
                    "noConstructors",
                    "codeUnits",
                    "noCodeUnits",
                    "layeredArchitecture",
                    "onionArchitecture",
                    "slices",
                    "priority",
                    "all",
                    "no");

    private final JavaFile file;
    private final Findings findings;
    private final Ground ground;

    ArchUnitReader(JavaFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
        ground = new Ground(file, bases(file), tests(file));
    }

    void read() {
        scan(file.unit(), null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        boolean topmost = !(getCurrentPath().getParentPath().getLeaf() instanceof MemberSelectTree);
        var root = topmost ? root(call) : "";
        if (ROOTS.contains(root)) {
            rule(call, name(getCurrentPath()));
            return null;
        }
        if (topmost && root.equals("in") && isRule(getCurrentPath())) {
            findings.refused(
                    name(getCurrentPath()),
                    file.line(call),
                    "it only takes in the rules of %s; import that file"
                            .formatted(call.getArguments()));
            return null;
        }
        return super.visitMethodInvocation(call, null);
    }

    /// A field that holds a rule of the library.
    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
        var initializer = variable.getInitializer();
        boolean named =
                initializer instanceof IdentifierTree || initializer instanceof MemberSelectTree;
        if (named
                && variable.getType() != null
                && variable.getType().toString().endsWith("ArchRule")) {
            var full = initializer.toString();
            var rule = full.substring(full.lastIndexOf('.') + 1);
            translate(
                    variable.getName().toString(),
                    file.line(variable),
                    () -> new KnownRules(ground).of(rule),
                    List.of());
            return null;
        }
        return super.visitVariable(variable, null);
    }

    private static String root(MethodInvocationTree call) {
        try {
            return Chain.of(call).root();
        } catch (Untranslated _) {
            return "";
        }
    }

    private interface Translation {
        Meaning meaning();
    }

    private void rule(MethodInvocationTree call, String name) {
        var notes = new ArrayList<String>();
        boolean frozen = isFrozen(getCurrentPath());
        translate(
                name,
                file.line(call),
                () -> {
                    var chain = Chain.of(call);
                    var meaning =
                            switch (chain.root()) {
                                case "layeredArchitecture" -> new LayerRule(ground).of(chain);
                                case "onionArchitecture" -> new LayerRule(ground).onion(chain);
                                case "slices" -> new KnownRules(ground).slices(chain);
                                default -> new FluentRule(ground).of(chain);
                            };
                    return frozen ? meaning.introduced() : meaning;
                },
                notes);
    }

    private void translate(String name, int line, Translation translation, List<String> notes) {
        try {
            var meaning = translation.meaning();
            var all = new ArrayList<>(notes);
            all.addAll(meaning.notes());
            findings.translated(name, line, meaning.clauses(), all);
        } catch (Untranslated cause) {
            findings.refused(name, line, cause.why());
        }
    }

    private boolean isRule(TreePath path) {
        return path.getParentPath().getLeaf() instanceof VariableTree variable
                && String.valueOf(variable.getType()).startsWith("ArchTests");
    }

    private static boolean isFrozen(TreePath path) {
        for (var at = path.getParentPath(); at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof MethodInvocationTree call
                    && call.getMethodSelect().toString().endsWith("freeze")) {
                return true;
            }
        }
        return false;
    }

    /// The field or method around it, whichever is nearer and a name for a rule.
    private static String name(TreePath path) {
        for (var at = path; at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof MethodTree method) {
                return method.getName().toString();
            }
            if (at.getLeaf() instanceof VariableTree variable
                    && at.getParentPath().getLeaf() instanceof ClassTree) {
                return variable.getName().toString();
            }
        }
        return "rule";
    }

    private static Ground.Tests tests(JavaFile file) {
        var text = file.unit().toString();
        if (text.contains("DoNotIncludeTests") || text.contains("DO_NOT_INCLUDE_TESTS")) {
            return Ground.Tests.WITHOUT;
        }
        return text.contains("OnlyIncludeTests") || text.contains("ONLY_INCLUDE_TESTS")
                ? Ground.Tests.ONLY
                : Ground.Tests.WITH;
    }

    /// What `@AnalyzeClasses` says, else what the file imports by itself.
    private static List<String> bases(JavaFile file) {
        var found = new ArrayList<String>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
                var name = annotation.getAnnotationType().toString();
                if (name.endsWith("AnalyzeClasses") || name.endsWith("AnalyseClasses")) {
                    annotated(file, annotation, found);
                }
                return super.visitAnnotation(annotation, null);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                var name = call.getMethodSelect().toString();
                try {
                    if (name.endsWith("importPackages")) {
                        found.addAll(file.texts(call.getArguments()));
                    } else if (name.endsWith("importPackagesOf")) {
                        call.getArguments().forEach(one -> found.add(packageOf(file.classOf(one))));
                    }
                } catch (Untranslated _) {
                    // Rules of this file then speak of all classes, which is what they say.
                    return null;
                }
                return super.visitMethodInvocation(call, null);
            }
        }.scan(file.unit(), null);
        return found.stream()
                .map(ArchUnitReader::base)
                .filter(base -> !base.isEmpty())
                .distinct()
                .toList();
    }

    private static String base(String written) {
        return written.endsWith("..") ? written.substring(0, written.length() - 2) : written;
    }

    private static void annotated(JavaFile file, AnnotationTree annotation, List<String> found) {
        boolean said = false;
        for (var argument : annotation.getArguments()) {
            if (argument instanceof AssignmentTree one) {
                var key = one.getVariable().toString();
                said |=
                        key.equals("packages")
                                || key.equals("packagesOf")
                                || key.equals("wholeClasspath");
                if (key.equals("packages")) {
                    found.addAll(file.texts(List.of(one.getExpression())));
                } else if (key.equals("packagesOf")) {
                    types(one.getExpression())
                            .forEach(type -> found.add(packageOf(file.classOf(type))));
                }
            }
        }
        if (!said) {
            found.add(file.packageName());
        }
    }

    private static List<? extends ExpressionTree> types(ExpressionTree value) {
        return value instanceof NewArrayTree array && array.getInitializers() != null
                ? array.getInitializers()
                : List.of(value);
    }

    private static String packageOf(String type) {
        int end = 0;
        var parts = type.split("\\.", -1);
        var name = new ArrayList<String>();
        while (end < parts.length - 1 && !Character.isUpperCase(parts[end].codePointAt(0))) {
            name.add(parts[end++]);
        }
        return String.join(".", name);
    }
}
