package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Libraries named in Maven build files.
class LibraryTest {
    private static final Court NO_GSON =
            Court.of(
                    """
                    kind: library
                    forbid: { artifact: ["com.google.code.gson:gson", "org.evil:*"], package: ["com.google.gson.."] }
                    prefer: { artifact: ["tools.jackson.core:jackson-databind"] }
                    transitive: warn
                    """);

    private static final String GSON =
            "<groupId>com.google.code.gson</groupId><artifactId>gson</artifactId>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<dependencies><dependency>" + GSON + "</dependency></dependencies>",
                "<dependencyManagement><dependencies><dependency>"
                        + GSON
                        + "</dependency></dependencies></dependencyManagement>",
                "<profiles><profile><id>x</id><dependencies><dependency>"
                        + GSON
                        + "</dependency></dependencies></profile></profiles>",
                "<build><plugins><plugin><artifactId>p</artifactId><dependencies><dependency>"
                        + GSON
                        + "</dependency></dependencies></plugin></plugins></build>",
                "<build><pluginManagement><plugins><plugin><groupId>org.evil</groupId><artifactId>p</artifactId></plugin></plugins></pluginManagement></build>",
                "<build><extensions><extension>" + GSON + "</extension></extensions></build>",
                "<dependencies><dependency><artifactId> gson\n</artifactId><!-- x --><groupId>com.google.<![CDATA[code]]>.gson</groupId></dependency></dependencies>",
                "<properties><g>com.google.code.gson</g></properties><dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies>",
                "<properties><g>${a}.gson</g><a>com.google.code</a></properties><dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies>",
                "<properties><g>ok</g></properties><profiles><profile><properties><g>com.google.code.gson</g></properties></profile></profiles><dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies>",
                "<groupId>org.evil</groupId><dependencies><dependency><groupId>${project.groupId}</groupId><artifactId>x</artifactId></dependency></dependencies>",
                "<parent><groupId>org.evil</groupId><artifactId>parent</artifactId></parent>",
            })
    void a_forbidden_artifact_is_found_wherever_it_is_used(String inside) {
        assertThat(NO_GSON.adding("app/pom.xml", "<project>" + inside + "</project>"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson-extras</artifactId></dependency></dependencies>",
                "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><exclusions><exclusion>"
                        + GSON
                        + "</exclusion></exclusions></dependency></dependencies>",
                "<!-- <dependency>" + GSON + "</dependency> -->",
                "<groupId>com.google.code.gson</groupId><artifactId>gson</artifactId>",
                "<dependencies><dependency><groupId>${unknown}</groupId><artifactId>harmless</artifactId><version>${v}</version></dependency></dependencies><name>x</name>",
            })
    void what_is_not_used_is_not_found(String inside) {
        var court = Court.of("kind: library\nforbid: { artifact: ['com.google.code.gson:gson'] }");

        assertThat(
                        Court.said(
                                court.adding(
                                        "pom.xml",
                                        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">"
                                                + inside
                                                + "</project>")))
                .isEmpty();
    }

    @Test
    void the_finding_names_the_line_and_what_to_use_instead() {
        var verdict =
                NO_GSON.adding(
                        "pom.xml",
                        "<project>\n<dependencies>\n<dependency>\n"
                                + GSON
                                + "\n</dependency>\n</dependencies>\n</project>\n");

        var finding = verdict.evidence().findings().getFirst();
        assertThat(Court.said(verdict))
                .containsExactly(
                        "V pom.xml:3 pom.xml names com.google.code.gson:gson as a dependency");
        assertThat(finding.advice())
                .isEqualTo(
                        new Advice(
                                "We keep things in order because disorder spreads.",
                                "use tools.jackson.core:jackson-databind instead"));
    }

    @Test
    void a_property_nobody_defines_is_undecided() {
        var verdict =
                NO_GSON.adding(
                        "pom.xml",
                        "<project>\n<dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies></project>");

        assertThat(Court.said(verdict))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I pom.xml:2 \"${g}:gson\" holds a property without a value");
    }

    @Test
    void a_property_of_a_parent_in_the_tree_is_known() {
        var parent =
                "<project><groupId>a</groupId><artifactId>p</artifactId><properties><g>com.google.code.gson</g></properties></project>";
        var child =
                "<project><parent><groupId>a</groupId><artifactId>p</artifactId></parent><dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies></project>";

        var verdict =
                NO_GSON.judge(
                        Map.of("pom.xml", parent), Map.of("pom.xml", parent, "app/pom.xml", child));

        assertThat(Court.said(verdict))
                .containsExactly(
                        "V app/pom.xml:1 app/pom.xml names com.google.code.gson:gson as a dependency");
    }

    @Test
    void a_property_that_refers_to_itself_is_undecided_and_ends() {
        var verdict =
                NO_GSON.adding(
                        "pom.xml",
                        "<project><properties><g>${h}${h}</g><h>${g}${g}</h></properties><dependencies><dependency><groupId>${g}</groupId><artifactId>gson</artifactId></dependency></dependencies></project>");

        assertThat(Court.said(verdict)).hasSize(1).first().asString().startsWith("I pom.xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<project><dependencies>",
                "no xml",
                "<!DOCTYPE project [<!ENTITY g SYSTEM \"file:///etc/passwd\">]><project><name>&g;</name></project>",
                "<!DOCTYPE project [<!ENTITY g \"com.google.code.gson\">]><project><dependencies><dependency><groupId>&g;</groupId><artifactId>gson</artifactId></dependency></dependencies></project>",
            })
    void a_build_file_that_is_broken_or_uses_entities_is_undecided(String text) {
        assertThat(Court.said(NO_GSON.adding("pom.xml", text)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I pom.xml");
    }

    @Test
    void a_build_file_nested_without_end_is_undecided() {
        assertThat(Court.said(NO_GSON.adding("pom.xml", "<a>".repeat(100_000))))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("I pom.xml");
    }

    @Test
    void code_that_uses_the_librarys_packages_is_found_too() {
        assertThat(NO_GSON.adding("src/main/java/A.java", "class A { com.google.gson.Gson g; }"))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_version_that_changes_does_not_make_an_old_dependency_new() {
        var old =
                "<project><dependencies><dependency>"
                        + GSON
                        + "<version>1</version></dependency></dependencies></project>";

        assertThat(
                        Court.said(
                                NO_GSON.judge(
                                        Map.of("pom.xml", old),
                                        Map.of("pom.xml", "\n" + old.replace(">1<", ">2<")))))
                .isEmpty();
    }

    @Test
    void an_absolute_rule_sees_untouched_build_files() {
        var court = Court.of("kind: library\nmode: absolute\nforbid: { artifact: ['org.evil:*'] }");
        var tree =
                Map.of(
                        "a/pom.xml",
                        "<project><dependencies><dependency><groupId>org.${x}</groupId><artifactId>y</artifactId></dependency></dependencies><properties><x>evil</x></properties></project>");

        assertThat(court.judge(tree, tree)).isInstanceOf(Verdict.Deny.class);
    }
}
