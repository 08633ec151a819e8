package dev.lorimer.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {
    @TempDir Path temp;

    private Path directory;
    private Path outside;
    private Root root;

    @BeforeEach
    void makeFolders() throws IOException {
        directory = Files.createDirectory(temp.resolve("work"));
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "SECRET");
        Files.createDirectories(directory.resolve("src/main"));
        Files.writeString(directory.resolve("src/main/App.java"), "class App {}\n");
        root = new Root(directory);
    }

    private String read(String path) {
        return root.read(root.path(path));
    }

    private void write(String path, String content) {
        root.write(root.path(path), content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/App.java",
                "./src//main/./App.java",
                "src/main/App.java/",
            })
    void a_path_within_is_read_however_it_is_written(String path) {
        assertThat(read(path)).isEqualTo("class App {}\n");
        assertThat(root.path(path)).hasToString("src/main/App.java");
    }

    @Test
    void an_absolute_path_that_starts_with_the_root_is_taken_as_relative() throws IOException {
        assertThat(root.path(directory + "/src/main/App.java")).hasToString("src/main/App.java");
        assertThat(root.path(directory.toString())).hasToString(".");
        Path link = Files.createSymbolicLink(temp.resolve("link"), directory);
        assertThat(new Root(link).path(directory.toRealPath() + "/src")).hasToString("src");
        assertThat(new Root(link).path(link + "/src")).hasToString("src");
        assertThatThrownBy(() -> root.path(directory + "x/src"))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage(
                        "path \""
                                + directory
                                + "x/src\" is absolute and not in the workspace; give a path relative to the workspace");
        assertThatThrownBy(() -> root.path(directory + "/../outside/secret"))
                .isInstanceOf(Tool.BadArguments.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/passwd | is absolute and not in the workspace; give a path relative to the workspace",
                "../outside/secret | contains \"..\"; give a path relative to the workspace without it",
                "src/../../outside | contains \"..\"; give a path relative to the workspace without it",
                "src/.. | contains \"..\"; give a path relative to the workspace without it",
                ".git/config | lies in \".git\", which no file tool may touch",
                "src/.GIT/hooks/x | lies in \".git\", which no file tool may touch",
                ".Git | lies in \".git\", which no file tool may touch",
                ".git./config | lies in \".git\", which no file tool may touch",
                "GIT~1/config | lies in \".git\", which no file tool may touch",
            })
    void a_path_that_leads_astray_is_refused_with_the_reason(String path, String reason) {
        assertThatThrownBy(() -> root.path(path))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("path \"" + path + "\" " + reason);
    }

    @Test
    void empty_nul_and_hidden_spellings_are_refused() {
        assertThatThrownBy(() -> root.path(""))
                .hasMessage("path \"\" is empty; give a path relative to the workspace");
        assertThatThrownBy(() -> root.path("a\0b"))
                .hasMessage("path \"a\\0b\" contains a NUL character; no file can have that name");
        assertThatThrownBy(() -> root.path(".g\u200Bit/config"))
                .isInstanceOf(Tool.BadArguments.class);
        assertThat(root.path(".".repeat(3_000_000) + "x").names()).hasSize(1);
        assertThat(root.path(".gitignore")).hasToString(".gitignore");
        assertThat(root.path("a..b/...")).hasToString("a..b/...");
    }

    @Test
    void no_symbolic_link_is_followed_anywhere_in_a_path() throws IOException {
        Files.createSymbolicLink(directory.resolve("out"), outside);
        Files.createSymbolicLink(directory.resolve("in"), directory.resolve("src"));
        Files.createSymbolicLink(directory.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(directory.resolve("dangling"), outside.resolve("new"));
        String why = " is a symbolic link, and file tools follow none; use its target";
        assertThatThrownBy(() -> read("out/secret")).hasMessage("path \"out\"" + why);
        assertThatThrownBy(() -> read("in/main/App.java")).hasMessage("path \"in\"" + why);
        assertThatThrownBy(() -> read("file")).hasMessage("path \"file\"" + why);
        assertThatThrownBy(() -> write("out/new", "x")).hasMessage("path \"out\"" + why);
        assertThatThrownBy(() -> write("out/deep/new", "x")).hasMessage("path \"out\"" + why);
        assertThatThrownBy(() -> write("file", "x")).hasMessage("path \"file\"" + why);
        assertThatThrownBy(() -> write("dangling", "x")).hasMessage("path \"dangling\"" + why);
        assertThatThrownBy(() -> root.open(root.path("out"))).hasMessage("path \"out\"" + why);
        assertThat(outside.resolve("new")).doesNotExist();
        assertThat(outside.resolve("secret")).hasContent("SECRET");
    }

    @Test
    void what_is_no_text_file_is_refused_with_the_reason() throws Exception {
        Files.write(directory.resolve("binary"), new byte[] {1, 0, 2});
        Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xE4});
        assertThatThrownBy(() -> read("binary"))
                .hasMessage(
                        "path \"binary\" is a binary file (it has NUL bytes); file tools take text only");
        assertThatThrownBy(() -> read("latin"))
                .hasMessage(
                        "path \"latin\" is not valid UTF-8 text; file tools take that only, a command may convert it");
        assertThatThrownBy(() -> read("src"))
                .hasMessage("path \"src\" is a folder, not a file; use list_files");
        assertThatThrownBy(() -> read("."))
                .hasMessage("path \".\" is a folder, not a file; use list_files");
        assertThatThrownBy(() -> read("src/none"))
                .hasMessage("path \"src/none\" does not exist; list_files shows what does");
        assertThatThrownBy(() -> read("none/x"))
                .hasMessage("path \"none\" does not exist; list_files shows what does");
        assertThatThrownBy(() -> read("src/main/App.java/x"))
                .hasMessage("path \"src/main/App.java\" is a file, not a folder");
        assertThat(new ProcessBuilder("mkfifo", directory + "/pipe").start().waitFor()).isZero();
        assertThatThrownBy(() -> read("pipe"))
                .hasMessage("path \"pipe\" is a device, socket or pipe, not a file");
    }

    @Test
    void a_file_too_large_to_hold_is_refused_unread() throws IOException {
        try (var file = new java.io.RandomAccessFile(directory.resolve("big").toFile(), "rw")) {
            file.setLength(Root.FILE_BYTES_MAX + 1L);
        }
        assertThatThrownBy(() -> read("big"))
                .hasMessage(
                        "path \"big\" has 16777217 bytes, more than the 16777216 that a file tool reads; use a command, for example: sed -n '1,200p'");
    }

    @Test
    void writing_makes_the_folders_and_leaves_nothing_else() throws IOException {
        write("a/b/c/new.txt", "hello ä\n");
        write("a/b/c/new.txt", "again\n");
        assertThat(directory.resolve("a/b/c/new.txt")).hasContent("again\n");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(path -> directory.relativize(path).toString()).sorted())
                    .containsExactly(
                            "",
                            "a",
                            "a/b",
                            "a/b/c",
                            "a/b/c/new.txt",
                            "src",
                            "src/main",
                            "src/main/App.java");
        }
    }

    @Test
    void parallel_writes_into_one_new_folder_all_arrive() throws Exception {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 32; i++) {
            String name = "file" + i;
            threads.add(Thread.ofVirtual().start(() -> write("new/deep/" + name, name)));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        }
        for (int i = 0; i < 32; i++) {
            assertThat(directory.resolve("new/deep/file" + i)).hasContent("file" + i);
        }
    }

    @Test
    void an_overwritten_file_keeps_its_permissions() throws IOException {
        Path script = Files.writeString(directory.resolve("run.sh"), "old");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
        write("run.sh", "new");
        assertThat(script).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x--x");
    }

    @Test
    void a_hard_link_is_replaced_and_not_written_through() throws IOException {
        Files.createLink(directory.resolve("hard"), outside.resolve("secret"));
        write("hard", "mine");
        assertThat(outside.resolve("secret")).hasContent("SECRET");
        assertThat(directory.resolve("hard")).hasContent("mine");
    }

    @Test
    void left_over_temporary_files_are_in_nobodys_way() throws IOException {
        Files.writeString(directory.resolve(".lorimer-0.tmp"), "left");
        Files.createDirectory(directory.resolve(".lorimer-0.new"));
        write("x/y", "1");
        write("z", "2");
        assertThat(directory.resolve("x/y")).hasContent("1");
        assertThat(directory.resolve("z")).hasContent("2");
        assertThat(directory.resolve(".lorimer-0.tmp")).hasContent("left");
    }

    @Test
    void text_that_is_no_unicode_is_refused_before_writing() {
        assertThatThrownBy(() -> write("x", "a\uD800"))
                .hasMessage(
                        "path \"x\" would get text that is no valid Unicode (half of a surrogate pair)");
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void a_folder_swapped_for_a_link_while_in_use_never_leads_outside() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("swapped"));
        Files.writeString(folder.resolve("secret"), "harmless");
        var swaps = new AtomicInteger();
        var done = new AtomicBoolean();
        var swapping =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                swap(folder, swaps);
                            }
                        });
        long start = System.nanoTime();
        int reads = 0;
        int writes = 0;
        // At least as long as it takes to matter, longer where other work slows this down.
        while (before(start, 1_500)
                || (before(start, 30_000) && (reads < 20 || writes < 20 || swaps.get() < 50))) {
            try {
                assertThat(read("swapped/secret")).isEqualTo("harmless");
                reads++;
                write("swapped/written", "by the tool");
                write("swapped/deep" + writes % 5 + "/written", "by the tool");
                writes++;
            } catch (Tool.BadArguments | UncheckedIOException e) {
                // Caught in the middle of a swap: refused, as it should be.
            }
        }
        done.set(true);
        swapping.join();
        assertThat(reads).isGreaterThanOrEqualTo(20);
        assertThat(writes).isGreaterThanOrEqualTo(20);
        assertThat(swaps.get()).isGreaterThanOrEqualTo(50);
        try (Stream<Path> all = Files.list(outside)) {
            assertThat(all).containsExactly(outside.resolve("secret"));
        }
        assertThat(outside.resolve("secret")).hasContent("SECRET");
    }

    private static boolean before(long start, long millis) {
        return System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// The folder becomes a link to the outside and a folder again, whatever the tool makes of it
    /// in between.
    private void swap(Path folder, AtomicInteger swaps) {
        Path away = directory.resolve("away");
        Path link = directory.resolve("link");
        try {
            Files.createSymbolicLink(link, outside);
            Files.move(folder, away);
            Files.move(link, folder);
            swaps.incrementAndGet();
            Files.delete(folder);
            Files.move(away, folder);
            // Time for the tool to meet it as a folder.
            LockSupport.parkNanos(50_000);
        } catch (IOException e) {
            // The tool was in the way: put it right and swap again.
            restore(folder, away, link);
        }
    }

    private static void restore(Path folder, Path away, Path link) {
        try {
            Files.deleteIfExists(link);
            if (Files.exists(away)) {
                remove(folder);
                Files.move(away, folder);
            }
        } catch (IOException e) {
            // The tool was in the way again: the next swap comes back here.
        }
    }

    private static void remove(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(tree)) {
                for (Path child : children.toList()) {
                    remove(child);
                }
            }
        }
        Files.deleteIfExists(tree);
    }
}
