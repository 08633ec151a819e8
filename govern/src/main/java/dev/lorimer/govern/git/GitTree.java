package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A tree in a git repository, read through git: one process lists it, one more reads contents for
/// as long as the tree is open. Its id is git's own hash. Safe for use by several threads; they
/// take turns.
public final class GitTree implements Tree, AutoCloseable {
    private final Git git;
    private final String id;
    private final SortedMap<String, TreeEntry> files;
    private Optional<ObjectReader> reader = Optional.empty();

    private GitTree(Git git, String id, SortedMap<String, TreeEntry> files) {
        this.git = git;
        this.id = id;
        this.files = files;
    }

    /// The tree that `treeish` names: a commit, a branch, a tag, a tree's hash, `HEAD`.
    ///
    /// @throws GitException when it names no tree in this repository
    public static GitTree of(Git git, String treeish) {
        var named =
                git.tryRun(
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        treeish + "^{tree}");
        if (named.exit() != 0) {
            throw new GitException(
                    Kind.REFUSED,
                    "\"%s\" names no commit or tree in \"%s\"%s; check its spelling, or fetch it first"
                            .formatted(
                                    treeish,
                                    git.folder(),
                                    named.error().isBlank()
                                            ? ""
                                            : " (" + Git.oneLine(named.error()) + ")"));
        }
        var id = named.text().strip();
        return new GitTree(git, id, list(git.bytes("ls-tree", "-r", "-z", "--full-tree", id)));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SortedMap<String, TreeEntry> files() {
        return files;
    }

    @Override
    public synchronized Content content(String path) {
        var entry = files.get(path);
        if (entry == null) {
            return new Content.Unreadable("there is no such file");
        }
        if (entry.isGitlink()) {
            return new Content.Unreadable("it is a commit of another repository");
        }
        if (reader.isEmpty()) {
            reader = Optional.of(ObjectReader.conversing(git));
        }
        return reader.get().ask(entry.blob());
    }

    @Override
    public Stream<Named> contents(Collection<String> paths) {
        boolean plain = paths.stream().allMatch(path -> readable(path).isPresent());
        // A process of its own pays from about eight files on; below, a conversation is as fast.
        if (!plain || paths.size() < 8) {
            return Tree.super.contents(paths);
        }
        var ids = paths.stream().flatMap(path -> readable(path).stream()).toList();
        var bulk = ObjectReader.streaming(git, ids);
        return List.copyOf(paths).stream()
                .map(path -> new Named(path, bulk.next(readable(path).orElse(path))))
                .onClose(bulk::close);
    }

    /// Ends the process that reads contents. Reading again starts another.
    @Override
    public synchronized void close() {
        reader.ifPresent(ObjectReader::close);
        reader = Optional.empty();
    }

    private Optional<String> readable(String path) {
        return Optional.ofNullable(files.get(path))
                .filter(entry -> !entry.isGitlink())
                .map(TreeEntry::blob);
    }

    private static SortedMap<String, TreeEntry> list(byte[] listing) {
        var files = new TreeMap<String, TreeEntry>();
        int start = 0;
        for (int end = 0; end < listing.length; end++) {
            if (listing[end] == 0) {
                add(files, ByteBuffer.wrap(listing, start, end - start));
                start = end + 1;
            }
        }
        return Collections.unmodifiableSortedMap(files);
    }

    /// One line of the listing is `mode type hash TAB path`.
    private static void add(SortedMap<String, TreeEntry> files, ByteBuffer line) {
        int tab = line.position();
        while (line.get(tab) != '\t') {
            tab++;
        }
        var head = ascii(line, tab).split(" ", -1);
        var path = path(line.position(tab + 1));
        // Two names that differ in invalid bytes only would hide one another.
        while (files.containsKey(path)) {
            path += "~";
        }
        files.put(path, new TreeEntry(head[0], head[2]));
    }

    private static String ascii(ByteBuffer line, int end) {
        var head = new byte[end - line.position()];
        line.get(head);
        return new String(head, StandardCharsets.US_ASCII);
    }

    private static String path(ByteBuffer name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.duplicate()).toString();
        } catch (CharacterCodingException _) {
            var shown = new StringBuilder();
            while (name.hasRemaining()) {
                int letter = name.get() & 0xff;
                shown.append(
                        letter < 0x80
                                ? String.valueOf((char) letter)
                                : "\\x%02x".formatted(letter));
            }
            return shown.toString();
        }
    }
}
