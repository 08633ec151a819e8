package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A judge that has judged before says what one says that has not, to the last letter.
class RememberingJudgeTest {
    /// One of nearly every kind, about [WildFiles].
    static final List<String> RULES =
            List.of(
                    "kind: dependency\nscope: { package: 'com.acme.core..' }\nforbid: { package: ['com.acme.web..'] }",
                    "kind: dependency\nscope: { module: orders }\nforbid: { package: ['com.acme.db..'] }",
                    "kind: dependency\nscope: { lang: [java, ruby] }\nforbid: { type: ['com.acme.db.T1', 'com.acme.*.T2'] }",
                    "kind: dependency\nlayers: [com.acme.web.., com.acme.core.., com.acme.db..]",
                    "kind: dependency\nacyclic: 'com.acme.*'",
                    "kind: api-use\nforbid: { method: ['com.acme.*.T1#y'], type: [java.util.Date] }",
                    "kind: pattern\nlang: java\nmatch: { field: { annotatedWith: [jakarta.inject.Inject] } }",
                    "kind: pattern\nmatch: { regex: 'FIXME' }",
                    "kind: library\nforbid: { artifact: ['org.gson:*'] }",
                    "kind: content\nforbid: { key: mode, value: '^create' }",
                    "kind: ownership\nmap:\n  first: { module: orders, tables: [orders] }\n  second: { module: billing, tables: [invoices] }\nforbid: { access: foreign-table, in: [jdbc-string, migration] }\nunknownTable: warn",
                    "kind: require\nscope: { path: '**/src/main/java/**' }\nforEach: { type: { named: 'T*' } }\nassert: { companion: '*/src/test/java/{package}/{name}Test.java' }",
                    "kind: require\nforEach: { type: { named: 'T*' } }\nassert: { anyOf: [ { reachableFromFilter: { filter: com.acme.core.T1, via: config } }, { annotatedWith: com.acme.Open } ] }",
                    "kind: change\nscope: { path: '**/pom.xml' }\neffect: ask\napprovers: ['team:x']",
                    "kind: file-history\nscope: { path: '**/V*.sql' }\nallow: { change: [add] }");

    private static DecisionSet law() {
        var files = new TreeMap<String, String>();
        int number = 0;
        for (var rule : RULES) {
            for (var mode : List.of("introduced", "absolute", "ratchet")) {
                number++;
                boolean moded = !rule.startsWith("kind: change") && !rule.startsWith("kind: file-");
                files.put(
                        "docs/decisions/%04d-rule.md".formatted(number),
                        Court.record(
                                "accepted",
                                "id: rule\n" + rule + (moded ? "\nmode: " + mode : "")));
            }
        }
        var law = DecisionSet.read(MemoryTree.of(files), Expressions.none());
        assertThat(law.problems()).isEmpty();
        return law;
    }

    @Test
    void it_says_what_one_without_memory_says() {
        var law = law();
        var inquiry =
                new Inquiry(Phase.CI, LocalDate.of(2026, 11, 23), new Actor.Unknown(), Set.of());
        var remembering = new Judge(Expressions.none());
        int findings = 0;
        for (int seed = 0; seed < 3; seed++) {
            var wild = WildFiles.tangled(seed);
            var random = new Random(seed);
            var trees = new ArrayList<Map<String, String>>(List.of(wild.repository()));
            for (int step = 0; step < 6; step++) {
                // A base, its children, their children: as a run of edits goes, with turns back.
                int from = random.nextBoolean() ? 0 : random.nextInt(trees.size());
                trees.add(wild.changed(trees.get(random.nextInt(trees.size()))));
                var before = MemoryTree.of(trees.get(from));
                var after = MemoryTree.of(trees.getLast());

                var said = remembering.judge(law, before, after, inquiry);

                assertThat(said)
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(
                                new Judge(Expressions.none()).judge(law, before, after, inquiry));
                findings += said.evidence().findings().size();
            }
        }
        assertThat(findings).isGreaterThan(200);
    }
}
