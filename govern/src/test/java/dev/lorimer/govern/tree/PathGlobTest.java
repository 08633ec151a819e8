package dev.lorimer.govern.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    **/pom.xml        | pom.xml               | true
                    **/pom.xml        | a/b/pom.xml           | true
                    **/pom.xml        | a/xpom.xml            | false
                    **                | a/b/c                 | true
                    src/**            | src/a/b               | true
                    src/**            | src                   | false
                    src/**            | asrc/a                | false
                    src/              | src/a/b               | true
                    a/**/b            | a/b                   | true
                    a/**/b            | a/x/y/b               | true
                    a/**/b            | a/xb                  | false
                    *.java            | A.java                | true
                    *.java            | a/A.java              | false
                    **/*.java         | a/A.java              | true
                    **/test/**        | test/A.java           | true
                    **/test/**        | a/test/b/A.java       | true
                    V*.sql            | V1__a.sql             | true
                    a?.txt            | ab.txt                | true
                    a?.txt            | a/.txt                | false
                    {a,b}/*.md        | b/x.md                | true
                    {a,b}/*.md        | c/x.md                | false
                    **/{.env,*.pem}   | a/b/key.pem           | true
                    **/{.env,*.pem}   | .env                  | true
                    a.b+c(d)          | a.b+c(d)              | true
                    a.b               | axb                   | false
                    a\\*b             | a*b                   | true
                    a\\*b             | axb                   | false
                    .github/**        | .github/workflows/x   | true
                    x,y               | x,y                   | true
                    """)
    void a_pattern_matches_whole_paths(String glob, String path, boolean matches) {
        assertThat(PathGlob.of(glob).matches(path)).isEqualTo(matches);
    }

    /// An escaped letter leaves the meaning, and makes the pattern be matched as an expression.
    @Test
    void name_by_name_and_as_an_expression_every_pattern_matches_the_same() {
        var random = new Random(5);
        var parts = List.of("a", "b", "ab", "*", "**", "a*", "*b", "{a,b}", "{a,*}b", "{a/b,**}");
        var names = List.of("a", "b", "ab", "bab", "", "c");
        int fits = 0;
        for (int i = 0; i < 4000; i++) {
            var glob = some(random, parts);
            var path = some(random, names);
            boolean matches = PathGlob.of("{" + glob + ",#}").matches(path);

            assertThat(matches)
                    .as("%s on %s", glob, path)
                    .isEqualTo(PathGlob.of("{" + glob + ",\\#}").matches(path));
            fits += matches ? 1 : 0;
        }
        assertThat(fits).isBetween(400, 3600);
    }

    private static String some(Random random, List<String> names) {
        return Stream.generate(() -> names.get(random.nextInt(names.size())))
                .limit(1 + random.nextInt(4))
                .collect(Collectors.joining("/"));
    }

    @Test
    void a_path_may_hold_any_character() {
        assertThat(PathGlob.of("a/*").matches("a/line\nbreak")).isTrue();
        assertThat(PathGlob.of("**/*.txt").matches("ü/😀.txt")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "/a", "./a", "a[b]", "{a", "a}", "a\\", "a**b", "**a/b", "a/**b"})
    void a_pattern_that_means_nothing_is_refused(String glob) {
        assertThatThrownBy(() -> PathGlob.of(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**/pom.xml",
                "src/**",
                "**",
                "a/*/b/*.java",
                "{x,y}/*.sql",
                "a/b.txt",
                "V*__?.sql",
                "src/{main,test}/**/*.java"
            })
    void a_sample_matches_its_own_pattern(String glob) {
        assertThat(PathGlob.of(glob).matches(PathGlob.of(glob).sample("com/acme/A.java"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "src/**, vendor/lib, false",
        "src/**, src, true",
        "src/**, src/a, true",
        "**/x, vendor, true",
        "vendor/lib/a.c, vendor/lib, true",
        "vendor/*/a.c, vendor/lib, true",
        "vendor/*.c, vendor/lib, false",
        "vendor/lib, vendor/lib, true",
        "a/b/c, a/x, false",
    })
    void a_pattern_knows_whether_it_could_match_below_a_folder(
            String glob, String folder, boolean may) {
        assertThat(PathGlob.of(glob).mayMatchBelow(folder)).isEqualTo(may);
    }
}
