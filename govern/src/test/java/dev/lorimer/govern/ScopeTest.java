package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which files a constraint looks at, and what happens to those that it can't look into.
class ScopeTest {
    private static final String USE = "package com.acme.order.domain; class A { x.Y y; }";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    path: 'src/**'                                    | true
                    path: ['lib/**', '**/domain/*.java']              | true
                    path: 'lib/**'                                    | false
                    package: 'com.acme.*.domain..'                    | true
                    package: com.acme.order.domain                    | true
                    package: com.acme.order                           | false
                    package: 'com.acme..', path: 'lib/**'             | false
                    package: 'com.acme..', path: 'src/**'             | true
                    exclude: { package: '..domain..' }                | false
                    exclude: { path: '**/A.java' }                    | false
                    exclude: { path: '**/B.java', package: other }    | true
                    exclude: { path: '**/B.java', package: '..domain'}| false
                    lang: java                                        | true
                    lang: [java, kotlin]                              | true
                    exclude: { lang: java }                           | false
                    module: src                                       | true
                    module: shop                                      | true
                    module: other                                     | false
                    """)
    void a_file_is_in_scope_when_it_fits_every_part_and_no_exclusion(
            String scope, boolean included) {
        var pom = Map.of("pom.xml", "<project><artifactId>shop</artifactId></project>");
        var court =
                Court.of(
                        "kind: dependency\nscope: { %s }\nforbid: { package: [x..] }"
                                .formatted(scope));

        var verdict =
                court.judge(
                        pom, Court.plus(pom, "src/main/java/com/acme/order/domain/A.java", USE));

        assertThat(!verdict.evidence().findings().isEmpty()).isEqualTo(included);
    }

    @Test
    void a_module_can_be_named_by_its_folder_deep_in_the_tree() {
        var tree =
                Map.of(
                        "services/pay-api/pom.xml",
                        "<project/>",
                        "services/pay-api/src/main/java/A.java",
                        "class A { x.Y y; }",
                        "other/src/pay-api/A.java",
                        "class A { x.Y y; }");
        var court =
                Court.of(
                        "kind: dependency\nscope: { module: pay-api }\nforbid: { package: [x..] }");

        assertThat(court.judge(Map.of(), tree).evidence().findings())
                .extracting(finding -> finding.place().file())
                .containsExactly("services/pay-api/src/main/java/A.java");
    }

    @Test
    void the_package_counts_that_the_file_declares_and_not_the_folder_it_lies_in() {
        var court =
                Court.of(
                        "kind: dependency\nscope: { package: 'com.acme.order.domain' }\nforbid: { package: [x..] }");

        assertThat(court.adding("anywhere/A.java", USE)).isInstanceOf(Verdict.Deny.class);
        assertThat(court.adding("anywhere/A.java", "@Deprecated(since = \"package a;\") " + USE))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        court.adding(
                                "anywhere/A.java",
                                USE.replace("package com.", "\\u0070ackage com/**/ . ")))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(court.adding("com/acme/order/domain/A.java", USE.replace("domain", "other")))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(
                        court.adding(
                                "anywhere/A.java",
                                USE.replace("package", "/* package a; */ // package b;\n package")))
                .isInstanceOf(Verdict.Deny.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.txt",
                "quo\"te.txt",
                "line\nbreak.txt",
                "b\\ack.txt",
                "ümlaut.txt",
                "emoji😀.txt",
                "{brace}.txt",
                "-dash.txt"
            })
    void a_strange_path_is_a_path(String path) {
        var verdict =
                Court.of("kind: pattern\nscope: { path: 'a/*.txt' }\nmatch: { regex: bad }")
                        .adding("a/" + path, "bad");

        assertThat(verdict.evidence().findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.place()).isEqualTo(new Place("a/" + path, 1)));
        assertThat(Report.json(verdict).lines()).hasSize(1);
    }

    @Test
    void bytes_that_are_no_text_are_read_as_far_as_they_are() {
        var bytes = "password\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

        var verdict =
                Court.of("kind: pattern\nmatch: { regex: password }")
                        .judge(MemoryTree.empty(), MemoryTree.ofBytes(Map.of("a.bin", bytes)));

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void java_in_another_encoding_is_judged_all_the_same() {
        var bytes =
                "package a; /* \u00e4 */ class A { String s = \"\u00e4\"; x.Y y; }"
                        .getBytes(StandardCharsets.ISO_8859_1);

        var verdict =
                Court.of("kind: dependency\nforbid: { package: [x..] }")
                        .judge(MemoryTree.empty(), MemoryTree.ofBytes(Map.of("A.java", bytes)));

        assertThat(Court.said(verdict)).singleElement().asString().startsWith("V A.java:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"introduced", "absolute"})
    void a_file_too_long_to_read_is_undecided(String mode) {
        var huge = Map.of("A.java", "/*" + "x".repeat(10 << 20) + "*/ class A { }");
        var court = Court.of("kind: dependency\nforbid: { package: [x..] }\nmode: " + mode);

        assertThat(Court.said(court.judge(Map.of(), huge)))
                .singleElement()
                .asString()
                .startsWith("I A.java \"A.java\" has 10485");
        assertThat(Court.said(court.judge(huge, huge))).hasSize(mode.equals("absolute") ? 1 : 0);
    }

    @Test
    void a_link_is_never_parsed_and_code_behind_it_is_undecided() {
        var court =
                Court.of("kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: [x..] }");
        var files =
                Map.of(
                        "src/A.java",
                        "120000 ../lib/B.java",
                        "lib/B.java",
                        "100644 class B { x.Y y; }",
                        "src/C.java",
                        "120000 D.java",
                        "src/D.java",
                        "100644 class D { }");

        var verdict = court.judge(MemoryTree.empty(), new ModeTree(files));

        assertThat(Court.said(verdict))
                .singleElement()
                .asString()
                .startsWith("I src/A.java \"src/A.java\" is a symbolic link");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // In scope itself: judged where it lies, and charged once.
                "conf/real.txt | conf/link.txt:real.txt | 1 | V conf/real.txt:1",
                // Out of scope: judged as what the link shows.
                "lib/real.txt | conf/link.txt:../lib/real.txt | 1 | V lib/real.txt:1",
                // A folder that hides what would be in scope here.
                "lib/real.txt | conf/more:../lib | 1 | I conf/more ",
                "conf/sub/real.txt | conf/more:sub | 1 | V conf/sub/real.txt:1",
                // Out of the tree, and nothing at all.
                "lib/none.txt | conf/link.txt:/etc/passwd | 1 | I conf/link.txt ",
                "lib/none.txt | conf/link.txt:../../x.txt | 1 | I conf/link.txt ",
                "lib/none.txt | conf/link.txt:gone.txt | 1 | I conf/link.txt ",
                // Links that are out of scope are nobody's business.
                "lib/real.txt | lib/link.txt:real.txt | 0 | ''",
            })
    void text_behind_a_link_is_judged_or_undecided(
            String file, String link, int findings, String first) {
        var parts = link.split(":", -1);
        var texts =
                Map.of(
                        file,
                        "100644 password = 1\n",
                        parts[0],
                        "120000 " + parts[1],
                        "conf/plain.txt",
                        "100644 fine");
        for (var mode : List.of("introduced", "absolute")) {
            var court =
                    Court.of(
                            "kind: pattern\nscope: { path: 'conf/**' }\nmatch: { regex: 'password' }\nmode: "
                                    + mode);
            // A plain file was there before.
            var before = new ModeTree(Map.of(parts[0], "100644 fine"));

            var said = Court.said(court.judge(before, new ModeTree(texts)));

            assertThat(said).as(mode).hasSize(findings);
            assertThat(said).as(mode).allMatch(one -> one.startsWith(first));
        }
    }

    @Test
    void a_commit_of_another_repository_in_scope_is_undecided() {
        var court =
                Court.of(
                        "kind: dependency\nexclude: { path: 'vendor/ok/**' }\nforbid: { package: [x..] }");
        var elsewhere =
                Court.of("kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: [x..] }");
        var tree = new ModeTree(Map.of("vendor/lib", "160000 x", "vendor/ok", "160000 x"));

        assertThat(Court.said(court.judge(MemoryTree.empty(), tree)))
                .singleElement()
                .asString()
                .startsWith("I vendor/lib \"vendor/lib\" is a commit of another repository");
        assertThat(Court.said(elsewhere.judge(MemoryTree.empty(), tree))).isEmpty();
    }

    /// A tree whose texts begin with their modes.
    private record ModeTree(Map<String, String> texts) implements Tree {
        @Override
        public String id() {
            return "modes " + texts;
        }

        @Override
        public SortedMap<String, TreeEntry> files() {
            var files = new TreeMap<String, TreeEntry>();
            texts.forEach(
                    (path, text) -> files.put(path, new TreeEntry(text.substring(0, 6), text)));
            return files;
        }

        @Override
        public Content content(String path) {
            var text = texts.get(path);
            return text == null
                    ? new Content.Unreadable("gone")
                    : new Content.Bytes(text.substring(7).getBytes(StandardCharsets.UTF_8));
        }
    }
}
