package dev.lorimer.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EditFileTest {
    @TempDir Path directory;

    private Path file;
    private Tool edit;

    @BeforeEach
    void makeTool() {
        file = directory.resolve("App.java");
        edit = Calls.named(BuiltInTools.writing(new Root(directory)), "edit_file");
    }

    private static String asked(String old, String replacement) {
        return Json.MAPPER
                .createObjectNode()
                .put("path", "App.java")
                .put("old", old)
                .put("new", replacement)
                .toString();
    }

    private void assertRefused(String old, String replacement, String message) {
        assertThatThrownBy(() -> Calls.describe(edit, asked(old, replacement)))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("edit_file: " + message);
    }

    private String edited(String content, String old, String replacement) throws IOException {
        Files.writeString(file, content);
        var arguments = asked(old, replacement);
        var foreseen = Calls.describe(edit, arguments);
        assertThat(Files.readString(file)).isEqualTo(content);
        Calls.call(edit, arguments);
        String after = Files.readString(file);
        assertThat(foreseen)
                .isEqualTo(
                        new Effect.Staged(
                                "edit App.java",
                                new Effect.Edits.Known(
                                        List.of(new Effect.FileEdit("App.java", after)))));
        return after;
    }

    @Test
    void a_passage_that_occurs_once_is_replaced_as_foreseen() throws IOException {
        assertThat(edited("a\nb\nc\n", "b\n", "x\ny\n")).isEqualTo("a\nx\ny\nc\n");
        assertThat(edited("a\nb\nc\n", "b\n", "")).isEqualTo("a\nc\n");
        assertThat(edited("$1 \\ x", "x", "$0\\")).isEqualTo("$1 \\ $0\\");
        Files.writeString(file, "a\nb\nc\n");
        assertThat(Calls.call(edit, asked("c", "d")))
                .isEqualTo(Tool.Result.done("edited App.java at line 3"));
    }

    @Test
    void windows_line_ends_are_matched_by_plain_ones_and_kept() throws IOException {
        assertThat(edited("a\r\nb\r\nc\r\n", "a\nb", "x\ny\nz")).isEqualTo("x\r\ny\r\nz\r\nc\r\n");
        assertThat(edited("a\r\nb\r\nc\r\n", "b", "x\ny")).isEqualTo("a\r\nx\r\ny\r\nc\r\n");
        assertThat(edited("a\r\nb\r\nc\r\n", "b\r\nc", "x\r\ny")).isEqualTo("a\r\nx\r\ny\r\n");
        assertThat(edited("a\r\nb\nc\n", "b\nc", "x\ny")).isEqualTo("a\r\nx\ny\n");
        assertThat(edited("a\nb\n", "b\n", "x\r\n")).isEqualTo("a\nx\r\n");
    }

    @Test
    void a_byte_order_mark_and_what_lies_around_stay() throws IOException {
        assertThat(edited("\uFEFFa ä😀 b", "a ä", "ö")).isEqualTo("\uFEFFö😀 b");
    }

    @Test
    void a_passage_that_occurs_more_often_is_refused_with_its_lines() throws IOException {
        Files.writeString(file, "x = 1;\ny\nx = 1;\n");
        assertRefused(
                "x = 1;",
                "x = 2;",
                "in \"App.java\" \"old\" occurs 2 times (line 1, 3); include more lines around it so that it occurs once");
        Files.writeString(file, "aaa");
        assertRefused(
                "aa",
                "b",
                "in \"App.java\" \"old\" occurs 2 times (line 1); include more lines around it so that it occurs once");
        assertThat(file).hasContent("aaa");
    }

    @Test
    @Timeout(60)
    void a_hostile_passage_can_not_hang_the_edit() throws IOException {
        Files.writeString(file, "a".repeat(8_000_000));
        assertThatThrownBy(() -> Calls.describe(edit, asked("a".repeat(2_000_000) + "b", "x")))
                .hasMessageContaining("\"old\" does not occur");
        assertThatThrownBy(() -> Calls.describe(edit, asked("a", "x")))
                .hasMessageContaining("\"old\" occurs 8000000 times (line 1, …)");
    }

    @Test
    void a_passage_that_does_not_occur_is_refused_with_the_nearest_line() throws IOException {
        Files.writeString(file, "class App {\n    int count = 1;\n    int total = 2;\n}\n");
        assertRefused(
                "int counter = 1;",
                "x",
                "in \"App.java\" \"old\" does not occur; the nearest is line 2: \"    int count = 1;\"; read the file and copy it exactly");
        assertRefused(
                "\tint count = 1;",
                "x",
                "in \"App.java\" \"old\" does not occur; the nearest is line 2: \"    int count = 1;\", which differs in blanks only; read the file and copy it exactly");
        assertRefused(
                "    int count = 1;\n    int total = 3;",
                "x",
                "in \"App.java\" \"old\" does not occur; its first line does, in line 2: \"    int count = 1;\", but line 3 differs: \"    int total = 2;\"; read the file and copy it exactly");
        assertRefused(
                "zzzz",
                "x",
                "in \"App.java\" \"old\" does not occur; read the file and copy it exactly");
    }

    @Test
    void an_empty_or_equal_passage_is_refused() throws IOException {
        Files.writeString(file, "a");
        assertRefused(
                "",
                "x",
                "\"old\" is empty; give the text to replace, or use write_file for a new file");
        assertRefused(
                "a", "a", "in \"App.java\" \"old\" and \"new\" are the same; nothing would change");
    }

    @Test
    void a_missing_file_is_refused() {
        assertRefused("a", "b", "path \"App.java\" does not exist; list_files shows what does");
    }
}
