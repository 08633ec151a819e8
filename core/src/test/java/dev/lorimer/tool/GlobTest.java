package dev.lorimer.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.java a/b/C.java true",
                "*.java a/b/C.javax false",
                "C.java a/b/C.java true",
                "a/*.java a/b/C.java false",
                "a/** a/b/C.java true",
                "a/ a/b/C.java true",
                "**/C.java C.java true",
                "**/b/*.java a/b/C.java true",
                "./a/**/C.java a/C.java true",
                "a/?/C.java a/b/C.java true",
                "[A-C].java C.java true",
                "[!A-B].java C.java true",
                "[!C].java C.java false",
                "*.{kt,java} C.java true",
                "*.{kt,java} C.kts false",
                "C+(x).java C+(x).java true",
                "C.java CXjava false",
                "\\*.java *.java true",
                "\\*.java C.java false",
                "x} x} true",
                "a,b a,b true",
            })
    void matches_as_globs_do(String glob, String path, boolean matches) {
        assertThat(Glob.of(glob).matches(FilePath.of(path, List.of()), FilePath.ROOT))
                .isEqualTo(matches);
    }

    @Test
    void a_glob_may_be_relative_to_the_folder_searched() {
        FilePath path = FilePath.of("src/main/App.java", List.of());
        FilePath base = FilePath.of("src", List.of());
        assertThat(Glob.of("main/*.java").matches(path, base)).isTrue();
        assertThat(Glob.of("src/main/*.java").matches(path, base)).isTrue();
        assertThat(Glob.of("main/*.java").matches(path, FilePath.ROOT)).isFalse();
    }

    @Test
    void an_open_brace_is_refused() {
        assertThatThrownBy(() -> Glob.of("a{b"))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessageStartingWith("\"glob\" \"a{b\" is not valid: ");
    }
}
