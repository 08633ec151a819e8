package dev.lorimer.govern.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassIndexTest {
    @TempDir Path folder;

    @Test
    void every_way_in_which_a_class_names_a_type_is_an_edge() throws Exception {
        var index =
                compiled(
                        Map.of(
                                "p/Uses.java",
                                """
                                package p;
                                import java.util.function.Supplier;
                                @q.Mark(kind = q.Kind.ONE, type = q.Held.class)
                                class Uses<T extends q.Bound> extends q.Parent {
                                    java.util.List<q.Argument> field;
                                    java.util.List<@q.OnType String> annotated;
                                    q.Result method(q.Parameter p) throws q.Failure { return null; }
                                    Object cast(Object o) { return (q.Cast) o; }
                                    boolean is(Object o) { return o instanceof q.Is; }
                                    Object make() { return new q.Made[1]; }
                                    Supplier<Object> reference() { return q.Referred::new; }
                                    Runnable lambda() { return () -> q.Called.run(); }
                                    int constant() { return q.Called.FIELD; }
                                    void local() { Object o = q.Literal.class; }
                                    q.Outer<String>.Inner inner;
                                }
                                """,
                                "q/All.java",
                                """
                                package q;
                                @interface Nothing {}
                                """));
        assertThat(index.edgesOf("p.Uses"))
                .extracting(ClassIndex.Edge::type)
                .contains(
                        "q.Mark",
                        "q.Kind",
                        "q.Held",
                        "q.Bound",
                        "q.Parent",
                        "q.Argument",
                        "q.OnType",
                        "q.Result",
                        "q.Parameter",
                        "q.Failure",
                        "q.Cast",
                        "q.Is",
                        "q.Made",
                        "q.Referred",
                        "q.Called",
                        "q.Literal",
                        "q.Outer",
                        "q.Outer$Inner");
        assertThat(index.edgesOf("p.Uses"))
                .contains(
                        new ClassIndex.Edge("q.Argument", Set.of(Role.GENERIC)),
                        new ClassIndex.Edge("q.OnType", Set.of(Role.ANNOTATION)));
        assertThat(index.callsOf("p.Uses"))
                .contains(
                        new ClassIndex.Call("q.Called", "run"),
                        new ClassIndex.Call("q.Called", "FIELD"),
                        new ClassIndex.Call("q.Kind", "ONE"),
                        new ClassIndex.Call("q.Referred", "<init>"));
        assertThat(index.sourceFileOf("p.Uses")).contains("Uses.java");
        assertThat(index.users(List.of("q.Cast"))).containsOnlyKeys("p.Uses");
    }

    @Test
    void a_class_that_is_read_again_replaces_itself() throws Exception {
        var index = compiled(Map.of("p/A.java", "package p; class A { java.util.Date d; }"));
        assertThat(index.users(List.of("java.util.Date"))).containsOnlyKeys("p.A");
        add(index, Map.of("p/A.java", "package p; class A { java.time.Instant d; }"));
        assertThat(index.users(List.of("java.util.Date"))).isEmpty();
        index.remove("p.A");
        assertThat(index.names()).isEmpty();
    }

    @Test
    void what_is_no_class_file_is_refused() {
        assertThatThrownBy(() -> new ClassIndex().add(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ClassIndex compiled(Map<String, String> sources) throws Exception {
        var index = new ClassIndex();
        add(index, sources);
        return index;
    }

    private void add(ClassIndex index, Map<String, String> sources) throws Exception {
        var out = Files.createTempDirectory(folder, "out");
        var in = Files.createTempDirectory(folder, "in");
        var files =
                new java.util.ArrayList<String>(
                        List.of("-d", out.toString(), "-proc:none", "-nowarn"));
        for (var source : sources.entrySet()) {
            var file = in.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            files.add(file.toString());
        }
        if (sources.size() > 1) {
            for (var type : types().entrySet()) {
                var file = in.resolve("q/" + type.getKey() + ".java");
                Files.writeString(file, "package q; " + type.getValue());
                files.add(file.toString());
            }
        }
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, files.toArray(String[]::new)))
                .isZero();
        try (var classes = Files.walk(out)) {
            for (var path : classes.filter(Files::isRegularFile).toList()) {
                index.add(Files.readAllBytes(path));
            }
        }
    }

    private static Map<String, String> types() {
        var types = new java.util.TreeMap<String, String>();
        for (var plain :
                List.of(
                        "Held",
                        "Bound",
                        "Parent",
                        "Argument",
                        "Result",
                        "Parameter",
                        "Cast",
                        "Is",
                        "Made",
                        "Referred",
                        "Literal")) {
            types.put(plain, "public class " + plain + " {}");
        }
        types.put("Mark", "public @interface Mark { Kind kind(); Class<?> type(); }");
        types.put("Kind", "public enum Kind { ONE }");
        types.put(
                "OnType",
                "@java.lang.annotation.Target(java.lang.annotation.ElementType.TYPE_USE) public @interface OnType {}");
        types.put("Failure", "public class Failure extends RuntimeException {}");
        types.put(
                "Called",
                "public class Called { public static int FIELD; public static void run() {} }");
        types.put("Outer", "public class Outer<T> { public class Inner {} }");
        return types;
    }
}
