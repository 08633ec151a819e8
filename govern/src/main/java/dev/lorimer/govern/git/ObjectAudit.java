package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;

/// Reads every object of a tree and hashes it, since git itself hands out a damaged object that can
/// still be unpacked.
///
/// @param objects how many were read
/// @param damaged one line for each whose content has another hash than its name, or is missing
public record ObjectAudit(long objects, List<String> damaged) {
    private static final int CHUNK = 1 << 16;

    public ObjectAudit {
        damaged = List.copyOf(damaged);
    }

    /// @throws GitException when `treeish` names no tree, or git fails
    public static ObjectAudit of(Git git, String treeish) {
        var ids = new LinkedHashSet<String>();
        ids.add(git.text("rev-parse", "--verify", "--end-of-options", treeish + "^{tree}"));
        var listing = git.bytes("ls-tree", "-r", "-t", "-z", "--full-tree", treeish);
        for (var line : new String(listing, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            var words = line.split("[ \t]", 4);
            // A commit of another repository is named here, and lives there.
            if (words.length == 4 && !words[1].equals("commit")) {
                ids.add(words[2]);
            }
        }
        return read(git, List.copyOf(ids));
    }

    private static ObjectAudit read(Git git, List<String> ids) {
        var process = git.start("cat-file", "--batch", "--buffer");
        var damaged = new ArrayList<String>();
        var watcher = Thread.ofVirtual().start(() -> watch(git, process));
        try (var out = new BufferedInputStream(process.getInputStream(), CHUNK)) {
            Thread.ofVirtual().start(() -> ask(process, ids));
            // Nobody reads git's complaints here, and a full pipe would block it.
            Thread.ofVirtual().start(() -> drop(process.getErrorStream()));
            for (var id : ids) {
                object(out, id, damaged);
            }
            return new ObjectAudit(ids.size(), damaged);
        } catch (IOException failure) {
            throw new GitException(
                    Kind.UNREADABLE,
                    "git stopped while reading the objects of a tree in \"%s\"; run `git fsck` there"
                            .formatted(git.folder()),
                    failure);
        } finally {
            watcher.interrupt();
            Git.stop(process);
        }
    }

    private static void watch(Git git, Process process) {
        try {
            // The whole tree is read, so one answer's deadline is given many times over.
            Thread.sleep(git.deadline().multipliedBy(10));
            Git.stop(process);
        } catch (InterruptedException _) {
            // All was read.
        }
    }

    private static void ask(Process process, List<String> ids) {
        try (var in = process.getOutputStream()) {
            in.write(String.join("\n", ids).getBytes(StandardCharsets.US_ASCII));
            in.write('\n');
        } catch (IOException _) {
            // git ended early; whoever reads meets the end of its output.
        }
    }

    private static void drop(InputStream errors) {
        try (errors) {
            errors.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // git has ended.
        }
    }

    private static void object(InputStream out, String id, List<String> damaged)
            throws IOException {
        var words = line(out).split(" ", -1);
        if (words.length != 3) {
            damaged.add("the repository does not hold object %s".formatted(id));
            return;
        }
        long size = Long.parseLong(words[2]);
        var digest = digest(id);
        digest.update("%s %s\0".formatted(words[1], size).getBytes(StandardCharsets.US_ASCII));
        var chunk = new byte[CHUNK];
        for (long left = size; left > 0; ) {
            int count = out.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (count < 0) {
                throw new EOFException("git stopped in the middle of an object");
            }
            digest.update(chunk, 0, count);
            left -= count;
        }
        if (out.read() != '\n') {
            throw new EOFException("git stopped after an object");
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(id)) {
            damaged.add("object %s holds other bytes than those it is named for".formatted(id));
        }
    }

    private static String line(InputStream out) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int letter = out.read(); letter != '\n'; letter = out.read()) {
            if (letter < 0) {
                throw new EOFException("git stopped before an answer");
            }
            line.write(letter);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static MessageDigest digest(String id) {
        try {
            return MessageDigest.getInstance(id.length() == 64 ? "SHA-256" : "SHA-1");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", missing);
        }
    }
}
