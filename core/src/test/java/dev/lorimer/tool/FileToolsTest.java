package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileToolsTest {
    @TempDir Path directory;

    private Tool read;
    private Tool list;
    private Tool search;
    private Tool write;

    @BeforeEach
    void makeTools() {
        var root = new Root(directory);
        read = Calls.named(BuiltInTools.reading(root), "read_file");
        list = Calls.named(BuiltInTools.reading(root), "list_files");
        search = Calls.named(BuiltInTools.reading(root), "search_files");
        write = Calls.named(BuiltInTools.writing(root), "write_file");
    }

    private void file(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void all_built_in_tools_have_their_names_and_compact_schemas() {
        List<Tool> all = BuiltInTools.of(new Root(directory), FakeCommands.quiet());
        assertThat(all.stream().map(Tool::name))
                .containsExactly(
                        "edit_file",
                        "finish",
                        "list_files",
                        "plan",
                        "read_file",
                        "run_command",
                        "search_files",
                        "write_file");
        assertThat(
                        all.stream()
                                .map(tool ->
                                        new SchemaWords(Json.MAPPER.readTree(tool.inputSchema()))
                                                .outline()))
                .containsExactly(
                        "{path: string, old: string, new: string}",
                        "{summary: string}",
                        "{path?: string, glob?: string}",
                        "{items: [{text: string, status: \"pending\"|\"active\"|\"done\"}]}",
                        "{path: string, start?: integer, end?: integer}",
                        "{command: string | [string], timeout_seconds?: integer}",
                        "{pattern: string, path?: string, glob?: string}",
                        "{path: string, content: string}");
        assertThat(read.inputSchema())
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'path':{'type':'string','description':'file, relative to the workspace'},"
                                        + "'start':{'type':'integer','minimum':1,'description':'first line, from 1'},"
                                        + "'end':{'type':'integer','minimum':1,'description':'last line, inclusive'}},"
                                        + "'required':['path'],'additionalProperties':false}"));
    }

    @Test
    void a_file_is_read_whole_or_by_lines_under_a_heading() throws IOException {
        file("a/b.txt", "one\r\ntwo\nthree");
        assertThat(Calls.text(read, json("{'path':'a/b.txt'}")))
                .isEqualTo("a/b.txt lines 1-3 of 3\none\ntwo\nthree\n");
        assertThat(Calls.text(read, json("{'path':'a/b.txt','start':2,'end':2}")))
                .isEqualTo("a/b.txt lines 2-2 of 3\ntwo\n");
        assertThat(Calls.text(read, json("{'path':'a/b.txt','start':3,'end':99}")))
                .isEqualTo("a/b.txt lines 3-3 of 3\nthree\n");
        assertThat(Calls.describe(read, json("{'path':'./a/b.txt'}")))
                .isEqualTo(new Effect.Pure("read a/b.txt"));
        file("empty", "");
        assertThat(Calls.text(read, json("{'path':'empty'}"))).isEqualTo("empty is empty");
    }

    @Test
    void impossible_lines_are_refused() throws IOException {
        file("a", "one\n");
        assertThatThrownBy(() -> Calls.describe(read, json("{'path':'a','start':3,'end':2}")))
                .hasMessage("read_file: \"end\" (2) is before \"start\" (3)");
        assertThatThrownBy(() -> Calls.call(read, json("{'path':'a','start':3}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("read_file: \"start\" is 3, but \"a\" has 1 lines");
        assertThatThrownBy(() -> Calls.call(read, json("{'path':'../a'}")))
                .hasMessage(
                        "read_file: path \"../a\" contains \"..\"; give a path relative to the workspace without it");
    }

    @Test
    void a_long_file_is_read_in_pages() throws IOException {
        file("long", "line\n".repeat(5_000));
        assertThat(Calls.text(read, json("{'path':'long'}")))
                .startsWith("long lines 1-2000 of 5000\nline\n")
                .endsWith("line\n(lines 2001-5000 not shown; read on with start 2001)");
        assertThat(Calls.text(read, json("{'path':'long','start':4001}")))
                .startsWith("long lines 4001-5000 of 5000\n")
                .endsWith("line\n");
        file("wide", ("x".repeat(999) + "\n").repeat(100));
        String wide = Calls.text(read, json("{'path':'wide'}"));
        assertThat(wide)
                .startsWith("wide lines 1-61 of 100\n")
                .endsWith("(lines 62-100 not shown; read on with start 62)");
        assertThat(wide.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(ResultText.BYTES_MAX);
        file("one", "ä".repeat(100_000));
        assertThat(Calls.text(read, json("{'path':'one'}")))
                .startsWith("one lines 1-1 of 1\nää")
                .endsWith("ä … (this line has 100000 characters; the rest is not shown)\n");
    }

    @Test
    void files_are_listed_in_order_without_git() throws IOException {
        file("b.txt", "");
        file("a/z.java", "");
        file("a.txt", "");
        file("a/b/c.java", "");
        file(".git/config", "");
        file("sub/.git/config", "");
        file("sub/.gitignore", "");
        Files.createDirectory(directory.resolve("empty"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a"));
        assertThat(Calls.text(list, ""))
                .isEqualTo(
                        "a.txt\na/b/c.java\na/z.java\nb.txt\nempty/ (empty)\nlink (symbolic link, not followed)\nsub/.gitignore");
        assertThat(Calls.text(list, json("{'path':'a'}"))).isEqualTo("a/b/c.java\na/z.java");
        assertThat(Calls.text(list, json("{'glob':'*.java'}"))).isEqualTo("a/b/c.java\na/z.java");
        assertThat(Calls.text(list, json("{'path':'a','glob':'b/*'}"))).isEqualTo("a/b/c.java");
        assertThat(Calls.text(list, json("{'glob':'a/*'}"))).isEqualTo("a/z.java");
        assertThat(Calls.text(list, json("{'glob':'*.kt'}"))).isEqualTo("no files in . match *.kt");
        assertThat(Calls.text(list, json("{'path':'b.txt'}"))).isEqualTo("b.txt");
        assertThatThrownBy(() -> Calls.call(list, json("{'path':'link'}")))
                .hasMessage(
                        "list_files: path \"link\" is a symbolic link, and file tools follow none; use its target");
        assertThatThrownBy(() -> Calls.describe(list, json("{'glob':'[a'}")))
                .hasMessage(
                        "list_files: \"glob\" \"[a\" has a \"[\" without \"]\"; close it or write \\[");
    }

    @Test
    void a_long_listing_is_cut_and_says_how_many_are_left() throws IOException {
        for (int i = 0; i < 1_010; i++) {
            file("f%04d".formatted(i), "");
        }
        assertThat(Calls.text(list, ""))
                .startsWith("f0000\nf0001\n")
                .endsWith("f0999\n(and 10 more; narrow with path or glob)");
    }

    @Test
    void a_name_can_not_forge_a_line_of_the_listing() throws IOException {
        Files.writeString(directory.resolve("a\nb"), "x\n");
        assertThat(Calls.text(list, "")).isEqualTo("\"a\\nb\"");
        assertThat(Calls.text(search, json("{'pattern':'x'}"))).isEqualTo("\"a\\nb\":1: x");
    }

    @Test
    void matching_lines_are_found_with_their_place() throws IOException {
        file("a/b.java", "int one;\nint two;\r\nlong three;\n");
        file("a.txt", "int four;\n");
        file("bin", "int\0");
        file(".git/x", "int five;");
        assertThat(Calls.text(search, json("{'pattern':'^int t?'}")))
                .isEqualTo("a.txt:1: int four;\na/b.java:1: int one;\na/b.java:2: int two;");
        assertThat(Calls.text(search, json("{'pattern':'int','glob':'**/*.java'}")))
                .isEqualTo("a/b.java:1: int one;\na/b.java:2: int two;");
        assertThat(Calls.text(search, json("{'pattern':';$','path':'a.txt'}")))
                .isEqualTo("a.txt:1: int four;");
        assertThat(Calls.text(search, json("{'pattern':'none'}")))
                .isEqualTo("no line matches\n(1 binary files not searched)");
        assertThat(Calls.describe(search, json("{'pattern':'x'}")))
                .isEqualTo(new Effect.Pure("search x in ."));
    }

    @Test
    void a_bad_pattern_is_refused_before_anything_is_read() {
        assertThatThrownBy(() -> Calls.describe(search, json("{'pattern':'(a'}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage(
                        "search_files: \"pattern\" is not a valid regular expression: missing closing ); escape special characters with \\ (look-around and back-references are not supported)");
    }

    @Test
    void many_hits_and_long_lines_are_cut() throws IOException {
        file("many", "hit\n".repeat(300));
        assertThat(Calls.text(search, json("{'pattern':'hit'}")).lines())
                .hasSize(201)
                .last()
                .isEqualTo("(more than 200 hits; narrow with path or glob)");
        file("many", "hit\n".repeat(200));
        assertThat(Calls.text(search, json("{'pattern':'hit'}")).lines()).hasSize(200);
        file("many", "a".repeat(5_000) + "needle" + "b".repeat(5_000));
        assertThat(Calls.text(search, json("{'pattern':'needle'}")))
                .hasSizeLessThan(400)
                .startsWith("many:1: …a")
                .contains("needle")
                .endsWith("b…");
    }

    @Test
    @Timeout(60)
    void a_hostile_pattern_can_not_hang_the_search() throws IOException {
        file("evil", "a".repeat(20_000) + "!");
        assertThat(Calls.text(search, json("{'pattern':'^(a+)+$'}"))).isEqualTo("no line matches");
    }

    @Test
    void a_write_is_foreseen_whole_and_done_as_foreseen() {
        var arguments = json("{'path':'./src//New.java','content':'class New {}\\n'}");
        assertThat(Calls.describe(write, arguments))
                .isEqualTo(
                        new Effect.Staged(
                                "write src/New.java",
                                new Effect.Edits.Known(
                                        List.of(
                                                new Effect.FileEdit(
                                                        "src/New.java", "class New {}\n")))));
        assertThat(directory.resolve("src")).doesNotExist();
        assertThat(Calls.call(write, arguments))
                .isEqualTo(Tool.Result.done("created src/New.java (1 line)"));
        assertThat(directory.resolve("src/New.java")).hasContent("class New {}\n");
        assertThat(Calls.text(write, json("{'path':'src/New.java','content':''}")))
                .isEqualTo("replaced src/New.java (0 lines)");
    }

    @Test
    void a_write_that_can_not_be_is_refused_when_described() throws IOException {
        file("src/App.java", "");
        assertThatThrownBy(() -> Calls.describe(write, json("{'path':'src','content':''}")))
                .hasMessage("write_file: path \"src\" is a folder; give the path of a file");
        assertThatThrownBy(
                        () -> Calls.describe(write, json("{'path':'src/App.java/x','content':''}")))
                .hasMessage("write_file: path \"src/App.java\" is a file, not a folder");
        assertThatThrownBy(
                        () -> Calls.describe(write, json("{'path':'.git/hooks/x','content':''}")))
                .hasMessage(
                        "write_file: path \".git/hooks/x\" lies in \".git\", which no file tool may touch");
        assertThatThrownBy(() -> Calls.describe(write, json("{'path':'.','content':''}")))
                .hasMessage("write_file: path \".\" is a folder; give the path of a file");
    }
}
