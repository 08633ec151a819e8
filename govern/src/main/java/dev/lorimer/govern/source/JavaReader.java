package dev.lorimer.govern.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.lorimer.govern.javac.JavaParser;
import dev.lorimer.govern.source.Facts.Fault;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;

/// Reads facts from Java files with the platform's own parser. Nothing is compiled, no processor
/// runs, no class path counts.
public final class JavaReader {
    /// People nest brackets some 20 deep, generators some hundred. The limit is counted and not
    /// left to the stack, which would refuse a file on one day and read it on the next.
    private static final int DEPTH_MAX = 2_000;

    /// 256 MiB, of which only what is used is ever taken, hold more than the deepest nesting
    /// allowed.
    private static final long STACK_BYTES = 256L << 20;

    /// So many trees are held at a time: 64 files of usual size take some 30 MB.
    private static final int BATCH = 64;

    private final Universe universe;
    private final boolean fragments;

    /// @param universe the types around the files
    /// @param fragments whether the files are examples, which may lack their imports
    public JavaReader(Universe universe, boolean fragments) {
        this.universe = universe;
        this.fragments = fragments;
    }

    /// What every source says, in order.
    public List<Reading> read(List<Source> sources) {
        if (sources.isEmpty()) {
            return List.of();
        }
        var task = new FutureTask<>(() -> inBatches(sources));
        Thread.ofPlatform().name("java parser").daemon().stackSize(STACK_BYTES).start(task);
        boolean interrupted = false;
        while (true) {
            try {
                var facts = task.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return facts;
            } catch (InterruptedException _) {
                // Parsing is bounded by the files' size; whoever interrupts gets the flag back with
                // the answer.
                interrupted = true;
            } catch (ExecutionException failure) {
                throw new IllegalStateException(
                        "the Java parser broke down on files that it should have refused", failure);
            }
        }
    }

    private List<Reading> inBatches(List<Source> sources) {
        var facts = new ArrayList<Reading>();
        for (int start = 0; start < sources.size(); start += BATCH) {
            var batch = sources.subList(start, Math.min(sources.size(), start + BATCH));
            if (batch.stream()
                    .anyMatch(source -> ImportScan.depth(source.text(), DEPTH_MAX) > DEPTH_MAX)) {
                batch.forEach(source -> facts.add(alone(source)));
            } else {
                facts.addAll(together(batch));
            }
        }
        return facts;
    }

    private List<Reading> together(List<Source> batch) {
        try {
            return parsed(batch, current());
        } catch (StackOverflowError | RuntimeException _) {
            // One file broke the parser; alone, each can only break its own turn.
            return batch.stream().map(this::alone).toList();
        }
    }

    private Reading alone(Source source) {
        if (ImportScan.depth(source.text(), DEPTH_MAX) > DEPTH_MAX) {
            return unread(source, "its brackets are nested more than %s deep".formatted(DEPTH_MAX));
        }
        try {
            return parsed(List.of(source), current()).getFirst();
        } catch (StackOverflowError _) {
            return unread(source, "it is nested too deep for the parser");
        } catch (RuntimeException failure) {
            return unread(source, "the parser broke down on it: " + failure);
        }
    }

    private static Reading unread(Source source, String why) {
        var packageName = ImportScan.java(source.text()).packageName();
        var fault = Optional.of(new Fault(why, 1));
        return new Reading(
                new Facts(packageName, List.of(), List.of(), List.of(), List.of(), fault),
                List.of());
    }

    private List<Reading> parsed(List<Source> sources, String release) {
        var files =
                IntStream.range(0, sources.size())
                        .mapToObj(i -> new Memory(i, sources.get(i)))
                        .toList();
        Map<URI, Fault> faults = new HashMap<>();
        var task = task(files, release, faults);
        var facts = new ArrayList<Reading>();
        var units = parse(task);
        Map<URI, CompilationUnitTree> byFile = new HashMap<>();
        units.forEach(unit -> byFile.put(unit.getSourceFile().toUri(), unit));
        for (var file : files) {
            var fault = Optional.ofNullable(faults.get(file.toUri()));
            facts.add(
                    fault.isPresent() && release.equals(current()) && isSound(file.source)
                            ? parsed(List.of(file.source), "8").getFirst()
                            : scanned(
                                    task,
                                    Objects.requireNonNull(
                                            byFile.get(file.toUri()), "the parser lost a file"),
                                    file.source,
                                    fault));
        }
        return facts;
    }

    /// Code from before a word became a keyword is sound in its own language.
    private boolean isSound(Source source) {
        Map<URI, Fault> faults = new HashMap<>();
        parse(task(List.of(new Memory(0, source)), "8", faults));
        return faults.isEmpty();
    }

    private Reading scanned(
            JavacTask task, CompilationUnitTree unit, Source source, Optional<Fault> fault) {
        var imports = Imports.of(unit);
        var packageName =
                Optional.ofNullable(unit.getPackageName())
                        .map(name -> String.join(".", Imports.parts(name)))
                        .orElse("");
        var witness = new Witness(universe, source.path());
        var names = new Names(packageName, imports, witness, fragments);
        var sheet = new FactSheet(unit, Trees.instance(task).getSourcePositions(), source.path());
        new FactScanner(names, new Typing(names), sheet).scan(unit, null);
        return new Reading(sheet.facts(packageName, fault), witness.asked());
    }

    private static JavacTask task(List<Memory> files, String release, Map<URI, Fault> faults) {
        var options =
                release.equals(current())
                        ? List.of("-proc:none", "-source", release, "--enable-preview")
                        : List.of("-proc:none", "-source", release, "-Xlint:-options");
        return JavaParser.task(
                problem -> {
                    if (problem.getKind() == Diagnostic.Kind.ERROR && problem.getSource() != null) {
                        var text =
                                problem.getMessage(Locale.ENGLISH).lines().findFirst().orElse("");
                        faults.putIfAbsent(
                                problem.getSource().toUri(),
                                new Fault(text, (int) Math.max(1, problem.getLineNumber())));
                    }
                },
                options,
                files);
    }

    private static Iterable<? extends CompilationUnitTree> parse(JavacTask task) {
        try {
            return task.parse();
        } catch (IOException failure) {
            throw new IllegalStateException("text in memory could not be read", failure);
        }
    }

    private static String current() {
        return String.valueOf(Runtime.version().feature());
    }

    private static final class Memory extends SimpleJavaFileObject {
        private final Source source;

        Memory(int number, Source source) {
            super(URI.create("memory:///" + number + "/" + simpleName(source.path())), Kind.SOURCE);
            this.source = source;
        }

        /// The parser derives names from the file's, so the last one is kept where it can stand in
        /// an address.
        private static String simpleName(String path) {
            var name = path.substring(path.lastIndexOf('/') + 1);
            boolean plain =
                    name.chars()
                            .allMatch(c ->
                                    c == '.'
                                            || c == '-'
                                            || (c < 128 && Character.isJavaIdentifierPart(c)));
            return plain && !name.isEmpty() ? name : "Source.java";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }
}
