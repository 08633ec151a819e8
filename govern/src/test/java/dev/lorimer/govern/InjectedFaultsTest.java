package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Artifacts;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Programs;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever breaks under the judge, no change passes for it: each fault is put under each kind of
/// constraint, on a change that is allowed without it.
class InjectedFaultsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final String RECORD = GovernedKind.RECORD;

    /// What the judge is given to work with.
    private record World(Tree base, Tree before, Tree after, Engines engines, Trace trace) {
        Verdict judged(Phase phase) {
            var law = DecisionSet.read(base, engines.expressions());
            return new Judge(engines)
                    .judge(
                            law,
                            before,
                            after,
                            new Inquiry(phase, DAY, new Actor.Unknown(), Set.of(), trace));
        }

        World law(Function<String, String> edit) {
            var files = new TreeMap<String, String>();
            base.files()
                    .keySet()
                    .forEach(path ->
                            files.put(
                                    path,
                                    new String(
                                            base.read(path),
                                            java.nio.charset.StandardCharsets.UTF_8)));
            files.computeIfPresent(RECORD, (_, text) -> edit.apply(text));
            var changed = MemoryTree.of(files);
            return new World(changed, changed, after, engines, trace);
        }

        World lawless(Function<Tree, Tree> fault) {
            return new World(fault.apply(base), fault.apply(base), after, engines, trace);
        }

        World after(Function<Tree, Tree> fault) {
            return new World(base, before, fault.apply(after), engines, trace);
        }

        World with(Engines other) {
            return new World(base, before, after, other, trace);
        }
    }

    private static final Expressions TRUE =
            (_, _) -> new Expressions.Reading.Ready(_ -> new Expressions.Answer.Holds());
    private static final Programs FINE = (_, _) -> new Programs.Answer.Passed();

    private static World sound(GovernedKind kind) {
        var before = MemoryTree.of(kind.before());
        return new World(
                before,
                before,
                MemoryTree.of(kind.after()),
                new Engines(TRUE, Artifacts.none(), FINE),
                new Trace.Told(List.of()));
    }

    /// One way to break the world.
    private record Fault(String name, Function<World, World> inject) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A tree one of whose files can't be had.
    private record Holed(Tree whole, String path, Function<String, Content> hole) implements Tree {
        @Override
        public String id() {
            return whole.id();
        }

        @Override
        public SortedMap<String, TreeEntry> files() {
            return whole.files();
        }

        @Override
        public Content content(String asked) {
            return asked.equals(path) ? hole.apply(asked) : whole.content(asked);
        }
    }

    private static final Map<String, Function<String, Content>> HOLES =
            new TreeMap<>(
                    Map.of(
                            "missing object",
                                    _ ->
                                            new Content.Unreadable(
                                                    "git does not have object 4711; fetch it first"),
                            "too large", _ -> new Content.TooLarge(9L << 20, false),
                            "reader killed",
                                    _ -> {
                                        throw new IllegalStateException(
                                                "git stopped while reading");
                                    },
                            "reader late",
                                    _ -> {
                                        throw new dev.lorimer.govern.git.GitException(
                                                dev.lorimer.govern.git.GitException.Kind.LATE,
                                                "git did not end within 60 s");
                                    },
                            "reader overflows",
                                    _ -> {
                                        throw new StackOverflowError();
                                    },
                            "submodule",
                                    _ ->
                                            new Content.Unreadable(
                                                    "it is a commit of another repository")));

    private static List<Fault> faults(GovernedKind kind) {
        var all = new ArrayList<Fault>();
        HOLES.forEach((name, hole) -> {
            if (kind.reads()) {
                all.add(
                        new Fault(
                                name,
                                world -> world.after(tree -> new Holed(tree, kind.path(), hole))));
            }
            all.add(
                    new Fault(
                            "record: " + name,
                            world -> world.lawless(tree -> new Holed(tree, RECORD, hole))));
        });
        if (!kind.broken().isEmpty()) {
            all.add(
                    new Fault(
                            "unparsable",
                            world ->
                                    world.after(_ ->
                                            MemoryTree.of(
                                                    Court.plus(
                                                            kind.before(),
                                                            kind.path(),
                                                            kind.broken())))));
        }
        law(all, "no YAML", text -> text.replace("id: rule\n", "id: [rule\n"));
        law(all, "unknown key", text -> text.replace("id: rule\n", "id: rule\nforbidd: 1\n"));
        law(all, "unknown kind", text -> text.replaceFirst("kind: [a-z-]+", "kind: telepathy"));
        law(all, "no kind", text -> text.replaceFirst("kind: [a-z-]+\n", ""));
        law(all, "no id", text -> text.replace("id: rule\n", ""));
        law(all, "bad severity", text -> text.replace("id: rule\n", "id: rule\nseverity: maybe\n"));
        law(
                all,
                "bad mode",
                text ->
                        text.replace("mode: absolute\n", "")
                                .replace("mode: ratchet", "")
                                .replace("id: rule\n", "id: rule\nmode: sometimes\n"));
        law(
                all,
                "bad phase",
                text ->
                        text.replaceFirst("phase: .*", "")
                                .replace("id: rule\n", "id: rule\nphase: [dusk]\n"));
        law(all, "key twice", text -> text.replace("id: rule\n", "id: rule\nid: rule\n"));
        law(
                all,
                "statuses disagree",
                text -> text.replace("# Keep", "# Keep") + "\n## Status\n\nRejected\n");
        law(
                all,
                "bad glob",
                text -> text.replace("id: rule\n", "id: rule\nexclude: { path: '[x' }\n"));
        law(all, "empty scope", text -> emptied(kind, text));
        return all;
    }

    private static void law(List<Fault> all, String name, Function<String, String> edit) {
        all.add(new Fault("record: " + name, world -> world.law(edit)));
    }

    private static String emptied(GovernedKind kind, String text) {
        return switch (kind.name()) {
            // These have a word of their own for what they look at.
            case "require of files" ->
                    text.replace("forEach: { file: 'notes/**' }", "forEach: { file: 'gone/**' }");
            default ->
                    text.replaceAll("scope: \\{ path: .*", "")
                            .replace("id: rule\n", "id: rule\nscope: { path: 'gone/**' }\n")
                            // The line that the trace rule's own scope is in stays.
                            .replace("scope: { path: 'gone/**' }\nkind: trace", "kind: trace");
        };
    }

    static Stream<GovernedKind> kinds() {
        return GovernedKind.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void without_a_fault_the_change_is_allowed(GovernedKind kind) {
        for (var phase : List.of(Phase.CI, Phase.FINISH)) {
            var verdict = sound(kind).judged(phase);
            assertThat(verdict).as(Report.text(verdict)).isInstanceOf(Verdict.Allow.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void with_any_fault_it_is_not_and_the_judge_says_why(GovernedKind kind) {
        var wrong = new ArrayList<String>();
        for (var fault : faults(kind)) {
            if (asksNoFile(kind) && fault.name().equals("record: empty scope")) {
                continue;
            }
            for (var phase : List.of(Phase.EDIT, Phase.FINISH, Phase.CI)) {
                judged(kind, fault, phase).ifPresent(wrong::add);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Rules about the calls of a run, what a program says, or the size of the change have no files
    /// to be without.
    private static boolean asksNoFile(GovernedKind kind) {
        return Set.of("trace", "check", "budget").contains(kind.name());
    }

    /// Empty when it went well.
    private static Optional<String> judged(GovernedKind kind, Fault fault, Phase phase) {
        Verdict verdict;
        try {
            verdict = fault.inject().apply(sound(kind)).judged(phase);
        } catch (RuntimeException | StackOverflowError e) {
            // Whoever asked gets no verdict, and every caller takes that for its own fault: no
            // pass.
            return fault.name().startsWith("record: reader")
                    ? Optional.empty()
                    : Optional.of("%s, %s: %s".formatted(fault, phase, e));
        }
        var blocking = verdict.evidence().findings().stream().filter(Finding::blocks).toList();
        if (verdict instanceof Verdict.Allow) {
            return Optional.of("%s, %s: passed".formatted(fault, phase));
        }
        if (blocking.stream().anyMatch(one -> one.message().isBlank())) {
            return Optional.of("%s, %s: no explanation".formatted(fault, phase));
        }
        return Optional.empty();
    }

    @Test
    void there_are_more_than_two_hundred() {
        assertThat(GovernedKind.ALL.stream().mapToInt(kind -> faults(kind).size()).sum())
                .isGreaterThan(200);
    }

    private static GovernedKind kind(String name) {
        return GovernedKind.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void engines_that_are_missing_die_or_take_too_long_leave_their_rules_undecided() {
        var none = Artifacts.none();
        var broken =
                Map.<String, Map<String, Engines>>of(
                        "budget",
                        Map.of(
                                "missing", new Engines(Expressions.none(), none, FINE),
                                "no value",
                                        new Engines(
                                                (_, _) ->
                                                        new Expressions.Reading.Ready(_ ->
                                                                new Expressions.Answer.Undecided(
                                                                        "it divides by zero")),
                                                none,
                                                FINE),
                                "killed",
                                        new Engines(
                                                (_, _) ->
                                                        new Expressions.Reading.Ready(_ -> {
                                                            throw new IllegalStateException(
                                                                    "the engine was killed");
                                                        }),
                                                none,
                                                FINE),
                                "overflows",
                                        new Engines(
                                                (_, _) ->
                                                        new Expressions.Reading.Ready(_ -> {
                                                            throw new StackOverflowError();
                                                        }),
                                                none,
                                                FINE),
                                "wrong",
                                        new Engines(
                                                (_, _) ->
                                                        new Expressions.Reading.Wrong(
                                                                "no such name", 1),
                                                none,
                                                FINE)),
                        "check",
                        Map.of(
                                "missing", new Engines(TRUE, none, Programs.none()),
                                "late",
                                        new Engines(
                                                TRUE,
                                                none,
                                                (_, _) ->
                                                        new Programs.Answer.Undecided(
                                                                "it did not end within 60 s")),
                                "killed",
                                        new Engines(
                                                TRUE,
                                                none,
                                                (_, _) -> {
                                                    throw new IllegalStateException(
                                                            "the program was killed");
                                                }),
                                "failed without a word",
                                        new Engines(
                                                TRUE,
                                                none,
                                                (_, _) -> new Programs.Answer.Failed(List.of()))));
        broken.forEach((name, engines) ->
                engines.forEach((fault, engine) -> {
                    var kind = kind(name);
                    for (var phase : List.of(Phase.EDIT, Phase.FINISH, Phase.CI)) {
                        assertThat(
                                        judged(
                                                kind,
                                                new Fault(fault, world -> world.with(engine)),
                                                phase))
                                .as("%s of %s in %s", fault, name, phase)
                                .isEmpty();
                    }
                }));
    }

    @Test
    void calls_that_nobody_tells_of_leave_rules_about_them_undecided() {
        var world = sound(kind("trace"));
        var untold =
                new World(
                        world.base(),
                        world.before(),
                        world.after(),
                        world.engines(),
                        Trace.untold());

        assertThat(untold.judged(Phase.CI)).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void baselines_that_are_missing_or_damaged_leave_frozen_interfaces_undecided() {
        var yaml =
                "kind: api-compat\nscope: { path: 'src/**' }\nbaseline: { artifact: 'com.acme:shop:1.0' }";
        var kind =
                new GovernedKind(
                        "api-compat",
                        yaml,
                        GovernedKind.JAVA,
                        GovernedKind.CLASS,
                        true,
                        GovernedKind.NO_JAVA);
        var faults =
                Map.<String, Artifacts>of(
                        "missing", Artifacts.none(),
                        "no archive", _ -> Optional.of(new byte[] {1, 2, 3}),
                        "empty", _ -> Optional.of(new byte[0]),
                        "killed",
                                _ -> {
                                    throw new IllegalStateException("the disk is gone");
                                });
        faults.forEach((name, artifacts) -> {
            var world = sound(kind).with(new Engines(TRUE, artifacts, FINE));
            assertThat(world.judged(Phase.CI)).as(name).isInstanceOf(Verdict.Deny.class);
        });
    }

    @Test
    void languages_without_a_parser_here_leave_rules_about_their_syntax_undecided() {
        var yaml =
                "kind: pattern\nlang: [kotlin, python, go, typescript]\nscope: { path: 'src/**' }\nmatch: { call: { owner: ['java.sql.Statement'] } }";
        for (var name : List.of("a.kt", "a.py", "a.go", "a.ts")) {
            var kind = new GovernedKind("pattern", yaml, "src/" + name, "one two (((", true, "");
            assertThat(sound(kind).judged(Phase.CI)).as(name).isInstanceOf(Verdict.Deny.class);
        }
    }
}
