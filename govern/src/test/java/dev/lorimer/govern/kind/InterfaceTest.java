package dev.lorimer.govern.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The interface read from source is the one that the compiler makes of it.
class InterfaceTest {
    private static final String SOURCE =
            """
            package a.b;

            import java.util.*;
            import java.util.function.Function;

            public abstract class Wide<T extends Comparable<T>> implements Iterable<T> {
                public static final int ONE = 1, TWO = 2;
                protected Map.Entry<String, List<T>> entry;
                int hidden;
                protected Wide(T first, int... rest) {}
                public abstract <R> R map(Function<? super T, ? extends R> way);
                protected final void keep(T[] all, char[][] names) {}
                static void out() {}
                public enum Color { RED, GREEN { @Override void mix() {} }; void mix() {} public int code() { return 1; } }
                public record Point(int x, List<String> names) {
                    public static final Point NONE = new Point(0, List.of());
                    public Point { names = List.copyOf(names); }
                    public Point(int x) { this(x, List.of()); }
                }
                public interface Shape extends Cloneable {
                    String KIND = "shape";
                    double area();
                    default double twice() { return 2 * area(); }
                    static Shape none() { return () -> 0; }
                    private void secret() {}
                    class Square { }
                }
                public @interface Marked { String value() default ""; Class<?>[] types() default {}; }
                public class Inner { }
                protected static class Nested extends Wide<String> {
                    Nested() { super("", 1); }
                    @Override public <R> R map(Function<? super String, ? extends R> way) { return null; }
                    @Override public Iterator<String> iterator() { return null; }
                }
                private static class Secret { public void not() {} }
            }
            class Beside { public void not() {} }
            """;

    @Test
    void source_and_classes_show_the_same_interface(@TempDir Path folder) throws IOException {
        var types = new TreeMap<String, Interface.ShownType>();
        SourceInterface.read("a/b/Wide.java", SOURCE, types);

        assertThat(new Interface(types)).isEqualTo(ClassInterface.of(jar(folder)).orElseThrow());
    }

    private static byte[] jar(Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("Wide.java"), SOURCE);
        var out = folder.resolve("out");
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", out.toString(), file.toString());
        assertThat(code).isZero();
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var walk = Files.walk(out)) {
            List<Path> classes = walk.filter(Files::isRegularFile).sorted().toList();
            for (var one : classes) {
                zip.putNextEntry(new ZipEntry(out.relativize(one).toString()));
                zip.write(Files.readAllBytes(one));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
