package dev.lorimer.govern.verification;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The methods of one Java file, read by the platform's own parser.
sealed interface JavaTestFile {
    /// It was read.
    record Read(List<TestMethod> methods) implements JavaTestFile {
        boolean hasTests() {
            return methods.stream().anyMatch(TestMethod::isTest);
        }
    }

    /// It is no Java that this parser can read.
    record Broken(String why) implements JavaTestFile {}

    /// What deep expressions need; taken only as far as used.
    long STACK_BYTES = 64L << 20;

    static JavaTestFile of(String text) {
        var task = new FutureTask<>(() -> parsed(text));
        Thread.ofPlatform().name("test parser").daemon().stackSize(STACK_BYTES).start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    return new Broken("the parser broke down on it: " + failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static JavaTestFile parsed(String text) throws IOException {
        var compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler());
        if (compiler.isEmpty()) {
            return new Broken("this Java has no compiler; run on a JDK, not on a JRE");
        }
        var fault = new AtomicReference<>("");
        var task =
                (JavacTask)
                        compiler.get()
                                .getTask(
                                        null,
                                        null,
                                        problem -> {
                                            if (problem.getKind() == Diagnostic.Kind.ERROR) {
                                                fault.compareAndSet(
                                                        "",
                                                        "line %s: %s"
                                                                .formatted(
                                                                        problem.getLineNumber(),
                                                                        problem.getMessage(
                                                                                Locale.ENGLISH)));
                                            }
                                        },
                                        List.of("-proc:none"),
                                        null,
                                        List.of(new Memory(text)));
        CompilationUnitTree unit = task.parse().iterator().next();
        if (!fault.get().isEmpty()) {
            return new Broken(fault.get());
        }
        var positions = Trees.instance(task).getSourcePositions();
        return new Read(new TestScanner(unit, positions).methods());
    }

    /// Text as a file.
    final class Memory extends SimpleJavaFileObject {
        private final String text;

        private Memory(String text) {
            super(URI.create("memory:///Test.java"), Kind.SOURCE);
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
