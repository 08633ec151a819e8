package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts as a use of a forbidden package or type in Java, however it is written.
class JavaUseTest {
    private static final Court NO_GSON =
            Court.of("kind: dependency\nforbid: { package: ['com.google.gson..'] }");

    private static final Court NO_DATE =
            Court.of("kind: api-use\nforbid: { type: [java.util.Date] }");

    private static final String PATH = "src/main/java/com/acme/A.java";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import com.google.gson.Gson; class A { Gson g; }",
                "package com.acme; import com.google.gson.*; class A { Gson g; }",
                "package com.acme; class A { com.google.gson.Gson g; }",
                "package com.acme; class A { Object g = new com.google.gson.Gson(); }",
                "package com.acme; class A { Object g = com . google /* x */ . gson . Gson . class; }",
                "package com.acme; import java.util.*; class A { List<com.google.gson.Gson> g; }",
                "package com.acme; import com.google.gson.Gson; class A { java.util.List<? extends Gson> g; }",
                "package com.acme; import com.google.gson.Gson; class A<T extends Gson> { }",
                "package com.acme; import com.google.gson.Gson; class A extends Gson { }",
                "package com.acme; import com.google.gson.JsonSerializer; class A implements JsonSerializer<String> { }",
                "package com.acme; import com.google.gson.Gson; sealed interface A permits Gson { }",
                "package com.acme; import com.google.gson.Gson; record A(Gson g) { }",
                "package com.acme; import com.google.gson.JsonParseException; class A { void f() throws JsonParseException { } }",
                "package com.acme; import com.google.gson.JsonParseException; class A { void f() { try { g(); } catch (IllegalStateException | JsonParseException e) { } } void g() { } }",
                "package com.acme; import com.google.gson.annotations.Expose; class A { @Expose int x; }",
                "package com.acme; class A { @com.google.gson.annotations.Expose int x; }",
                "package com.acme; import com.google.gson.annotations.Expose; class A { java.util.List<@Expose String> x; }",
                "package com.acme; import com.google.gson.Gson; class A { Object f(Object o) { return (Gson) o; } }",
                "package com.acme; import com.google.gson.Gson; class A { boolean f(Object o) { return o instanceof Gson g; } }",
                "package com.acme; import com.google.gson.Gson; class A { Runnable f() { return Gson::new; } }",
                "package com.acme; import com.google.gson.JsonParser; class A { Object f() { return JsonParser.parseString(\"{}\"); } }",
                "package com.acme; import com.google.gson.FieldNamingPolicy; class A { Object f = FieldNamingPolicy.IDENTITY; }",
                "package com.acme; import static com.google.gson.FieldNamingPolicy.IDENTITY; class A { Object f = IDENTITY; }",
                "package com.acme; import static com.google.gson.JsonParser.parseString; class A { Object f = parseString(\"{}\"); }",
                "package com.acme; import static com.google.gson.JsonParser.*; class A { Object f = parseString(\"{}\"); }",
                "package com.acme; import static com.google.gson.JsonParser.*; class A { Object f() { return KEY; } }",
                "package com.acme; import com.google.gson.Gson; class A { Object[] f = new Gson[2]; }",
                "package com.acme; import com.google.gson.Gson; class A { <T> void f() { this.<Gson>f(); } }",
                "package com.acme; import com.google.gson.Gson; enum A { X { Gson g; } }",
                "package com.acme; import com.google.gson.Gson; interface A { default void f() { var x = new Gson() { }; } }",
                "package com.acme; import com.google.gson.Gson; class A { Object f = (java.util.function.Supplier<Object>) () -> new Gson(); }",
                "package com.acme; import com.google.gson.JsonObject; class A { Object f(Object o) { return switch (o) { case JsonObject j -> 1; default -> 2; }; } }",
                "package com.acme; import com.google.gson.reflect.TypeToken; class A { Object t = new TypeToken<String>() { }.getType(); }",
                "package com.acme; class A { Object Gson; Object f() { return new com.google.gson.Gson(); } }",
                "package com.acme; import com.google.gson.Gson; class A { void f(int Gson) { Gson g; } }",
                "\uFEFFpackage com.acme; import com.google.gson.Gson; class A { Gson g; }",
                "package com.acme;\r\nimport com.google.gson.Gson;\r\nclass A {\r\n  Gson g;\r\n}\r\n",
                "package com.acme; import com.google.\\u0067son.Gson; class A { Gson g; }",
                "package com.acme; import com.google.gson.Gson; class A { Gs\\uuu006fn g; }",
                "@Marked(\"package x;\") package com.acme; import com.google.gson.Gson; class A { Gson g; }",
                "package com.acme; import module com.google.gson; class A { Gson g; }",
            })
    void a_use_counts_however_it_is_written(String code) {
        assertThat(NO_GSON.adding(PATH, code)).isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import com.google.gson.Gson; class A { }",
                "package com.acme; import com.google.gson.Gson; /** Unlike {@link Gson}. */ class A { }",
                "package com.acme; import com.google.gson.Gson; /// Unlike [Gson].\n class A { }",
                "package com.acme; import com.google.gson.*; import java.util.*; class A { List<String> x; Integer y; }",
                "package com.acme; class A { String s = \"com.google.gson.Gson\"; // com.google.gson.Gson\n }",
                "package com.acme; class A { class Gson { } Gson g = new Gson(); }",
                "package com.acme; class A<Gson> { Gson g; }",
                "package com.acme; class A { <Gson> Gson f(Gson g) { return g; } }",
                "package com.acme; class A { static class Com { G google; } static class G { S gson; } static class S { int Gson; } Com com; int f() { return com.google.gson.Gson; } }",
                "package com.acme; class A { void f(Object com) { com.google.gson.Gson.toString(); } }",
                "package com.acme; import com.google.gson.*; class A { int Gson; int f() { return Gson; } }",
                "package com.acme; import com.google.gsonlike.Gson; class A { Gson g; }",
                "package com.acme; import com.google.Gson; class A { Gson g; }",
                "package com.acme; import static com.google.gson.JsonParser.*; class A { void f() { g(); } void g() { } }",
                "package com.acme; import com.google.gson.*; class A { int gson(int toJson) { return toJson + gson(1); } }",
                "package com.acme; import com.google.gson.*; enum A { X, Y; A next() { return values()[ordinal()]; } }",
            })
    void what_only_looks_like_a_use_does_not_count(String code) {
        assertThat(Court.said(NO_GSON.adding(PATH, code))).isEmpty();
    }

    @Test
    void a_wildcard_does_not_count_when_the_package_beside_explains_the_name() {
        var verdict =
                NO_GSON.judge(
                        Map.of(),
                        Map.of(
                                PATH,
                                "package com.acme; import com.google.gson.*; class A { Gson g; Extra e; }",
                                "src/main/java/com/acme/Gson.java",
                                "package com.acme; class Gson { } class Extra { }"));

        assertThat(Court.said(verdict)).isEmpty();
    }

    @Test
    void a_wildcard_of_a_package_in_the_tree_explains_its_own_types_only() {
        var court =
                Court.of(
                        "kind: dependency\nscope: { package: com.acme.domain }\nforbid: { package: [com.acme.infra] }");
        var infra =
                Map.of(
                        "a/src/main/java/com/acme/infra/Db.java",
                        "package com.acme.infra; public class Db { }");
        var path = "a/src/main/java/com/acme/domain/A.java";

        assertThat(
                        court.judge(
                                infra,
                                Court.plus(
                                        infra,
                                        path,
                                        "package com.acme.domain; import com.acme.infra.*; class A { Db d; }")))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        court.judge(
                                infra,
                                Court.plus(
                                        infra,
                                        path,
                                        "package com.acme.domain; import com.acme.infra.*; class A { String d; }")))
                .isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void a_nested_type_behind_an_import_of_all_nested_types_is_of_its_package() {
        var court = Court.of("kind: dependency\nforbid: { package: [com.acme.infra, org.lib] }");
        var db =
                Map.of(
                        "src/main/java/com/acme/infra/Db.java",
                        "package com.acme.infra; public class Db { public static class Row { } }");

        for (var use :
                new String[] {
                    "import com.acme.infra.Db.*; class A { Row r; }",
                    "import org.lib.Table.*; class A { Cell c; }"
                }) {
            assertThat(court.judge(db, Court.plus(db, PATH, "package com.acme; " + use)))
                    .as(use)
                    .isInstanceOf(Verdict.Deny.class);
        }
        assertThat(
                        court.judge(
                                db,
                                Court.plus(
                                        db,
                                        PATH,
                                        "package com.acme; import com.acme.infra.Db.*; class A { String s; }")))
                .isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void a_type_of_the_same_package_counts_without_an_import() {
        var court =
                Court.of(
                        "kind: dependency\nscope: { path: 'new/**' }\nforbid: { type: [com.acme.Legacy] }");

        var verdict =
                court.judge(
                        Map.of("old/com/acme/Legacy.java", "package com.acme; class Legacy { }"),
                        Map.of(
                                "old/com/acme/Legacy.java",
                                "package com.acme; class Legacy { }",
                                "new/com/acme/A.java",
                                "package com.acme; class A { Legacy l; }"));

        assertThat(Court.said(verdict))
                .containsExactly("V new/com/acme/A.java:1 com.acme.A uses com.acme.Legacy (type)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import java.util.Date; class A { Date d; }",
                "package com.acme; import java.util.*; class A { Date d; }",
                "package com.acme; import java.util.*; import java.sql.*; class A { long f() { return new Date().getTime(); } }",
                "package com.acme; class A { Object d = new java.util.Date(); }",
                "package com.acme; import module java.base; class A { Date d; }",
                "void main() { Date d; }",
            })
    void a_forbidden_type_of_the_platform_is_known_behind_every_import(String code) {
        assertThat(NO_DATE.adding(PATH, code)).isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.acme; import java.sql.Date; class A { Date d; }",
                "package com.acme; import java.sql.*; class A { Date d; }",
                "package com.acme; import java.util.*; class A { List<String> d; }",
                "package com.acme; class A { record Date() { } Date d; }",
            })
    void another_type_of_the_same_name_is_none(String code) {
        assertThat(Court.said(NO_DATE.adding(PATH, code))).isEmpty();
    }

    @Test
    void a_type_of_java_lang_needs_no_import() {
        var court = Court.of("kind: api-use\nforbid: { type: [java.lang.Thread] }");

        assertThat(court.adding(PATH, "package com.acme; class A { Thread t; }"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_type_nested_in_a_forbidden_one_counts_too() {
        var court = Court.of("kind: api-use\nforbid: { type: [java.util.Map$Entry] }");

        assertThat(
                        court.adding(
                                PATH,
                                "package com.acme; import java.util.Map; class A { Map.Entry<String, String> e; }"))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        court.adding(
                                PATH,
                                "package com.acme; import java.util.Map.*; class A { Entry<String, String> e; }"))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        court.adding(
                                PATH,
                                "package com.acme; import java.util.Map; class A { Map<String, String> e; }"))
                .isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void an_allowed_type_is_an_exception_from_a_forbidden_package() {
        var court =
                Court.of(
                        "kind: dependency\nforbid: { package: [java.net..] }\nallow: { type: [java.net.URI] }");

        assertThat(court.adding(PATH, "package com.acme; import java.net.URI; class A { URI u; }"))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(court.adding(PATH, "package com.acme; import java.net.URL; class A { URL u; }"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_type_does_not_depend_on_itself() {
        var court = Court.of("kind: dependency\nforbid: { package: [com.acme] }");

        assertThat(
                        Court.said(
                                court.adding(
                                        PATH,
                                        "package com.acme; class A { A next; static class B { A a; B b; } }")))
                .isEmpty();
    }

    @Test
    void module_and_package_descriptors_are_judged_too() {
        var court = Court.of("kind: dependency\nforbid: { package: [com.acme.spi..] }");

        assertThat(
                        court.adding(
                                "src/main/java/module-info.java",
                                "module a { requires b; uses com.acme.spi.Driver; exports com.acme.spi; }"))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        court.adding(
                                "src/main/java/com/acme/package-info.java",
                                "@com.acme.spi.Marked package com.acme;"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_finding_names_the_line_of_the_use_and_not_of_the_import() {
        var verdict =
                NO_GSON.adding(
                        PATH,
                        "package com.acme;\nimport com.google.gson.Gson;\nclass A {\n\n  Gson g = new Gson();\n}\n");

        assertThat(Court.said(verdict))
                .containsExactly(
                        "V src/main/java/com/acme/A.java:5 com.acme.A uses com.google.gson.Gson (new)");
    }

    @Test
    void a_file_that_does_not_parse_is_undecided_and_its_imports_still_count() {
        var verdict =
                NO_GSON.adding(
                        PATH,
                        "package com.acme;\nimport com.google.gson.Gson;\nclass A { void f( }\n");

        assertThat(Court.said(verdict))
                .hasSize(2)
                .anyMatch(said ->
                        said.startsWith(
                                "I src/main/java/com/acme/A.java:3 \"src/main/java/com/acme/A.java\" can't be parsed"))
                .anyMatch(said ->
                        said.startsWith("V src/main/java/com/acme/A.java:2 ")
                                && said.endsWith("imports com.google.gson.Gson"));
    }

    @Test
    void code_from_before_a_word_became_a_keyword_is_read() {
        assertThat(Court.said(NO_GSON.adding(PATH, "package com.acme; class A { int _ = 1; }")))
                .isEmpty();
        assertThat(
                        NO_GSON.adding(
                                PATH,
                                "package com.acme; import com.google.gson.Gson; class A { Gson _; }"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void code_nested_too_deep_is_undecided_and_breaks_nothing_else() {
        var deep =
                "package com.acme; class A { int x = "
                        + "(".repeat(200_000)
                        + "1"
                        + ")".repeat(200_000)
                        + "; }";

        var verdict =
                NO_GSON.judge(
                        Map.of(),
                        Map.of(
                                PATH,
                                deep,
                                "src/main/java/com/acme/B.java",
                                "package com.acme; class B { com.google.gson.Gson g; }"));

        assertThat(Court.said(verdict))
                .hasSize(2)
                .anyMatch(said -> said.startsWith("I src/main/java/com/acme/A.java:1 "))
                .anyMatch(said -> said.startsWith("V src/main/java/com/acme/B.java:1 "));
    }

    @Test
    void code_nested_as_deep_as_is_read_is_read() {
        for (var part : new String[] {"- ", "(int) ", "true ? 1 : "}) {
            var code =
                    "package com.acme; class A { int x = "
                            + part.repeat(1_900)
                            + "1; com.google.gson.Gson g; }";
            assertThat(Court.said(NO_GSON.adding(PATH, code)))
                    .as(part)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("V ");
        }
        var brackets =
                "package com.acme; class A { int x = "
                        + "(".repeat(1_900)
                        + "1"
                        + ")".repeat(1_900)
                        + "; com.google.gson.Gson g; }";
        assertThat(Court.said(NO_GSON.adding(PATH, brackets)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("V ");
    }

    @Test
    void a_language_without_a_parser_is_undecided_and_its_imports_still_count() {
        var court =
                Court.of(
                        "kind: dependency\nlang: [java, kotlin]\nforbid: { package: [com.google.gson..] }");

        var verdict =
                court.adding(
                        "src/main/kotlin/A.kt",
                        "package com.acme\n\nimport com.google.gson.Gson as G\nclass A(val g: G)\n");

        assertThat(Court.said(verdict))
                .hasSize(2)
                .anyMatch(said ->
                        said.startsWith("I src/main/kotlin/A.kt ")
                                && said.contains("no parser for kotlin"))
                .anyMatch(said ->
                        said.equals(
                                "V src/main/kotlin/A.kt:3 src/main/kotlin/A.kt imports com.google.gson.Gson"));
    }
}
