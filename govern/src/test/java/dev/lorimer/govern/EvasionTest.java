package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Ways to use something forbidden without seeming to, and ways to seem to without using it. In
/// each case the verdict is right, or says that it can't decide.
class EvasionTest {
    private static final Court LAYERS =
            Court.of(
                    "kind: dependency\nscope: { package: 'com.acme.domain..' }\nforbid: { package: ['com.acme.infra..'] }");

    private static final String DB = "src/main/java/com/acme/infra/Db.java";
    private static final String A = "src/main/java/com/acme/domain/A.java";
    private static final String DB_CODE =
            "package com.acme.infra; public class Db { public static final int SIZE = 3; public static final String N = \"n\"; public static Db open() { return new Db(); } public Db next; public @interface Mark {} public static class In {} public enum E { X } }";

    enum Right {
        FLAGGED,
        UNDECIDED,
        CLEAN
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                of(
                        "inlined constant",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { int x = Db.SIZE; }"),
                of(
                        "constant in an annotation",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { @SuppressWarnings(Db.N) int x; }"),
                of(
                        "constant in a case label",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { int f(int i) { return switch (i) { case Db.SIZE -> 1; default -> 2; }; } }"),
                of(
                        "statically imported constant",
                        Right.FLAGGED,
                        "import static com.acme.infra.Db.SIZE; class A { int x = SIZE; }"),
                of(
                        "static import of everything",
                        Right.FLAGGED,
                        "import static com.acme.infra.Db.*; class A { Object x = open(); }"),
                of("star import", Right.FLAGGED, "import com.acme.infra.*; class A { Db x; }"),
                of(
                        "star import of nested types",
                        Right.FLAGGED,
                        "import com.acme.infra.Db.*; class A { In x; }"),
                of(
                        "annotation on a use of a type",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { java.util.List<@Db.Mark String> x; }"),
                of(
                        "annotation on a type parameter",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A<@Db.Mark T> { }"),
                of(
                        "generic bound",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A<T extends Comparable<? super Db>> { }"),
                of(
                        "generic method argument",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { void f() { java.util.List.<Db>of(); } }"),
                of(
                        "method reference",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { java.util.function.Supplier<?> s = Db::open; }"),
                of(
                        "constructor reference of an array",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { java.util.function.IntFunction<?> s = Db[]::new; }"),
                of("full name", Right.FLAGGED, "class A { Object x = com.acme.infra.Db.open(); }"),
                of(
                        "full name with blanks and comments",
                        Right.FLAGGED,
                        "class A { Object x = com . acme /**/ . infra\n . Db . open(); }"),
                of(
                        "nested type by its full name",
                        Right.FLAGGED,
                        "class A { com.acme.infra.Db.In x; }"),
                of(
                        "lambda",
                        Right.FLAGGED,
                        "class A { Runnable r = () -> com.acme.infra.Db.open(); }"),
                of(
                        "var",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { void f() { var x = Db.open(); } }"),
                of(
                        "record component",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; record A(Db x) { }"),
                of(
                        "record pattern",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { boolean f(Object o) { return o instanceof Db d; } }"),
                of(
                        "enum constant body",
                        Right.FLAGGED,
                        "enum A { X { Object f() { return com.acme.infra.Db.open(); } } }"),
                of(
                        "enum constant",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { Object x = Db.E.X; }"),
                of(
                        "parent of an anonymous class",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { Object x = new Db() { }; }"),
                of(
                        "cast to an intersection",
                        Right.FLAGGED,
                        "import com.acme.infra.Db; class A { Object f(Object o) { return (Runnable & java.io.Serializable) (Runnable) () -> { Db d; }; } }"),
                of(
                        "caught exception",
                        Right.FLAGGED,
                        "class A { void f() { try { } catch (com.acme.infra.Failure e) { } } }"),
                of(
                        "reflection by a literal",
                        Right.FLAGGED,
                        "class A { Object f() throws Exception { return Class.forName(\"com.acme.infra.Db\"); } }"),
                of(
                        "reflection by a sum of constants",
                        Right.FLAGGED,
                        "class A { static final String P = \"com.acme.\"; Object f() throws Exception { return Class.forName(P + \"infra\" + \".Db$In\"); } }"),
                of(
                        "reflection through a loader",
                        Right.FLAGGED,
                        "class A { Object f() throws Exception { String n = \"com.acme.infra.Db\"; return getClass().getClassLoader().loadClass(n); } }"),
                of(
                        "CRLF and CR",
                        Right.FLAGGED,
                        "import com.acme.infra.Db;\r\nclass A {\r Db x;\r\n}"),
                of(
                        "Unicode escapes",
                        Right.FLAGGED,
                        "import com.acme.\\u0069nfra.D\\uuu0062; class A { Db x; }"),
                of(
                        "escaped line end in a comment",
                        Right.FLAGGED,
                        "class A { // \\u000a com.acme.infra.Db x;\n }"),
                of(
                        "Javadoc only",
                        Right.CLEAN,
                        "import com.acme.infra.Db; /** See {@link Db} and {@link com.acme.infra.Db}. */ class A { }"),
                of(
                        "Markdown Javadoc only",
                        Right.CLEAN,
                        "import com.acme.infra.Db; /// See [Db].\nclass A { }"),
                of(
                        "a text that mentions it",
                        Right.CLEAN,
                        "class A { String s = \"com.acme.infra.Db\"; }"),
                of(
                        "a text block with code",
                        Right.CLEAN,
                        "class A { String s = \"\"\"\n  import com.acme.infra.Db; Db x;\n  \"\"\"; }"),
                of(
                        "a package that starts alike",
                        Right.CLEAN,
                        "class A { com.acme.infrared.Db x; }"),
                of("an own type of that name", Right.CLEAN, "class A { class Db { } Db x; }"),
                of(
                        "a variable of that name",
                        Right.CLEAN,
                        "class A { int Db; int f() { return Db; } }"),
                of(
                        "a syntax error before it",
                        Right.UNDECIDED,
                        "class A { int x = ; com.acme.infra.Db y; "),
                of("a syntax error without it", Right.UNDECIDED, "class A { void f( { }"));
    }

    private static Arguments of(String name, Right right, String code) {
        return Arguments.of(name, right, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void each_way_is_judged_rightly_or_not_at_all(String name, Right right, String code) {
        assertThat(said("package com.acme.domain; " + code)).isEqualTo(right);
    }

    @ParameterizedTest(name = "{0} behind a byte order mark")
    @MethodSource("cases")
    void a_byte_order_mark_changes_nothing(String name, Right right, String code) {
        assertThat(said("\uFEFFpackage com.acme.domain; " + code)).isEqualTo(right);
    }

    @ParameterizedTest(name = "{0}, in a file that is there already")
    @MethodSource("cases")
    void a_rule_about_all_files_sees_the_same(String name, Right right, String code) {
        var rule =
                Court.of(
                        "kind: dependency\nscope: { package: 'com.acme.domain..' }\nforbid: { package: ['com.acme.infra..'] }\nmode: absolute");
        var before = Map.of(DB, DB_CODE, A, "package com.acme.domain; " + code);
        var verdict = rule.judge(before, Court.plus(before, "README.md", "new"));
        // Of an unchanged file that can't be parsed nothing is said unless it spells the word.
        assertThat(right(verdict)).isIn(right, right == Right.UNDECIDED ? Right.CLEAN : right);
    }

    @org.junit.jupiter.api.Test
    void code_that_moves_into_a_layer_is_new_there() {
        var code = "import com.acme.infra.Db; class A { Db x; }";
        var before =
                Map.of(
                        DB,
                        DB_CODE,
                        "src/main/java/com/acme/app/A.java",
                        "package com.acme.app; " + code);
        var after = Map.of(DB, DB_CODE, A, "package com.acme.domain; " + code);
        assertThat(right(LAYERS.judge(before, after))).isEqualTo(Right.FLAGGED);
    }

    @org.junit.jupiter.api.Test
    void a_type_that_moves_into_a_forbidden_package_is_found_where_a_star_import_hides_it() {
        var rule =
                Court.of(
                        "kind: dependency\nscope: { package: 'com.acme.domain..' }\nforbid: { package: ['com.acme.infra..'] }\nmode: absolute");
        var user =
                "package com.acme.domain; import com.acme.infra.*; import com.acme.lib.*; class A { Thing x; }";
        var before =
                new TreeMap<>(
                        Map.of(
                                A,
                                user,
                                "src/main/java/com/acme/lib/Thing.java",
                                "package com.acme.lib; public class Thing { }"));
        assertThat(right(rule.judge(before, before))).isEqualTo(Right.CLEAN);
        var after =
                new TreeMap<>(
                        Map.of(
                                A,
                                user,
                                "src/main/java/com/acme/infra/Thing.java",
                                "package com.acme.infra; public class Thing { }"));
        assertThat(right(rule.judge(before, after))).isEqualTo(Right.FLAGGED);
    }

    private static Right said(String code) {
        var before = Map.of(DB, DB_CODE);
        return right(LAYERS.judge(before, Court.plus(before, A, code)));
    }

    private static Right right(Verdict verdict) {
        List<String> said = Court.said(verdict);
        if (said.stream().anyMatch(line -> line.startsWith("I "))) {
            return Right.UNDECIDED;
        }
        return said.isEmpty() ? Right.CLEAN : Right.FLAGGED;
    }
}
