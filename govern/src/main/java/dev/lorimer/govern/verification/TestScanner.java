package dev.lorimer.govern.verification;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import dev.lorimer.govern.verification.TestMethod.Role;
import dev.lorimer.govern.verification.TestMethod.Ways;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Finds the methods of a file, what runs each, what keeps it from running, and what it checks.
final class TestScanner extends TreeScanner<Void, Void> {
    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final Set<String> MORE_TESTS = Set.of("Property", "Example", "Theory");
    private static final Set<String> FIXTURES =
            Set.of(
                    "BeforeEach",
                    "BeforeAll",
                    "AfterEach",
                    "AfterAll",
                    "Before",
                    "BeforeClass",
                    "After",
                    "AfterClass",
                    "BeforeMethod",
                    "BeforeTest",
                    "BeforeSuite");

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Deque<Owner> owners = new ArrayDeque<>();
    private final List<Found> found = new ArrayList<>();

    TestScanner(CompilationUnitTree unit, SourcePositions positions) {
        this.unit = unit;
        this.positions = positions;
    }

    private record Owner(String name, Set<String> brakes, boolean oldStyle) {}

    private record Found(TestMethod method, CheckScanner body) {}

    /// All methods with a body, in the order of the file.
    List<TestMethod> methods() {
        scan(unit, null);
        var checking = checking();
        return found.stream()
                .map(one -> {
                    var checks = new ArrayList<>(one.body().checks());
                    one.body().calls().stream()
                            .filter(call -> checking.contains(call.text()))
                            .map(CheckScanner.Call::check)
                            .forEach(checks::add);
                    var old = one.method();
                    return new TestMethod(
                            old.name(), old.line(), old.role(), old.brakes(), checks, old.ways());
                })
                .toList();
    }

    /// Names of the methods of this file that check something, themselves or by others.
    private Set<String> checking() {
        Map<String, Set<String>> calls = new HashMap<>();
        var checking = new HashSet<String>();
        for (var one : found) {
            if (one.method().isTest()) {
                continue;
            }
            var name = one.method().plainName();
            if (one.body().checks().stream().anyMatch(Check::counts)) {
                checking.add(name);
            }
            calls.computeIfAbsent(name, _ -> new HashSet<>())
                    .addAll(one.body().calls().stream().map(CheckScanner.Call::text).toList());
        }
        boolean more = true;
        while (more) {
            more = false;
            for (var call : calls.entrySet()) {
                if (call.getValue().stream().anyMatch(checking::contains)) {
                    more |= checking.add(call.getKey());
                }
            }
        }
        return checking;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        var around = Optional.ofNullable(owners.peek());
        var brakes = new TreeSet<>(brakes(type.getModifiers()));
        if (type.getModifiers().getFlags().contains(Modifier.ABSTRACT)) {
            brakes.add("abstract class");
        }
        around.ifPresent(outer -> brakes.addAll(outer.brakes()));
        var name =
                around.map(outer -> outer.name() + ".").orElse("")
                        + type.getSimpleName().toString();
        boolean oldStyle = text(type.getExtendsClause()).endsWith("TestCase");
        owners.push(new Owner(name, brakes, oldStyle));
        super.visitClass(type, null);
        owners.pop();
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        BlockTree body = method.getBody();
        var owner = owners.peek();
        if (body != null && owner != null) {
            var scanner = new CheckScanner();
            expected(method).ifPresent(scanner::expecting);
            scanner.read(body);
            var parameters =
                    method.getParameters().stream()
                            .map(one -> text(one.getType()))
                            .collect(Collectors.joining(","));
            var name = "%s#%s(%s)".formatted(owner.name(), method.getName(), parameters);
            var role = role(method, owner);
            var brakes = new TreeSet<>(owner.brakes());
            brakes.addAll(brakes(method.getModifiers()));
            if (role == Role.TEST && method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                brakes.add("private method");
            }
            var ways = new Ways(scanner.assumptions(), scanner.exits(), cases(method));
            found.add(
                    new Found(
                            new TestMethod(name, line(method), role, brakes, List.of(), ways),
                            scanner));
        }
        // Classes inside of methods have no tests that anybody runs.
        return null;
    }

    private static Role role(MethodTree method, Owner owner) {
        var names = method.getModifiers().getAnnotations().stream().map(TestScanner::name).toList();
        if (names.stream().anyMatch(name -> TESTS.contains(name) || MORE_TESTS.contains(name))
                || (owner.oldStyle() && method.getName().toString().startsWith("test"))) {
            return Role.TEST;
        }
        boolean fixture =
                names.stream().anyMatch(FIXTURES::contains)
                        || (owner.oldStyle() && method.getName().contentEquals("setUp"));
        return fixture ? Role.FIXTURE : Role.OTHER;
    }

    /// What keeps a test from running, by its annotations.
    private static Set<String> brakes(ModifiersTree modifiers) {
        var brakes = new TreeSet<String>();
        for (var annotation : modifiers.getAnnotations()) {
            var name = name(annotation);
            boolean condition = name.startsWith("Disabled") || name.startsWith("Enabled");
            boolean switchedOff =
                    TESTS.contains(name) && argument(annotation, "enabled").equals("false");
            if (condition || name.equals("Ignore") || name.startsWith("IgnoreIf")) {
                brakes.add("@" + name);
            } else if (switchedOff) {
                brakes.add("@%s(enabled = false)".formatted(name));
            }
        }
        return brakes;
    }

    /// JUnit 4's `expected`: a check of its own.
    private static Optional<String> expected(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .filter(annotation -> name(annotation).equals("Test"))
                .map(annotation ->
                        argument(annotation, "expected")
                                + argument(annotation, "expectedExceptions"))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static int cases(MethodTree method) {
        int cases = 0;
        for (var annotation : method.getModifiers().getAnnotations()) {
            var name = name(annotation);
            if (name.endsWith("Source") || name.endsWith("Sources")) {
                cases += annotation.getArguments().stream().mapToInt(TestScanner::size).sum();
            } else if (name.equals("RepeatedTest") && !annotation.getArguments().isEmpty()) {
                cases += number(value(annotation.getArguments().getFirst()));
            }
        }
        return Math.max(1, cases);
    }

    private static int size(ExpressionTree argument) {
        var value = value(argument);
        if (value instanceof NewArrayTree array && array.getInitializers() != null) {
            return array.getInitializers().size();
        }
        boolean block =
                argument instanceof AssignmentTree set
                        && set.getVariable().toString().equals("textBlock");
        return block && value instanceof LiteralTree literal
                ? (int) String.valueOf(literal.getValue()).lines().filter(l -> !l.isBlank()).count()
                : 1;
    }

    private static int number(ExpressionTree value) {
        return value instanceof LiteralTree literal && literal.getValue() instanceof Integer number
                ? number
                : 1;
    }

    private static ExpressionTree value(ExpressionTree argument) {
        return argument instanceof AssignmentTree set ? set.getExpression() : argument;
    }

    private static String argument(AnnotationTree annotation, String key) {
        return annotation.getArguments().stream()
                .filter(AssignmentTree.class::isInstance)
                .map(AssignmentTree.class::cast)
                .filter(set -> set.getVariable().toString().equals(key))
                .map(set -> set.getExpression().toString())
                .findFirst()
                .orElse("");
    }

    private static String name(AnnotationTree annotation) {
        return switch (annotation.getAnnotationType()) {
            case IdentifierTree simple -> simple.getName().toString();
            case MemberSelectTree full -> full.getIdentifier().toString();
            default -> annotation.getAnnotationType().toString();
        };
    }

    private static String text(com.sun.source.tree.@Nullable Tree tree) {
        return tree == null ? "" : tree.toString();
    }

    private int line(MethodTree method) {
        long start = positions.getStartPosition(unit, method);
        return start < 0 ? 0 : (int) unit.getLineMap().getLineNumber(start);
    }
}
