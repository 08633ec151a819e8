package dev.lorimer.govern.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.tree.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A change that makes its tests easier is told from one that makes them better.
class WeakenedTestsTest {
    private static final String PATH = "src/test/java/shop/PriceTest.java";

    private static final String OLD =
            """
            package shop;

            import static org.junit.jupiter.api.Assertions.*;

            class PriceTest {
                private Price price;

                @BeforeEach
                void price() {
                    price = new Price(10);
                }

                @Test
                void adds_tax() {
                    assertEquals(12, price.withTax(20));
                    assertTrue(price.isTaxed());
                }

                @Test
                void rounds() {
                    assertThat(price.rounded()).isEqualTo(10).isPositive();
                }

                @ParameterizedTest
                @ValueSource(ints = {1, 2, 3})
                void takes(int amount) {
                    holds(new Price(amount));
                }

                private void holds(Price one) {
                    assertNotNull(one);
                    assertEquals(one, Price.of(one.amount()));
                }

                @Test
                void refuses() {
                    assertThrows(IllegalArgumentException.class, () -> new Price(-1));
                }
            }
            """;

    private static List<Weakening> found(String old, String now) {
        return WeakenedTests.in(MemoryTree.of(Map.of(PATH, old)), MemoryTree.of(Map.of(PATH, now)));
    }

    private static String edited(String from, String to) {
        assertThat(OLD).contains(from);
        return OLD.replace(from, to);
    }

    static Stream<Arguments> weaker() {
        return Stream.of(
                weaker(
                        "gone",
                        "    @Test\n    void rounds() {\n        assertThat(price.rounded()).isEqualTo(10).isPositive();\n    }\n",
                        "",
                        "\"rounds\" is gone"),
                weaker(
                        "no annotation",
                        "    @Test\n    void rounds",
                        "    void rounds",
                        "nothing marks it as a test"),
                weaker(
                        "disabled",
                        "@Test\n    void rounds",
                        "@Test @Disabled(\"flaky\")\n    void rounds",
                        "disabled by @Disabled"),
                weaker(
                        "disabled, qualified",
                        "@Test\n    void rounds",
                        "@Test @org.junit.jupiter.api.Disabled\n    void rounds",
                        "disabled by @Disabled"),
                weaker(
                        "ignored",
                        "@Test\n    void rounds",
                        "@Test @Ignore\n    void rounds",
                        "disabled by @Ignore"),
                weaker(
                        "conditional",
                        "@Test\n    void rounds",
                        "@Test @EnabledIfSystemProperty(named = \"x\", matches = \"y\")\n    void rounds",
                        "disabled by @EnabledIfSystemProperty"),
                weaker(
                        "disabled class",
                        "class PriceTest",
                        "@Disabled class PriceTest",
                        "disabled by @Disabled"),
                weaker(
                        "abstract class",
                        "class PriceTest",
                        "abstract class PriceTest",
                        "abstract class"),
                weaker("private", "void rounds", "private void rounds", "private method"),
                weaker(
                        "switched off",
                        "@Test\n    void rounds",
                        "@Test(enabled = false)\n    void rounds",
                        "enabled = false"),
                weaker(
                        "assertion removed",
                        "        assertTrue(price.isTaxed());\n",
                        "",
                        "1 assertion that can fail, before 2"),
                weaker(
                        "assertion commented out",
                        "assertTrue(price.isTaxed())",
                        "// assertTrue(price.isTaxed())\n",
                        "1 assertion that can fail"),
                weaker(
                        "trivially true",
                        "assertTrue(price.isTaxed())",
                        "assertTrue(true)",
                        "1 assertion that can fail"),
                weaker(
                        "equal to itself",
                        "assertEquals(12, price.withTax(20))",
                        "assertEquals(price.withTax(20), price.withTax(20))",
                        "1 assertion that can fail"),
                weaker(
                        "constants",
                        "assertEquals(12, price.withTax(20))",
                        "assertEquals(12, 12)",
                        "1 assertion that can fail"),
                weaker(
                        "fluent link removed",
                        ".isEqualTo(10).isPositive()",
                        ".isPositive()",
                        "1 assertion that can fail, before 2"),
                weaker(
                        "fluent nothing",
                        "assertThat(price.rounded()).isEqualTo(10).isPositive()",
                        "assertThat(price.rounded())",
                        "0 assertions"),
                weaker(
                        "fluent constant",
                        "assertThat(price.rounded())",
                        "assertThat(10)",
                        "0 assertions"),
                weaker(
                        "fluent itself",
                        ".isEqualTo(10).isPositive()",
                        ".isEqualTo(price.rounded()).isPositive()",
                        "1 assertion"),
                weaker(
                        "weaker",
                        "assertEquals(12, price.withTax(20))",
                        "assertNotNull(price.withTax(20))",
                        "asks for less"),
                weaker(
                        "swallowed",
                        "assertEquals(12, price.withTax(20));",
                        "try { assertEquals(12, price.withTax(20)); } catch (AssertionError e) { }",
                        "1 assertion that can fail"),
                weaker(
                        "swallowed, wide",
                        "assertEquals(12, price.withTax(20));",
                        "try { assertEquals(12, price.withTax(20)); } catch (RuntimeException | Error e) { log(e); }",
                        "1 assertion that can fail"),
                weaker(
                        "never reached",
                        "assertEquals(12, price.withTax(20));",
                        "if (false) { assertEquals(12, price.withTax(20)); }",
                        "1 assertion that can fail"),
                weaker(
                        "behind a return",
                        "void adds_tax() {\n",
                        "void adds_tax() {\n        if (price != null) return;\n",
                        "new return"),
                weaker(
                        "under a condition",
                        "assertTrue(price.isTaxed());",
                        "if (price.isTaxed()) assertTrue(price.isTaxed());",
                        "only under a condition"),
                weaker(
                        "assumption",
                        "void rounds() {",
                        "void rounds() { assumeTrue(System.getenv(\"CI\") == null);",
                        "new assumption"),
                weaker(
                        "assumption before all",
                        "price = new Price(10);",
                        "assumeTrue(false); price = new Price(10);",
                        "new assumption"),
                weaker("fewer cases", "{1, 2, 3}", "{1, 2}", "2 cases, before for 3"),
                weaker(
                        "helper stripped",
                        "        assertEquals(one, Price.of(one.amount()));\n",
                        "",
                        "\"holds\", which tests call, makes 1 assertion"),
                weaker(
                        "helper emptied",
                        "        assertNotNull(one);\n        assertEquals(one, Price.of(one.amount()));\n",
                        "",
                        "\"takes\" makes 0 assertions"),
                weaker(
                        "helper not called",
                        "holds(new Price(amount));",
                        "new Price(amount);",
                        "0 assertions"),
                weaker(
                        "throws nothing",
                        "assertThrows(IllegalArgumentException.class, () -> new Price(-1));",
                        "new Price(1);",
                        "0 assertions"),
                weaker(
                        "expects an exception",
                        "@Test\n    void adds_tax",
                        "@Test(expected = Exception.class)\n    void adds_tax",
                        "passes when an exception is thrown"),
                weaker(
                        "empty",
                        "        assertEquals(12, price.withTax(20));\n        assertTrue(price.isTaxed());\n",
                        "",
                        "0 assertions"));
    }

    private static Arguments weaker(String name, String from, String to, String said) {
        return Arguments.of(name, from, to, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("weaker")
    void a_weaker_test_is_found(String name, String from, String to, String said) {
        var found = found(OLD, edited(from, to));

        assertThat(found)
                .as(name)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.certain()).isTrue());
        assertThat(found)
                .extracting(Weakening::what)
                .anySatisfy(what -> assertThat(what).contains(said));
    }

    static Stream<Arguments> asStrong() {
        return Stream.of(
                Arguments.of("nothing", "rounds", "rounds"),
                Arguments.of(
                        "an assertion more",
                        "assertTrue(price.isTaxed());",
                        "assertTrue(price.isTaxed()); assertFalse(price.isFree());"),
                Arguments.of("another expectation", "assertEquals(12,", "assertEquals(13,"),
                Arguments.of("renamed", "void rounds()", "void is_rounded()"),
                Arguments.of(
                        "other form",
                        "assertTrue(price.isTaxed())",
                        "assertThat(price.isTaxed()).isTrue()"),
                Arguments.of("a case more", "{1, 2, 3}", "{1, 2, 3, 4}"),
                Arguments.of(
                        "all of them at once",
                        "assertEquals(12, price.withTax(20));\n        assertTrue(price.isTaxed());",
                        "assertAll(() -> assertEquals(12, price.withTax(20)), () -> assertTrue(price.isTaxed()));"),
                Arguments.of(
                        "helper inlined",
                        "holds(new Price(amount));",
                        "assertNotNull(new Price(amount)); assertEquals(new Price(amount), Price.of(amount));"),
                Arguments.of(
                        "catch that rethrows",
                        "assertTrue(price.isTaxed());",
                        "try { assertTrue(price.isTaxed()); } catch (AssertionError e) { throw new AssertionError(\"tax\", e); }"),
                Arguments.of(
                        "a test more",
                        "    @Test\n    void refuses",
                        "    @Test void more() { assertEquals(1, 2); }\n\n    @Test\n    void refuses"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asStrong")
    void a_test_as_strong_is_not(String name, String from, String to) {
        assertThat(found(OLD, edited(from, to))).as(name).isEmpty();
    }

    @Test
    void a_deleted_file_of_tests_is_found_and_a_moved_one_is_not() {
        var before = MemoryTree.of(Map.of(PATH, OLD, "a.txt", "a"));

        assertThat(WeakenedTests.in(before, MemoryTree.of(Map.of("a.txt", "a")))).hasSize(4);
        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(
                                        Map.of(
                                                "a.txt",
                                                "a",
                                                "src/test/java/x/PriceTest.java",
                                                OLD))))
                .isEmpty();
        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(Map.of("a.txt", "a", "old/Price.java.off", OLD))))
                .isNotEmpty();
    }

    @Test
    void a_test_that_moves_to_another_file_keeps_what_it_asks() {
        var part =
                "    @Test\n    void rounds() {\n        assertThat(price.rounded()).isEqualTo(10).isPositive();\n    }\n";
        var other = "package shop; class RoundTest { Price price;\n" + part + "}\n";
        var after = new HashMap<String, String>();
        after.put(PATH, OLD.replace(part, ""));
        after.put("src/test/java/shop/RoundTest.java", other);
        var before = MemoryTree.of(Map.of(PATH, OLD));

        assertThat(WeakenedTests.in(before, MemoryTree.of(after))).isEmpty();
        after.put("src/test/java/shop/RoundTest.java", other.replace(".isEqualTo(10)", ""));
        assertThat(WeakenedTests.in(before, MemoryTree.of(after))).hasSize(1);
    }

    @Test
    void what_no_syntax_tree_can_tell_is_left_to_a_person() {
        var path = "tests/test_price.py";
        var old = "def test_a():\n    assert price() == 1\n";
        var before = MemoryTree.of(Map.of(path, old));

        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(Map.of(path, "def test_a():\n    price()\n"))))
                .singleElement()
                .satisfies(one -> assertThat(one.certain()).isFalse());
        assertThat(
                        WeakenedTests.in(
                                before, MemoryTree.of(Map.of(path, "@pytest.mark.skip\n" + old))))
                .hasSize(1);
        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(
                                        Map.of(
                                                path,
                                                old
                                                        + "\ndef test_b():\n    assert price() > 0\n"))))
                .isEmpty();
        assertThat(WeakenedTests.in(before, MemoryTree.of(Map.of("a", ""))))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.certain()).isTrue());
        assertThat(found(OLD, OLD + "}"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.certain()).isFalse();
                    assertThat(one.what()).contains("can't be read");
                });
    }

    @Test
    void a_build_that_leaves_tests_out_is_found() {
        var before = MemoryTree.of(Map.of("pom.xml", "<project>\n</project>\n"));

        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(
                                        Map.of(
                                                "pom.xml",
                                                "<project>\n<skipTests>true</skipTests>\n</project>\n"))))
                .singleElement()
                .satisfies(one -> assertThat(one.certain()).isTrue());
        assertThat(
                        WeakenedTests.in(
                                before,
                                MemoryTree.of(
                                        Map.of(
                                                "pom.xml",
                                                "<project>\n<name>x</name>\n</project>\n"))))
                .isEmpty();
    }

    @Test
    void code_that_is_no_test_may_change_as_it_likes() {
        var path = "src/main/java/shop/Checkout.java";
        var before =
                MemoryTree.of(
                        Map.of(
                                path,
                                "class Checkout { void check() { assertOpen(); } void assertOpen() {} }"));

        assertThat(WeakenedTests.in(before, MemoryTree.of(Map.of(path, "class Checkout {}"))))
                .isEmpty();
    }
}
