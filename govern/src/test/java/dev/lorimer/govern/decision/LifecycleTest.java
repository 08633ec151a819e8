package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How records stand to each other: what is read of their status, who replaces and overrides whom,
/// and what can't hold at once.
class LifecycleTest {
    private static DecisionSet read(Map<String, String> files) {
        return DecisionSet.read(MemoryTree.of(files), Expressions.none());
    }

    private static List<String> texts(DecisionSet set) {
        return set.problems().stream().map(Problem::text).toList();
    }

    private static String record(String status, String yaml) {
        return "---\nstatus: %s\n---\n# A record\n\n```constraint\n%s\n```\n"
                .formatted(status, yaml.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Title\n=====\n\nStatus\n------\n\n**Accepted**\n",
                "=====\nTitle\n=====\n\nStatus\n======\n\nAccepted *2026-01-02*\n",
                "1. Title\n########\n\n:Status: Accepted\n:Date: 2026-01-02\n",
                "Title\n=====\n\n* Status: accepted\n",
                "Title\n=====\n\n.. list-table::\n\n   * - Status\n     - Accepted\n   * - Date\n     - today\n",
                "Title\n=====\n\n+--------+----------+\n| Status | Accepted |\n+--------+----------+\n",
                "Title\n=====\n\n**Status:** Accepted\n",
            })
    void a_status_is_read_in_restructured_text(String text) {
        var set = read(Map.of("docs/decisions/0007-x.rst", text));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getFirst().status()).isEqualTo(new Status.Accepted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".. constraint::\n\n",
                ".. code-block:: constraint\n   :linenos:\n\n",
                "constraint::\n\n",
                "The rule, as a constraint::\n\n"
            })
    void a_constraint_is_read_from_a_literal_block_with_its_lines(String marker) {
        var head = "Title\n=====\n\nStatus\n------\n\nAccepted\n\n";
        var block = "   id: no-gson\n   kind: library\n   forbid: { artifact: ['g:a'] }\n";
        var good = read(Map.of("docs/decisions/0007-x.rst", head + marker + block + "\nMore.\n"));
        var bad =
                read(
                        Map.of(
                                "docs/decisions/0007-x.rst",
                                head + marker + block + "   nonsense: 1\n"));

        assertThat(texts(good)).isEmpty();
        assertThat(good.decisions().getFirst().constraints())
                .extracting(Constraint::id)
                .containsExactly("D-0007#no-gson");
        long line = (head + marker).lines().count() + 4;
        assertThat(texts(bad))
                .singleElement()
                .asString()
                .startsWith(
                        "docs/decisions/0007-x.rst:%s: unknown key \"nonsense\"".formatted(line));
    }

    @Test
    void a_record_that_was_accepted_and_then_superseded_is_superseded() {
        var set =
                read(
                        Map.of(
                                "doc/adr/0003-old.md",
                                "# 3. Old\n\n## Status\n\nAccepted\n\nSuperseded by [Use new](0004-new.md)\n",
                                "doc/adr/0004-new.md",
                                "# 4. New\n\n## Status\n\nAccepted\n\nSupersedes [ADR-3](0003-old.md)\n"));

        assertThat(texts(set)).isEmpty();
        assertThat(set.decisions().getFirst().force()).isEqualTo(Force.OFF);
        assertThat(set.decisions().getLast().standing().supersedes())
                .containsExactly(set.decisions().getFirst().id());
    }

    @Test
    void records_that_supersede_each_other_are_an_error() {
        var set =
                read(
                        Map.of(
                                "docs/adr/0001-a.md",
                                "---\nstatus: accepted\nsupersedes: [D-0002]\n---\n# A\n",
                                "docs/adr/0002-b.md",
                                "---\nstatus: accepted\nsupersedes: [D-0001]\n---\n# B\n"));

        assertThat(texts(set)).hasSize(2).allMatch(text -> text.contains("supersedes itself"));
    }

    private static final String WIDE =
            "id: wide\nkind: api-use\nscope: { path: 'src/**' }\nforbid: { type: [java.util.Date] }\n";

    private static DecisionSet overriding(String status, String scope) {
        return read(
                Map.of(
                        "docs/adr/0001-a.md",
                        record("accepted", WIDE),
                        "docs/adr/0002-b.md",
                        record(
                                status,
                                "id: narrow\nkind: api-use\nscope: %s\nforbid: { type: [java.util.Calendar] }\noverrides: D-0001#wide\n"
                                        .formatted(scope))));
    }

    @Test
    void an_accepted_override_takes_its_narrower_scope_and_a_proposed_one_takes_nothing() {
        assertThat(
                        overriding("accepted", "{ path: 'src/old/**' }")
                                .decisions()
                                .getFirst()
                                .constraints()
                                .getFirst()
                                .scope()
                                .ceded())
                .hasSize(1);
        assertThat(
                        overriding("proposed", "{ path: 'src/old/**' }")
                                .decisions()
                                .getFirst()
                                .constraints()
                                .getFirst()
                                .scope()
                                .ceded())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ path: 'src/**' }",
                "{ path: '**' }",
                "{ path: 'test/**' }",
                "{ package: 'com.acme..' }",
                "{ path: ['src/a/**', 'lib/**'] }"
            })
    void an_override_that_is_not_surely_narrower_is_an_error_and_overrides_nothing(String scope) {
        var set = overriding("accepted", scope);

        assertThat(texts(set))
                .singleElement()
                .asString()
                .startsWith("docs/adr/0002-b.md:7: D-0002#narrow overrides D-0001#wide")
                .contains("not surely narrower");
        assertThat(set.decisions().getFirst().constraints().getFirst().scope().ceded()).isEmpty();
    }

    @Test
    void two_overrides_of_one_constraint_may_not_overlap() {
        var files = new TreeMap<String, String>();
        files.put("docs/adr/0001-a.md", record("accepted", WIDE));
        for (int i = 2; i <= 3; i++) {
            files.put(
                    "docs/adr/000%s-b.md".formatted(i),
                    record(
                            "accepted",
                            "id: n%s\nkind: api-use\nscope: { path: 'src/%s/**' }\nforbid: { type: [a.B] }\noverrides: D-0001#wide\n"
                                    .formatted(i, i == 2 ? "*" : "old")));
        }

        assertThat(texts(read(files)))
                .singleElement()
                .asString()
                .contains("D-0003#n3 and D-0002#n2 both override D-0001#wide");
    }

    private static DecisionSet pair(String one, String other) {
        return read(
                Map.of(
                        "docs/adr/0001-a.md", record("accepted", "id: one\n" + one),
                        "docs/adr/0002-b.md", record("accepted", "id: other\n" + other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: require, forEach: {type: {named: '*Controller'}}, assert: {annotatedWith: a.Secured}|kind: pattern, match: {type: {annotatedWith: a.Secured}}",
                "kind: require, forEach: {type: {named: '*Controller'}}, assert: {annotatedWith: a.Secured}|kind: dependency, forbid: {package: ['a..']}",
                "kind: require, forEach: {type: {named: '*X'}}, assert: {anyOf: [{annotatedWith: a.B}, {subtypeOf: a.C}]}|kind: api-use, forbid: {type: [a.B, a.C]}",
                "kind: dependency, layers: [web.., core.., db..]|kind: dependency, layers: [db.., web..]",
                "kind: dependency, scope: {package: 'x..'}, allow: {package: ['a.b..']}|kind: dependency, scope: {package: 'x.y..'}, forbid: {package: ['a..']}",
                "kind: library, allow: {artifact: ['g:a']}|kind: library, forbid: {artifact: ['g:*']}",
                "kind: ownership, map: {s: {module: s, tables: [t]}}, forbid: {access: foreign-table}|kind: ownership, map: {r: {module: r, tables: [T]}}, forbid: {access: foreign-table}",
                "kind: content, require: {key: a.b, value: x}|kind: content, forbid: {key: a.b, value: x}",
            })
    void what_no_code_can_satisfy_is_an_error_that_names_both_records(String one, String other) {
        var set = pair(yaml(one), yaml(other));

        assertThat(set.problems()).isNotEmpty();
        assertThat(set.problems())
                .allMatch(problem -> problem.level() == Level.LAWLESS)
                .allMatch(problem ->
                        problem.text()
                                .startsWith(
                                        "docs/adr/0002-b.md:7: conflict between D-0001 and D-0002 (docs/adr/0001-a.md): "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: require, scope: {path: 'a/**'}, forEach: {type: {named: 'X'}}, assert: {annotatedWith: a.B}|kind: api-use, scope: {path: 'b/**'}, forbid: {type: [a.B]}",
                "kind: require, forEach: {type: {named: '*X'}}, assert: {anyOf: [{annotatedWith: a.B}, {subtypeOf: a.C}]}|kind: api-use, forbid: {type: [a.B]}",
                "kind: dependency, layers: [web.., core..]|kind: dependency, layers: [core.., db..]",
                "kind: dependency, forbid: {package: ['a..']}, allow: {package: [a.b]}|kind: dependency, forbid: {package: ['c..']}",
                "kind: dependency, forbid: {package: ['..']}, allow: {package: ['a..']}|kind: dependency, forbid: {package: ['a..']}, allow: {package: [a.b]}",
                "kind: library, forbid: {artifact: ['g:a']}|kind: library, forbid: {artifact: ['g:*']}",
            })
    void rules_that_can_both_be_satisfied_are_no_conflict(String one, String other) {
        assertThat(texts(pair(yaml(one), yaml(other)))).isEmpty();
    }

    /// The keys of a constraint, as one flow mapping writes them, on lines of their own.
    private static String yaml(String flow) {
        return flow.replaceAll(
                ", (?=(?:forEach|assert|match|forbid|layers|scope|allow|map|require):)", "\n");
    }
}
