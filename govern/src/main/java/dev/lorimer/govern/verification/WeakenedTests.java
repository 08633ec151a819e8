package dev.lorimer.govern.verification;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a change asks less of the code than the tests before it did: tests that are gone,
/// switched off, or stripped of what they check. Java is compared by its syntax tree. In other
/// languages, what is not plainly harmless is left to a person.
public final class WeakenedTests {
    private final TreeChange change;
    private final List<Weakening> found = new ArrayList<>();

    /// Tests of the changed files, before and after, that have no counterpart yet.
    private final Map<String, List<TestMethod>> gone = new HashMap<>();

    private final List<TestMethod> fresh = new ArrayList<>();

    private WeakenedTests(TreeChange change) {
        this.change = change;
    }

    /// Everything found, by file and line.
    public static List<Weakening> in(Tree before, Tree after) {
        return new WeakenedTests(TreeChange.between(before, after)).all();
    }

    private List<Weakening> all() {
        for (var file : change.files()) {
            switch (file) {
                case FileChange.Added(var path) -> added(path);
                case FileChange.Modified(var path) -> changed(path, path);
                case FileChange.Renamed(var from, var path) -> moved(from, path);
                case FileChange.Deleted(var path) -> deleted(path);
            }
        }
        settle();
        found.sort(
                Comparator.comparing((Weakening one) -> one.place().file())
                        .thenComparingInt(one -> one.place().line())
                        .thenComparing(Weakening::what));
        return List.copyOf(found);
    }

    private void added(String path) {
        if (TestFiles.isJava(path) && read(after(), path) instanceof JavaTestFile.Read read) {
            fresh.addAll(read.methods());
        }
        if (TestFiles.isBuild(path)) {
            settings(path, "", text(after(), path).orElse(""));
        }
    }

    private void moved(String from, String path) {
        if (TestFiles.isTest(from) && !TestFiles.isTest(path)) {
            found.add(
                    Weakening.sure(
                            from,
                            0,
                            "moved to \"%s\", where no test is looked for".formatted(path)));
        }
        changed(from, path);
    }

    private void deleted(String path) {
        if (TestFiles.isJava(path)) {
            switch (read(before(), path)) {
                case JavaTestFile.Read read when read.hasTests() ->
                        gone.put(path, tests(read.methods()));
                case JavaTestFile.Read _ when TestFiles.isTest(path) -> lostFile(path);
                case JavaTestFile.Read _ -> {}
                case JavaTestFile.Broken _ when TestFiles.isTest(path) -> lostFile(path);
                case JavaTestFile.Broken _ -> {}
            }
        } else if (TestFiles.isTest(path)) {
            lostFile(path);
        }
    }

    private void lostFile(String path) {
        found.add(Weakening.sure(path, 0, "this file of tests is deleted"));
    }

    private void changed(String from, String path) {
        if (TestFiles.isBuild(path)) {
            settings(path, text(before(), from).orElse(""), text(after(), path).orElse(""));
        }
        if (TestFiles.isJava(from) && TestFiles.isJava(path)) {
            java(from, path);
        } else if (TestFiles.isTest(from)) {
            plain(from, path);
        }
    }

    private void java(String from, String path) {
        var old = read(before(), from);
        var now = read(after(), path);
        if (old instanceof JavaTestFile.Read(var before)
                && now instanceof JavaTestFile.Read(var after)) {
            boolean tests = before.stream().anyMatch(TestMethod::isTest);
            if (tests) {
                methods(from, path, before, after);
            } else {
                fresh.addAll(after);
                if (TestFiles.isTest(from)) {
                    plain(from, path);
                }
            }
        } else if (TestFiles.isTest(from) || holdsTests(old)) {
            found.add(
                    Weakening.open(path, 0, "this file of tests can't be read: " + why(old, now)));
        }
    }

    private static boolean holdsTests(JavaTestFile file) {
        return switch (file) {
            case JavaTestFile.Read read -> read.hasTests();
            case JavaTestFile.Broken _ -> false;
        };
    }

    private static String why(JavaTestFile... files) {
        for (var file : files) {
            if (file instanceof JavaTestFile.Broken(var why)) {
                return why;
            }
        }
        return "";
    }

    private void methods(
            String from, String path, List<TestMethod> before, List<TestMethod> after) {
        Map<String, TestMethod> now = new HashMap<>();
        after.forEach(method -> now.put(method.name(), method));
        Set<String> paired = new HashSet<>();
        var missing = new ArrayList<TestMethod>();
        for (var old : before) {
            var same = Optional.ofNullable(now.get(old.name()));
            if (same.isPresent()) {
                paired.add(old.name());
                compare(path, old, same.get());
            } else if (old.isTest()) {
                missing.add(old);
            }
        }
        after.stream().filter(method -> !paired.contains(method.name())).forEach(fresh::add);
        if (!missing.isEmpty()) {
            gone.put(from, missing);
        }
    }

    private void compare(String path, TestMethod old, TestMethod now) {
        boolean counts = old.role() != TestMethod.Role.OTHER || old.counting() > 0;
        if (counts) {
            MethodComparison.lost(old, now)
                    .forEach(what -> found.add(Weakening.sure(path, now.line(), what)));
        }
    }

    /// A test that is not where it was may have been renamed, or moved to another file.
    private void settle() {
        gone.forEach((path, tests) -> {
            for (var old : tests) {
                var found = counterpart(old);
                found.ifPresent(fresh::remove);
                found.ifPresentOrElse(
                        now -> compare(path, old, now),
                        () ->
                                this.found.add(
                                        Weakening.sure(
                                                path,
                                                old.line(),
                                                "test \"%s\" is gone".formatted(old.plainName()))));
            }
        });
    }

    private Optional<TestMethod> counterpart(TestMethod old) {
        return fresh.stream()
                .filter(now -> now.isTest() && now.plainName().equals(old.plainName()))
                .findFirst()
                .or(() ->
                        fresh.stream()
                                .filter(now ->
                                        now.isTest()
                                                && old.counting() > 0
                                                && texts(now).containsAll(texts(old)))
                                .findFirst());
    }

    private static List<String> texts(TestMethod method) {
        return method.checks().stream().filter(Check::counts).map(Check::text).toList();
    }

    private static List<TestMethod> tests(List<TestMethod> methods) {
        return methods.stream().filter(TestMethod::isTest).toList();
    }

    /// Files of tests that are compared by their lines only.
    private void plain(String from, String path) {
        var old = text(before(), from);
        var now = text(after(), path);
        if (old.isEmpty() || now.isEmpty()) {
            found.add(Weakening.open(path, 0, "this file of tests can't be read"));
            return;
        }
        var lines = TextComparison.of(old.get(), now.get());
        lines.braking()
                .ifPresent(line ->
                        found.add(
                                Weakening.open(
                                        path,
                                        0,
                                        "a person has to look at this new line: " + line)));
        if (lines.removed() > 0) {
            found.add(
                    Weakening.open(
                            path,
                            0,
                            "%s lines of this file of tests are gone or changed, and no syntax tree says what they checked; a person has to look"
                                    .formatted(lines.removed())));
        }
    }

    private void settings(String path, String old, String now) {
        for (var line : TextComparison.of(old, now).skipping()) {
            boolean sure = line.contains("true");
            var what = "the build is told to leave tests out: " + line;
            found.add(sure ? Weakening.sure(path, 0, what) : Weakening.open(path, 0, what));
        }
    }

    private Tree before() {
        return change.before();
    }

    private Tree after() {
        return change.after();
    }

    private static JavaTestFile read(Tree tree, String path) {
        return text(tree, path)
                .map(JavaTestFile::of)
                .orElseGet(() -> new JavaTestFile.Broken("its content can't be had"));
    }

    private static Optional<String> text(Tree tree, String path) {
        if (!tree.isFile(path)) {
            return Optional.empty();
        }
        return switch (tree.content(path)) {
            case Content.Bytes(var bytes) -> {
                var text = new String(bytes, StandardCharsets.UTF_8);
                yield Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
            }
            case Content.TooLarge _, Content.Unreadable _ -> Optional.empty();
        };
    }
}
