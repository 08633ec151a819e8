package dev.lorimer.govern;

import static dev.lorimer.govern.ReferenceJudge.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The judge against a naive one, for every kind of rule that looks at files, in every mode, on
/// random repositories and changes.
class TwoJudgesOnAllKindsTest {
    private static final List<String> MODES = List.of("introduced", "absolute", "ratchet");

    private static Stream<Arguments> kinds() {
        return Stream.of(
                kind(
                        "kind: dependency\nscope: { package: 'com.acme.core..' }\nforbid: { package: ['com.acme.web..'] }",
                        ReferenceJudge.lines(line ->
                                when(
                                        line.isCode()
                                                && line.part().equals("core")
                                                && line.used().equals("web"),
                                        line.text()))),
                kind(
                        "kind: dependency\nlayers: [com.acme.web.., com.acme.core.., com.acme.db..]",
                        ReferenceJudge.lines(line ->
                                when(
                                        !line.used().isEmpty()
                                                && WildFiles.PARTS.indexOf(line.used())
                                                        < WildFiles.PARTS.indexOf(line.part()),
                                        line.text()))),
                kind(
                        "kind: dependency\nacyclic: 'com.acme.*'",
                        new ReferenceJudge(ReferenceJudge::circles)),
                kind(
                        "kind: api-use\nforbid: { type: [java.util.Date] }",
                        ReferenceJudge.lines(
                                line -> when(line.text().equals("java.util.Date d;"), "date"))),
                kind(
                        "kind: api-use\nforbid: { method: ['java.lang.System#exit'] }",
                        ReferenceJudge.lines(
                                line -> when(line.text().contains("System.exit"), "exit"))),
                kind(
                        "kind: pattern\nlang: java\nmatch: { field: { annotatedWith: [jakarta.inject.Inject] } }",
                        ReferenceJudge.lines(
                                line -> when(line.text().startsWith("@jakarta"), "inject"))),
                kind(
                        "kind: pattern\nlang: java\nmatch: { string: { regex: '^select\\s.+\\sfrom\\sinvoices' } }",
                        ReferenceJudge.lines(
                                line -> when(line.text().contains("from invoices"), "select"))),
                kind(
                        "kind: pattern\nscope: { path: 'orders/**' }\nmatch: { regex: 'FIXME' }",
                        ReferenceJudge.lines(line ->
                                when(
                                        line.text().contains("FIXME")
                                                && line.module().equals("orders"),
                                        "fixme"))),
                kind(
                        "kind: library\nforbid: { artifact: ['org.gson:*', 'org.guava:guava'] }",
                        ReferenceJudge.lines(line ->
                                when(
                                        line.text().contains("org.gson")
                                                || line.text().contains("org.guava"),
                                        line.text()))),
                kind(
                        "kind: content\nforbid: { key: mode, value: '^create' }",
                        ReferenceJudge.lines(
                                line -> when(line.text().equals("mode=create"), "mode"))),
                kind(
                        """
                        kind: ownership
                        map:
                          first: { module: orders, tables: [orders] }
                          second: { module: billing, tables: [invoices] }
                        forbid: { access: foreign-table, in: [jdbc-string, migration] }
                        """,
                        ReferenceJudge.lines(line ->
                                Stream.of("orders", "invoices")
                                        .filter(table ->
                                                line.text().contains("from " + table)
                                                        || line.text().contains("table " + table))
                                        .filter(table ->
                                                table.equals("orders")
                                                        != line.module().equals("orders"))
                                        .toList())),
                kind(
                        """
                        kind: require
                        scope: { path: "**/src/main/java/**" }
                        forEach: { type: { named: "T*" } }
                        assert: { companion: "*/src/test/java/{package}/{name}Test.java" }
                        """,
                        new ReferenceJudge(ReferenceJudge::untested)));
    }

    private static Arguments kind(String yaml, ReferenceJudge naive) {
        return Arguments.of(yaml, naive);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void both_charge_the_same(String yaml, ReferenceJudge naive) {
        int charged = 0;
        for (int seed = 0; seed < 60; seed++) {
            var mode = MODES.get(seed % 3);
            var court = Court.of(yaml.stripTrailing() + "\nmode: " + mode);
            var wild = WildFiles.plain(seed);
            var before = wild.repository();
            var after = wild.changed(before);
            var expected = naive.charged(mode, before, after);

            assertThat(charged(court.judge(before, after)))
                    .as("seed %s, mode %s, from %s to %s", seed, mode, before, after)
                    .isEqualTo(expected);
            charged += expected.size();
        }
        // A comparison of silence with silence would show nothing.
        assertThat(charged).isGreaterThan(2);
    }

    private static Map<String, Integer> charged(Verdict verdict) {
        var counts = new TreeMap<String, Integer>();
        for (var finding : verdict.evidence().findings()) {
            if (finding.kind() == Kind.VIOLATION) {
                counts.merge(finding.place().file(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
