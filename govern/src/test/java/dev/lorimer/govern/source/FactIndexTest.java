package dev.lorimer.govern.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactIndexTest {
    private static final Source SOURCE =
            new Source(
                    "src/a/A.java",
                    "package a; import b.*; import static c.D.*; @Deprecated class A { B b; String s = \"x\" + 1; void f() { g(); new E(); } }");

    @TempDir Path folder;

    @Test
    void facts_are_the_same_after_they_were_written_down() {
        var reading = read();
        assertThat(FactCodec.reading(FactCodec.bytes(reading))).contains(reading);
    }

    @Test
    void no_cut_or_changed_entry_is_taken_for_a_whole_one() {
        var bytes = FactCodec.bytes(read());
        for (int length = 0; length < bytes.length; length++) {
            assertThat(FactCodec.reading(java.util.Arrays.copyOf(bytes, length))).isEmpty();
        }
    }

    @Test
    void a_store_gives_back_what_it_was_given_and_nothing_that_was_damaged() throws IOException {
        var key = "ab".repeat(32);
        var store = store(1 << 20);
        store.keep(key, "value".getBytes(StandardCharsets.UTF_8));
        store.flush();
        assertThat(store(1 << 20).find(key))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("value"));
        var file = file();
        var good = Files.readAllBytes(file);
        for (int place = 0; place < good.length; place++) {
            var bad = good.clone();
            bad[place] ^= 0x20;
            Files.write(file, bad);
            assertThat(store(1 << 20).find(key)).isEmpty();
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            var cut = store(1 << 20);
            assertThat(cut.find(key)).isEmpty();
            cut.keep(key, new byte[] {7});
            cut.flush();
            assertThat(store(1 << 20).find(key))
                    .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(7));
            try (var all = Files.list(folder)) {
                for (var one : all.toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    @Test
    void a_store_stays_within_its_bounds_and_keeps_what_is_asked_for() throws IOException {
        var asked = "cd".repeat(32);
        var store = store(20_000);
        store.keep(asked, new byte[100]);
        store.flush();
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var key = new byte[32];
            random.nextBytes(key);
            store.keep(java.util.HexFormat.of().formatHex(key), new byte[1000]);
            store.find(asked);
            store.flush();
        }
        long bytes = 0;
        try (var all = Files.list(folder)) {
            for (var one : all.toList()) {
                bytes += Files.size(one);
            }
        }
        assertThat(bytes).isLessThan(25_000);
        assertThat(store(20_000).find(asked)).isPresent();
    }

    @Test
    void processes_that_add_by_turns_find_what_each_has_written() {
        var one = store(1 << 20);
        var other = store(1 << 20);
        for (int i = 0; i < 5; i++) {
            one.keep(key(2 * i), new byte[] {1});
            one.flush();
            other.keep(key(2 * i + 1), new byte[] {2});
            other.flush();
            assertThat(other.find(key(2 * i))).isPresent();
        }
        one.keep(key(10), new byte[] {3});
        one.flush();
        var later = store(1 << 20);
        for (int i = 0; i <= 10; i++) {
            assertThat(one.find(key(i))).as("entry %s", i).isPresent();
            assertThat(later.find(key(i))).as("entry %s", i).isPresent();
        }
    }

    @Test
    void a_store_that_finds_another_one_writing_keeps_its_own_for_later() throws IOException {
        var store = store(1 << 20);
        store.keep(key(1), new byte[] {1});
        try (var channel =
                        FileChannel.open(
                                folder.resolve("facts.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            store.flush();
            assertThat(store.find(key(1))).isPresent();
            assertThat(store(1 << 20).find(key(1))).isEmpty();
        }
        store.flush();
        assertThat(store(1 << 20).find(key(1))).isPresent();
    }

    @Test
    void another_process_may_put_the_young_file_aside_at_any_time() throws IOException {
        var store = store(1 << 20);
        store.keep(key(1), new byte[] {1});
        store.flush();
        Files.move(file(), folder.resolve("facts-0123456789abcdef.old.pack"));
        store.keep(key(2), new byte[] {2});
        store.flush();
        assertThat(store.find(key(1))).isPresent();
        assertThat(store(1 << 20).find(key(1))).isPresent();
        assertThat(store(1 << 20).find(key(2))).isPresent();
    }

    private static String key(int number) {
        return "%064x".formatted(number);
    }

    /// A judge whose store was cut, or changed in some bytes, agrees with one that never saw
    /// anything.
    @Test
    void a_damaged_store_never_changes_a_verdict() throws IOException {
        var decisions = decisions();
        var random = new Random(5);
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            change(files, random);
        }
        for (int step = 0; step < 40; step++) {
            var before = MemoryTree.of(files);
            change(files, random);
            var after = MemoryTree.of(files);
            var judge =
                    new Judge(
                            Engines.of(Expressions.none()),
                            new FactIndex(Tongues.none(), store(1 << 20)));
            assertThat(judged(judge, decisions, before, after))
                    .as("step %s", step)
                    .isEqualTo(judged(new Judge(Expressions.none()), decisions, before, after));
            damage(random);
        }
    }

    private void damage(Random random) throws IOException {
        var file = file();
        var bytes = Files.readAllBytes(file);
        assertThat(bytes).isNotEmpty();
        if (random.nextInt(3) == 0) {
            Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            return;
        }
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Files.write(file, bytes);
    }

    /// The judge that remembers and one that never saw anything agree on every change of a random
    /// history.
    @Test
    void what_is_remembered_never_changes_a_verdict() {
        var decisions = decisions();
        var remembering =
                new Judge(
                        Engines.of(Expressions.none()),
                        new FactIndex(Tongues.none(), store(1 << 20)));
        for (long seed = 1; seed <= 4; seed++) {
            var random = new Random(seed);
            Map<String, String> files = new TreeMap<>();
            for (int i = 0; i < 12; i++) {
                change(files, random);
            }
            for (int step = 0; step < 25; step++) {
                var before = MemoryTree.of(files);
                for (int i = 0; i <= random.nextInt(3); i++) {
                    change(files, random);
                }
                var after = MemoryTree.of(files);
                assertThat(judged(remembering, decisions, before, after))
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(judged(new Judge(Expressions.none()), decisions, before, after));
            }
        }
    }

    private static void change(Map<String, String> files, Random random) {
        var packages = List.of("a", "b", "c");
        var types = List.of("A", "B", "C", "Date", "D");
        var place = packages.get(random.nextInt(3));
        var type = types.get(random.nextInt(5));
        var path = "src/main/java/" + place + "/" + type + ".java";
        if (random.nextInt(4) == 0) {
            files.remove(path);
            return;
        }
        var heads =
                List.of(
                        "import b.*; import java.util.*;",
                        "import a.*; import c.*;",
                        "import static b.B.*;",
                        "import b.B;",
                        "");
        var bodies =
                List.of(
                        "Date d;",
                        "B b; C c;",
                        "Object o = make();",
                        "a.A x; D d;",
                        "int broken = ;",
                        "static Object make() { return null; } class D {}");
        files.put(
                path,
                "package %s; %s class %s { %s }"
                        .formatted(
                                place,
                                heads.get(random.nextInt(5)),
                                type,
                                bodies.get(random.nextInt(6))));
    }

    private static DecisionSet decisions() {
        var rules =
                List.of(
                        "id: one\nkind: api-use\nforbid: { type: [java.util.Date, b.B] }\nmode: absolute\nminSubjects: 0",
                        "id: two\nkind: dependency\nscope: { package: 'a..' }\nforbid: { package: ['b..'] }\nmode: absolute\nminSubjects: 0",
                        "id: three\nkind: dependency\nforbid: { package: ['c..'] }\nminSubjects: 0",
                        "id: four\nkind: api-use\nforbid: { method: ['b.B#make'] }\nmode: absolute\nminSubjects: 0",
                        "id: five\nkind: api-use\nforbid: { type: [c.D] }\nmode: ratchet\nminSubjects: 0");
        var text =
                new StringBuilder(
                        "---\nstatus: accepted\n---\n# D-0001: Order\n\n## Decision\n\nOrder.\n\n");
        rules.forEach(rule -> text.append("```constraint\n").append(rule).append("\n```\n\n"));
        var decisions =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0001-order.md", text.toString())),
                        Expressions.none());
        assertThat(decisions.problems()).isEmpty();
        return decisions;
    }

    private static String judged(Judge judge, DecisionSet decisions, Tree before, Tree after) {
        var inquiry =
                new Inquiry(Phase.CI, LocalDate.of(2026, 11, 23), new Actor.Unknown(), Set.of());
        return judge.judge(decisions, before, after, inquiry).toString();
    }

    private static Reading read() {
        var tree =
                MemoryTree.of(
                        Map.of(
                                SOURCE.path(),
                                SOURCE.text(),
                                "src/b/B.java",
                                "package b; public class B { }"));
        return new JavaReader(new Universe(tree, Layout.of(tree), new Glimpses(), new Jdk()), false)
                .read(List.of(SOURCE))
                .getFirst();
    }

    private PackStore store(long bytes) {
        return PackStore.in(folder, "0123456789abcdef0123", bytes);
    }

    private Path file() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(one -> one.toString().endsWith("cdef.pack"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
