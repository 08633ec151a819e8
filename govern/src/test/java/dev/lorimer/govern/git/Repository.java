package dev.lorimer.govern.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A git repository in a temporary folder.
public final class Repository {
    private final Path folder;

    public Repository(Path folder) {
        this.folder = folder;
        git().text("init", "--quiet", "--initial-branch=main");
        git().text("config", "core.autocrlf", "false");
    }

    public Git git() {
        return Git.in(folder)
                .with(
                        Map.of(
                                "GIT_AUTHOR_NAME",
                                "a",
                                "GIT_AUTHOR_EMAIL",
                                "a@example.org",
                                "GIT_COMMITTER_NAME",
                                "a",
                                "GIT_COMMITTER_EMAIL",
                                "a@example.org",
                                "GIT_CONFIG_GLOBAL",
                                "/dev/null"));
    }

    public Path folder() {
        return folder;
    }

    public Repository write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public Repository write(String path, byte[] bytes) {
        try {
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Repository commit() {
        git().text("add", "--all");
        git().text("commit", "--quiet", "--message", "x");
        return this;
    }
}
