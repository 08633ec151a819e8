package dev.lorimer.govern.tongues;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Facts.Fault;
import dev.lorimer.govern.source.Folders;
import dev.lorimer.govern.source.Source;
import dev.lorimer.govern.source.Tongues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/// Reads Kotlin, Python, JavaScript, TypeScript and Go with tree-sitter's parsers, which are native
/// code. Where one does not load, on a machine that it was not built for, its language is missing,
/// and the judge says so of every file in it. A parser is loaded when its first file is read.
public final class TreeSitter implements Tongues {
    /// The versions of the parsers and grammars, and of what is seen in their trees.
    private static final String ENGINE =
            "tree-sitter 0.26.6 kotlin 0.3.8.1 python 0.25.0 javascript 0.25.0 typescript 0.23.2 tsx 0.23.2 go 0.25.0 walk 1";

    private final Map<String, Slot> slots = new TreeMap<>();
    private final Set<Language> languages;

    private static final class Slot {
        private final Supplier<TSLanguage> source;
        private Optional<Grammar> grammar = Optional.empty();

        Slot(Supplier<TSLanguage> source) {
            this.source = source;
        }

        synchronized Grammar get() {
            if (grammar.isEmpty()) {
                grammar = Optional.of(new Grammar(source.get()));
            }
            return grammar.get();
        }
    }

    public TreeSitter() {
        slots.put("kotlin", new Slot(TreeSitterKotlin::new));
        slots.put("python", new Slot(TreeSitterPython::new));
        slots.put("javascript", new Slot(TreeSitterJavascript::new));
        slots.put("typescript", new Slot(TreeSitterTypescript::new));
        slots.put("tsx", new Slot(TreeSitterTsx::new));
        slots.put("go", new Slot(TreeSitterGo::new));
        languages =
                Set.of(
                        Language.KOTLIN,
                        Language.PYTHON,
                        Language.JAVASCRIPT,
                        Language.TYPESCRIPT,
                        Language.GO);
    }

    @Override
    public Set<Language> languages() {
        return languages;
    }

    @Override
    public String engine() {
        return ENGINE;
    }

    @Override
    public Facts read(Language language, Source source) {
        var slot = slots.get(slot(language, source.path()));
        if (slot == null) {
            throw new IllegalArgumentException(
                    "there is no parser for %s here; ask languages() first"
                            .formatted(language.word()));
        }
        try {
            return switch (slot.get().parse(source.text())) {
                case Grammar.Parsed.Whole whole -> facts(language, source, whole.root());
                case Grammar.Parsed.Refused refused -> unread(source, refused.why());
            };
        } catch (LinkageError | RuntimeException failure) {
            return unread(source, "its parser broke down: " + failure.getMessage());
        }
    }

    private static String slot(Language language, String path) {
        return language == Language.TYPESCRIPT && path.endsWith(".tsx") ? "tsx" : language.word();
    }

    private static Facts unread(Source source, String why) {
        return new Facts(
                Folders.packageOf(source.path()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Fault(why, 1)));
    }

    private static Facts facts(Language language, Source source, Node root) {
        var notes = new Notes(source.path());
        var fault = firstBroken(root).map(node -> new Fault("it has a syntax error", node.line()));
        if (language == Language.KOTLIN) {
            var walk = new KotlinWalk(notes);
            walk.visit(root);
            return notes.facts(walk.packageName(), fault);
        }
        ModuleWalk walk =
                switch (language) {
                    case PYTHON -> new PythonWalk(notes, source.path());
                    case GO -> new GoWalk(notes, source.path());
                    default -> new ScriptWalk(notes, source.path());
                };
        walk.visit(root);
        return notes.facts(Folders.packageOf(source.path()), fault);
    }

    private static Optional<Node> firstBroken(Node node) {
        if (node.broken()) {
            return Optional.of(node);
        }
        for (var child : node.children()) {
            var found = firstBroken(child);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
