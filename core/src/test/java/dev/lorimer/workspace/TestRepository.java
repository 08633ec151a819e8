package dev.lorimer.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A user's folder, and the user's hands in it.
record TestRepository(Path top) {
    static TestRepository init(Path top) {
        try {
            Files.createDirectories(top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var repository = new TestRepository(top);
        repository.sh(
                "git init -q -b main && git config user.name 'Ada Example' && git config user.email"
                        + " ada@example.org && git config commit.gpgsign false");
        return repository;
    }

    /// With a source file, a script, a link and a documentation folder, in one commit.
    static TestRepository withFiles(Path top) {
        TestRepository repository = init(top);
        repository.sh(
                """
                mkdir -p src/main docs
                echo 'class App {}' > src/main/App.java
                printf '#!/bin/sh\\necho hi\\n' > run.sh; chmod +x run.sh
                ln -s src/main/App.java link
                echo guide > docs/guide.md
                printf '*.log\\n' > .gitignore
                git add -A && git commit -qm first
                """);
        return repository;
    }

    String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        return execute(command);
    }

    /// A shell line, which must succeed.
    String sh(String line) {
        return execute(List.of("sh", "-ec", line));
    }

    private String execute(List<String> command) {
        return execute(top, command);
    }

    static String execute(Path folder, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(command + ": " + output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String head() {
        return git("rev-parse", "HEAD").strip();
    }

    /// Everything of the user's that must not change: files with rights and content, index, `HEAD`,
    /// configuration, and all refs that are not ours.
    Map<String, String> fingerprint() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                String name = top.relativize(path).toString();
                if (name.startsWith(".lorimer") || (name.startsWith(".git/") && !isUsers(name))) {
                    continue;
                }
                all.put(name, describe(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Files.exists(top.resolve(".git"))) {
            all.put(
                    "refs",
                    git("for-each-ref")
                            .lines()
                            .filter(line -> !line.contains("lorimer/"))
                            .toList()
                            .toString());
        }
        return all;
    }

    private static boolean isUsers(String name) {
        return List.of(
                                ".git/index",
                                ".git/HEAD",
                                ".git/config",
                                ".git/info/exclude",
                                ".git/logs/HEAD")
                        .contains(name)
                || name.startsWith(".git/hooks");
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link " + Files.readSymbolicLink(path);
        }
        String rights = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).toString();
        return Files.isDirectory(path)
                ? "folder " + rights
                : rights + Arrays.hashCode(Files.readAllBytes(path)) + " " + Files.size(path);
    }
}
