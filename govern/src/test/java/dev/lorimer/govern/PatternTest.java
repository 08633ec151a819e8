package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms of text and of Java syntax.
class PatternTest {
    private static final String PATH = "src/main/java/com/acme/A.java";

    private static final Court AUTOWIRED =
            Court.of(
                    """
                    kind: pattern
                    lang: java
                    match:
                      field: { annotatedWith: ["org.springframework.beans.factory.annotation.Autowired", "jakarta.inject.Inject"] }
                      unless: { pathGlob: ["**/src/test/**"], annotatedWith: [com.acme.Legacy] }
                    """);

    private static final Court EXIT =
            Court.of(
                    "kind: api-use\nforbid: { method: ['java.lang.System#exit', 'java.lang.Runtime#exec', 'java.lang.Thread#stop', 'java.util.Date#new'] }");

    private static final Court SQL =
            Court.of(
                    """
                    kind: pattern
                    lang: java
                    match:
                      anyOf:
                        - call: { owner: ["java.sql.Statement", "org.springframework.jdbc.core.JdbcTemplate"] }
                        - string: { regex: "(?i)^\\\\s*(select|insert|update|delete)\\\\s.+\\\\s(from|into|set)\\\\s" }
                    """);

    @Test
    void a_regex_is_found_in_any_text_with_its_line() {
        var court =
                Court.of(
                        "kind: pattern\nscope: { path: 'config/**' }\nmatch: { regex: 'password\\s*=\\s*\\S+' }");

        var verdict =
                court.adding(
                        "config/app.properties",
                        "a=1\r\npassword = x\r\nb=2\r\nPASSWORD=y\r\npassword=z");

        assertThat(Court.said(verdict))
                .containsExactly(
                        "V config/app.properties:2 \"password = x\" matches password\\s*=\\s*\\S+",
                        "V config/app.properties:5 \"password=z\" matches password\\s*=\\s*\\S+");
        assertThat(Court.said(court.adding("other/app.properties", "password=1"))).isEmpty();
    }

    @Test
    void line_ends_of_any_sort_end_a_line() {
        var court = Court.of("kind: pattern\nforbid: { regex: ['^TODO$'] }");

        assertThat(Court.lines(court.adding("a.txt", "x\nTODO\ny"))).containsExactly(2);
        assertThat(Court.lines(court.adding("a.txt", "x\r\nTODO\r\ny"))).containsExactly(2);
        assertThat(Court.lines(court.adding("a.txt", "x\rTODO\ry"))).containsExactly(2);
    }

    @Test
    void an_expression_that_would_take_for_ever_elsewhere_is_matched_in_linear_time() {
        var court = Court.of("kind: pattern\nmatch: { regex: '(a+)+b' }");

        assertThat(Court.said(court.adding("a.txt", "a".repeat(20_000)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import org.springframework.beans.factory.annotation.Autowired; class A { @Autowired B b; }",
                "package com.acme; import org.springframework.beans.factory.annotation.*; class A { @Autowired private B b; }",
                "package com.acme; class A { @jakarta.inject.Inject B b; }",
                "package com.acme; import jakarta.inject.Inject; class A { class C { @Deprecated @Inject B b; } }",
                "package com.acme; import jakarta.inject.Inject; record A(int x) { @Inject static B b; }",
            })
    void an_annotated_field_is_found(String code) {
        assertThat(AUTOWIRED.adding(PATH, code)).isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import jakarta.inject.Inject; class A { B b; @Inject A(B b) { } }",
                "package com.acme; import com.acme.other.Inject; class A { @Inject B b; }",
                "package com.acme; import jakarta.inject.Inject; class A { @Inject void b(B b) { } }",
                "package com.acme; import jakarta.inject.Inject; @Legacy class A { @Inject B b; } @interface Legacy { }",
                "package com.acme; import jakarta.inject.Inject; class A { @Legacy @Inject B b; } @interface Legacy { }",
                "package com.acme; @interface Inject { } class A { @Inject B b; }",
            })
    void another_annotation_or_an_excused_place_is_not_found(String code) {
        assertThat(Court.said(AUTOWIRED.adding(PATH, code))).isEmpty();
    }

    @Test
    void a_pattern_leaves_out_the_paths_of_unless() {
        var code = "package com.acme; import jakarta.inject.Inject; class A { @Inject B b; }";

        assertThat(Court.said(AUTOWIRED.adding("app/src/test/java/com/acme/A.java", code)))
                .isEmpty();
        assertThat(Court.said(AUTOWIRED.adding("src/test/java/com/acme/A.java", code))).isEmpty();
    }

    @Test
    void parameters_methods_and_types_can_be_looked_for_too() {
        var court =
                Court.of(
                        """
                        kind: pattern
                        match:
                          anyOf:
                            - parameter: { annotatedWith: com.acme.P }
                            - method: { annotatedWith: com.acme.M }
                            - type: { annotatedWith: com.acme.T }
                        """);

        var verdict =
                court.adding(
                        PATH,
                        "package com.acme.x;\nimport com.acme.*;\n@T class A {\n@M void f(\n@P int x) { }\n@P int y;\n}");

        assertThat(Court.lines(verdict)).containsExactly(3, 4, 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { void f() { System.exit(1); } }",
                "class A { void f() { java.lang.System.exit(1); } }",
                "import static java.lang.System.exit; class A { void f() { exit(1); } }",
                "import static java.lang.System.*; class A { void f() { exit(1); } }",
                "class A { java.util.function.IntConsumer f = System::exit; }",
                "class A { void f() throws Exception { Runtime.getRuntime().exec(\"ls\"); } }",
                "class A { void f() throws Exception { var r = Runtime.getRuntime(); r.exec(\"ls\"); } }",
                "class A { Runtime r; void f() throws Exception { this.r.exec(\"ls\"); } }",
                "class A { void f(Runtime r) throws Exception { if (r != null) { r.exec(\"ls\"); } } }",
                "class A { void f(Object o) throws Exception { if (o instanceof Runtime r) r.exec(\"ls\"); } }",
                "class A { void f(Object o) throws Exception { if (!(o instanceof Runtime r)) return; r.exec(\"ls\"); } }",
                "class A { void f(Object o) throws Exception { ((Runtime) o).exec(\"ls\"); } }",
                "class A { Runtime r() { return null; } void f() throws Exception { r().exec(\"ls\"); } }",
                "class A { void f(Runtime[] all) throws Exception { all[0].exec(\"ls\"); for (Runtime r : all) r.exec(\"x\"); } }",
                "class A extends Thread { void f() { stop(); } }",
                "class A extends Thread { void f() { super.stop(); } }",
                "class A { void f() { Thread.currentThread().stop(); } }",
                "class A { void f() { new Thread().stop(); } }",
                "import java.util.Date; class A { Object f() { return new Date(); } }",
                "import java.util.Date; class A { java.util.function.Supplier<Date> f = Date::new; }",
            })
    void a_call_is_found_however_it_is_written(String code) {
        assertThat(EXIT.adding(PATH, "package com.acme; " + code)).isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { void f() { exit(1); } void exit(int code) { } }",
                "import static java.lang.System.*; class A { void f() { exit(1); } void exit(int code) { } }",
                "class A { Exits System; void f() { System.exit(1); } }",
                "class A { void f(Shell shell) { shell.exec(\"ls\"); shell.stop(); } }",
                "class A { static class System { static void exit(int x) { } } void f() { System.exit(1); } }",
                "import java.util.Date; class A { Date d; long f() { return d.getTime(); } }",
                "class A { long f() { return System.nanoTime(); } }",
            })
    void a_call_of_something_else_is_not_found(String code) {
        assertThat(Court.said(EXIT.adding(PATH, "package com.acme; " + code))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { String q = \"select a from b where c\"; }",
                "class A { String q = \"select a \" + \"from b where c\"; }",
                "class A { String q(String t) { return \"select a from \" + t + \" where c\"; } }",
                "class A { String q = \"\"\"\n  SELECT a\n  , b FROM c \"\"\"; }",
                "class A { void f(java.sql.Connection c) throws Exception { c.createStatement().execute(\"x\"); } }",
                "import org.springframework.jdbc.core.JdbcTemplate; class A { JdbcTemplate t; void f() { t.query(\"x\"); } }",
                "import org.springframework.jdbc.core.*; class A { void f(JdbcTemplate t) { t.query(\"x\"); } }",
            })
    void sql_is_found_in_strings_and_calls(String code) {
        assertThat(SQL.adding(PATH, "package com.acme; " + code)).isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { String q = \"please select one\"; }",
                "class A { // select a from b where c\n }",
                "class A { void f(Statement s) { s.execute(\"x\"); } interface Statement { void execute(String s); } }",
            })
    void what_is_no_sql_is_not_found(String code) {
        assertThat(Court.said(SQL.adding(PATH, "package com.acme; " + code))).isEmpty();
    }

    @Test
    void a_sum_of_ten_thousand_strings_is_one_finding() {
        var sum = "\"select a from b \" + \"x\" + ".repeat(5_000) + "\"end\"";

        var verdict = SQL.adding(PATH, "package com.acme; class A { String q = " + sum + "; }");

        assertThat(Court.lines(verdict)).containsExactly(1);
    }

    @Test
    void a_form_of_syntax_in_another_language_is_undecided() {
        var court =
                Court.of(
                        "kind: pattern\nlang: [java, python]\nmatch: { call: { owner: java.sql.Statement } }");

        assertThat(Court.said(court.adding("a/b.py", "print(1)")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I a/b.py ");
        assertThat(Court.said(court.adding("a/b.go", "package b"))).isEmpty();
    }

    @Test
    void a_text_pattern_needs_no_parser_for_any_language() {
        var court = Court.of("kind: pattern\nlang: python\nmatch: { regex: 'print\\(' }");

        assertThat(Court.said(court.adding("a/b.py", "x\nprint(1)")))
                .containsExactly("V a/b.py:2 \"print(\" matches print\\(");
        assertThat(Court.said(court.adding("a/b.rb", "print(1)"))).isEmpty();
    }

    @Test
    void an_absolute_text_pattern_finds_what_it_would_find_in_a_changed_file() {
        for (var regex :
                new String[] {
                    "pass(word)+",
                    "(abc|x).y",
                    "pass\\w+d",
                    "a|password",
                    "[p]assword",
                    "passwordx?",
                    "(?i)PASSword"
                }) {
            var court =
                    Court.of(
                            "kind: pattern\nmode: absolute\nmatch: { regex: '%s' }"
                                    .formatted(regex));
            var tree = Map.of("a.txt", "the password", "b.txt", "nothing here");
            boolean fresh = !Court.said(court.adding("a.txt", "the password")).isEmpty();

            assertThat(!Court.said(court.judge(tree, tree)).isEmpty()).as(regex).isEqualTo(fresh);
        }
    }

    @Test
    void a_record_that_shows_what_it_forbids_does_not_break_its_own_rule() {
        var record = Map.of("docs/decisions/0007-rule.md", "never write FIXME");

        assertThat(
                        Court.said(
                                Court.of("kind: pattern\nmode: absolute\nmatch: { regex: FIXME }")
                                        .judge(record, record)))
                .isEmpty();
        assertThat(
                        Court.said(
                                Court.of(
                                                "kind: pattern\nmode: absolute\nscope: { path: 'docs/**' }\nmatch: { regex: FIXME }")
                                        .judge(record, record)))
                .hasSize(1);
    }
}
