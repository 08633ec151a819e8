package dev.lorimer.govern.javac;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.DiagnosticListener;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Starts the running Java's own parser on texts in memory. It is given no class path: left to
/// itself it would search through the whole one of this process, for plug-ins, at every start.
public final class JavaParser {
    private JavaParser() {}

    /// A task that is to parse and nothing else.
    public static JavacTask task(
            DiagnosticListener<JavaFileObject> problems,
            List<String> options,
            List<? extends JavaFileObject> files) {
        var compiler =
                Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "this Java has no compiler, so Java code can't be judged; run on a JDK, not on a JRE"));
        // It opens nothing as long as nothing is looked up, so there is nothing to close.
        var manager =
                compiler.getStandardFileManager(problems, Locale.ENGLISH, StandardCharsets.UTF_8);
        try {
            manager.setLocation(StandardLocation.CLASS_PATH, List.of());
            manager.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
        } catch (IOException failure) {
            throw new UncheckedIOException("an empty path can't be set", failure);
        }
        return (JavacTask)
                compiler.getTask(null, new Bare(manager), problems, options, null, files);
    }

    /// Sees the platform alone, where a compiler looks for plug-ins.
    private static final class Bare extends ForwardingJavaFileManager<StandardJavaFileManager> {
        Bare(StandardJavaFileManager manager) {
            super(manager);
        }

        @Override
        public ClassLoader getClassLoader(Location location) {
            return ClassLoader.getPlatformClassLoader();
        }
    }
}
