package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Expressions.Reading;
import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.tree.MemoryTree;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every mistake in a constraint is an error on its own line, with the value and what would be
/// right.
class ConstraintErrorsTest {
    /// The block's first line is line 7 of the file.
    private static final int FIRST = 7;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        3,
                        "unknown key \"forbidd\" in a dependency constraint; did you mean \"forbid\"?; known keys: id, kind,",
                        "id: a",
                        "kind: dependency",
                        "forbidd: { package: [a] }",
                        "forbid: { package: [a] }"),
                mistake(
                        4,
                        "unknown key \"packages\" in \"forbid\"; did you mean \"package\"?; known keys: package, type",
                        "id: a",
                        "kind: dependency",
                        "forbid:",
                        "  packages: [a..]",
                        "  package: [a..]"),
                mistake(
                        3,
                        "unknown key \"paths\" in \"scope\"; did you mean \"path\"?",
                        "id: a",
                        "kind: change",
                        "scope: { paths: [a] }"),
                mistake(
                        3,
                        "unknown key \"regex\" in \"exclude\"",
                        "id: a",
                        "kind: change",
                        "exclude: { regex: x }"),
                mistake(
                        2,
                        "unknown kind \"dependancy\"; did you mean \"dependency\"?; known kinds: dependency, api-use, pattern, library, change, file-history, budget",
                        "id: a",
                        "kind: dependancy"),
                mistake(1, "a constraint needs the key \"kind\"", "id: a"),
                mistake(1, "a change constraint needs the key \"id\"", "kind: change"),
                mistake(
                        1,
                        "a dependency constraint needs the key \"forbid\"",
                        "id: a",
                        "kind: dependency"),
                mistake(
                        3,
                        "\"forbid\" is empty; it needs at least one of: package, type",
                        "id: a",
                        "kind: dependency",
                        "forbid: { }"),
                mistake(
                        3,
                        "\"package\" in \"forbid\" is an empty list",
                        "id: a",
                        "kind: dependency",
                        "forbid: { package: [] }"),
                mistake(
                        3,
                        "key \"kind\" is given twice, first in line 8",
                        "id: a",
                        "kind: change",
                        "kind: budget"),
                mistake(
                        4,
                        "key \"path\" is given twice",
                        "id: a",
                        "kind: change",
                        "scope:",
                        "  { path: a, path: b }"),
                mistake(
                        1,
                        "constraint id \"D3\" is not of the form no-gson",
                        "id: D3",
                        "kind: change"),
                mistake(
                        1,
                        "\"id\" in a change constraint is the number 7, but has to be a text; put it in quotes",
                        "id: 7",
                        "kind: change"),
                mistake(
                        3,
                        "unknown word \"block\" for \"severity\"; known words: info, warn, ask, deny",
                        "id: a",
                        "kind: change",
                        "severity: block"),
                mistake(
                        3,
                        "unknown word \"edits\" for \"phase\"; did you mean \"edit\"?",
                        "id: a",
                        "kind: change",
                        "phase: [edits]"),
                mistake(
                        3,
                        "unknown word \"strict\" for \"mode\"",
                        "id: a",
                        "kind: change",
                        "mode: strict"),
                mistake(
                        4,
                        "\"severity\" and \"effect\" say the same",
                        "id: a",
                        "kind: change",
                        "severity: deny",
                        "effect: ask"),
                mistake(
                        3,
                        "\"minSubjects\" in a change constraint is the number -1, but has to be a whole number, 0 or more",
                        "id: a",
                        "kind: change",
                        "minSubjects: -1"),
                mistake(
                        3,
                        "\"minSubjects\" in a change constraint is the text \"1\"",
                        "id: a",
                        "kind: change",
                        "minSubjects: '1'"),
                mistake(
                        3,
                        "\"scope\" in a change constraint is the text \"src\", but has to be a mapping",
                        "id: a",
                        "kind: change",
                        "scope: src"),
                mistake(
                        3,
                        "\"separationOfDuties\" in a change constraint is the text \"yes\", but has to be true or false",
                        "id: a",
                        "kind: change",
                        "separationOfDuties: yes"),
                mistake(
                        3,
                        "path pattern \"a[0-9]\" holds a \"[\"",
                        "id: a",
                        "kind: change",
                        "scope: { path: 'a[0-9]' }"),
                mistake(
                        3,
                        "path pattern \"/src/**\" starts with \"/\"",
                        "id: a",
                        "kind: change",
                        "scope: { path: /src/** }"),
                mistake(
                        3,
                        "path pattern \"{a,b\" opens a {",
                        "id: a",
                        "kind: change",
                        "scope: { path: '{a,b' }"),
                mistake(
                        3,
                        "pattern \"com.acme.**\" holds **; write ..",
                        "id: a",
                        "kind: dependency",
                        "forbid: { package: com.acme.** }"),
                mistake(
                        3,
                        "pattern \"com.acme.\" ends with a dot",
                        "id: a",
                        "kind: dependency",
                        "forbid: { package: com.acme. }"),
                mistake(
                        3,
                        "pattern \"com acme\" is no dotted name",
                        "id: a",
                        "kind: dependency",
                        "forbid: { package: com acme }"),
                mistake(
                        3,
                        "regex \"(a\" is not of RE2's language",
                        "id: a",
                        "kind: pattern",
                        "match: { regex: '(a' }"),
                mistake(
                        3,
                        "regex \"(?=a)\" is not of RE2's language",
                        "id: a",
                        "kind: pattern",
                        "match: { regex: '(?=a)' }"),
                mistake(
                        3,
                        "regex \"a*\" matches the empty text",
                        "id: a",
                        "kind: pattern",
                        "match: { regex: 'a*' }"),
                mistake(
                        1,
                        "a pattern constraint needs \"match\" with at least one of: regex,",
                        "id: a",
                        "kind: pattern"),
                mistake(
                        3,
                        "\"call\" needs the key \"owner\"",
                        "id: a",
                        "kind: pattern",
                        "match: { call: { name: x } }"),
                mistake(
                        3,
                        "method \"System.exit\" is not of the form java.lang.System#exit",
                        "id: a",
                        "kind: api-use",
                        "forbid: { method: System.exit }"),
                mistake(
                        3,
                        "artifact \"gson\" is not of the form group:artifact",
                        "id: a",
                        "kind: library",
                        "forbid: { artifact: gson }"),
                mistake(
                        3,
                        "unknown language \"jawa\"; did you mean \"java\"?; known languages: java, kotlin",
                        "id: a",
                        "kind: change",
                        "lang: jawa"),
                mistake(
                        3,
                        "unknown word \"move\" for \"change\"; known words: add, modify, delete, rename",
                        "id: a",
                        "kind: file-history",
                        "allow: { change: [move] }"),
                mistake(
                        3,
                        "order key \"V\\d+\" has 0 groups",
                        "id: a",
                        "kind: file-history",
                        "order: { key: 'V\\d+' }"),
                mistake(
                        1,
                        "a file-history constraint needs \"allow\" or \"order\"",
                        "id: a",
                        "kind: file-history"),
                mistake(1, "a budget constraint needs the key \"cel\"", "id: a", "kind: budget"),
                mistake(
                        3,
                        "unknown key \"failing\" in \"tests\"",
                        "id: a",
                        "kind: change",
                        "tests: { failing: x }"),
                mistake(
                        3,
                        "\"fail\" in a change constraint is the number 3",
                        "id: a",
                        "kind: change",
                        "tests: { fail: 3 }"),
                mistake(3, "alias \"*x\" is not read here", "id: a", "kind: change", "fix: *x"),
                mistake(1, "a constraint is a list", "- id: a"),
                mistake(3, "this is no YAML: ", "id: a", "kind: change", "scope: { path: [a }"));
    }

    private static Arguments mistake(int line, String message, String... yaml) {
        return Arguments.of(line, message, String.join("\n", yaml));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_on_its_line_with_what_would_be_right(
            int line, String message, String yaml) {
        var problems = problems(Expressions.none(), yaml);

        assertThat(problems).extracting(Problem::level).containsOnly(Level.LAWLESS);
        assertThat(problems)
                .extracting(Problem::text)
                .anySatisfy(text ->
                        assertThat(text)
                                .startsWith(
                                        "docs/decisions/0007-x.md:%d: %s"
                                                .formatted(FIRST + line - 1, message)))
                .allSatisfy(
                        text -> assertThat(text).doesNotContain("\n").doesNotContain("Exception"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "api-compat", "content", "ownership", "trace", "check"})
    void a_kind_without_its_keys_is_refused_and_not_passed_over(String kind) {
        assertThat(
                        problems(
                                Expressions.none(),
                                "id: a\nkind: " + kind + "\nwhatever: { it: takes }"))
                .extracting(Problem::text)
                .anySatisfy(text -> assertThat(text).contains("unknown key \"whatever\""))
                .anySatisfy(text -> assertThat(text).contains("needs"));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThat(
                        problems(
                                Expressions.none(),
                                "id: A\nkind: change\nfoo: 1\nbar: 2\nseverity: x\nscope: { path: '[' }"))
                .hasSize(5);
    }

    @Test
    void an_expression_that_is_wrong_is_told_when_the_record_is_read() {
        Expressions picky = (_, _) -> new Reading.Wrong("undeclared reference to 'x'", 1);

        assertThat(problems(picky, "id: a\nkind: budget\ncel: x < 3"))
                .extracting(Problem::text)
                .containsExactly(
                        "docs/decisions/0007-x.md:9: cel expression \"x < 3\" is wrong: undeclared reference to 'x'; it can use diff.added, diff.deleted and diff.files");
    }

    @Test
    void a_constraint_id_used_twice_in_a_record_is_an_error() {
        assertThat(problems(Expressions.none(), "id: a\nkind: change\n---\nid: a\nkind: change"))
                .extracting(Problem::message)
                .containsExactly(
                        "constraint id \"a\" is used twice in this record; give each its own");
    }

    @Test
    void yaml_nested_without_end_is_an_error_like_any_other() {
        assertThat(problems(Expressions.none(), "id: a\nkind: change\nscope: " + "[".repeat(5_000)))
                .hasSize(1);
    }

    private static List<Problem> problems(Expressions expressions, String yaml) {
        var text = "---\nstatus: accepted\n---\n# X\n\n```constraint\n" + yaml + "\n```\n";
        return DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0007-x.md", text)), expressions)
                .problems();
    }
}
