package dev.lorimer.bench.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Has strace write down what a process and its children do to a folder, and reads it back as deeds
/// in the order in which they took effect.
///
/// Whatever it cannot follow it refuses loudly: a call it does not know that reaches a database
/// file, a line that is cut.
final class Recorder {
    /// The calls that change files, sync them, or make them writable behind our back.
    private static final String CALLS =
            "openat,open,creat,pwrite64,write,pwritev,pwritev2,writev,ftruncate,truncate,fallocate,"
                    + "fdatasync,fsync,msync,sync_file_range,sync,syncfs,unlink,unlinkat,rename,renameat,"
                    + "renameat2,mkdir,mkdirat,rmdir,link,linkat,symlink,mmap,sendfile,copy_file_range";

    /// Longer than any write of the store: pages have 16 KB.
    private static final int STRING_MAX = 1 << 20;

    private final Path root;
    private final Path ledger;
    private final Map<String, String> unfinished = new HashMap<>();
    private final Map<String, Long> syncing = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private long calls;

    /// @param root only what is below it counts; its real path, without quotes or brackets
    /// @param ledger the file in it whose lines are what the process told the world
    Recorder(Path root, Path ledger) {
        this.root = root;
        this.ledger = ledger;
    }

    /// What to put before a command to record it.
    static List<String> prefix(Path log) {
        return List.of(
                "strace",
                "-f",
                "-y",
                "--seccomp-bpf",
                "-x",
                "-qq",
                "-s",
                String.valueOf(STRING_MAX),
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                log.toString());
    }

    void read(Path log, Consumer<Deed> deeds) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line, deeds);
            }
        }
    }

    private void read(String line, Consumer<Deed> deeds) {
        int space = line.indexOf(' ');
        String thread = line.substring(0, space);
        String text = line.substring(space).stripLeading();
        if (text.startsWith("+++") || text.startsWith("---")) {
            return;
        }
        if (text.startsWith("<... ")) {
            String begun = unfinished.remove(thread);
            if (begun != null) {
                call(thread, begun + text.substring(text.indexOf('>') + 1), deeds);
            }
        } else if (text.endsWith("<unfinished ...>")) {
            String begun = text.substring(0, text.length() - "<unfinished ...>".length());
            unfinished.put(thread, begun);
            begin(thread, begun, deeds);
        } else {
            begin(thread, text, deeds);
            call(thread, text, deeds);
        }
    }

    /// What takes effect no earlier than here: what a sync finds pending.
    private void begin(String thread, String text, Consumer<Deed> deeds) {
        if (text.startsWith("fsync(") || text.startsWith("fdatasync(")) {
            SystemCall call = SystemCall.parse(text);
            syncing.put(thread, ++calls);
            if (isOurs(call.path(0))) {
                deeds.accept(new Deed.SyncBegins(call.path(0), calls));
            }
        }
    }

    private void call(String thread, String text, Consumer<Deed> deeds) {
        if (!text.contains(root.toString())) {
            return;
        }
        SystemCall call = SystemCall.parse(text);
        if (call.failed()) {
            return;
        }
        switch (call.name()) {
            case "openat", "open", "creat" -> opened(call, deeds);
            case "write" -> written(call, deeds);
            case "pwrite64" -> {
                if (isOurs(call.path(0))) {
                    var bytes = ByteBuffer.wrap(call.bytes(1), 0, (int) call.result());
                    deeds.accept(new Deed.Write(call.path(0), call.number(3), bytes));
                }
            }
            case "ftruncate" -> {
                if (isOurs(call.path(0))) {
                    deeds.accept(new Deed.Resize(call.path(0), call.number(1)));
                }
            }
            case "fsync", "fdatasync" -> {
                Long begun = syncing.remove(thread);
                if (begun != null && isOurs(call.path(0))) {
                    deeds.accept(new Deed.SyncEnds(call.path(0), begun));
                }
            }
            case "unlink", "rmdir" ->
                    named(call.text(0), path -> deeds.accept(new Deed.Remove(path)));
            case "unlinkat" -> named(at(call, 0), path -> deeds.accept(new Deed.Remove(path)));
            case "mkdir" -> named(call.text(0), path -> deeds.accept(new Deed.MakeFolder(path)));
            case "mkdirat" -> named(at(call, 0), path -> deeds.accept(new Deed.MakeFolder(path)));
            case "rename" ->
                    named(call.text(0), path -> deeds.accept(new Deed.Rename(path, call.text(1))));
            case "renameat", "renameat2" ->
                    named(at(call, 0), path -> deeds.accept(new Deed.Rename(path, at(call, 2))));
            case "mmap" -> mapped(call);
            default -> refuse(call);
        }
    }

    private void opened(SystemCall call, Consumer<Deed> deeds) {
        String path = call.resultPath();
        if (isOurs(path) && (call.arguments().contains("O_CREAT") || open.contains(path))) {
            open.add(path);
            deeds.accept(new Deed.Open(path, call.arguments().contains("O_TRUNC")));
        }
    }

    private void written(SystemCall call, Consumer<Deed> deeds) {
        String path = call.path(0);
        if (path.equals(ledger.toString())) {
            new String(call.bytes(1), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> deeds.accept(new Deed.Said(line)));
        } else if (isDatabase(path)) {
            refuse(call);
        }
    }

    /// SQLite's shared memory is mapped and made anew after a failure; nothing else may be.
    private static void mapped(SystemCall call) {
        if (call.arguments().contains("MAP_SHARED")
                && call.arguments().contains("PROT_WRITE")
                && !call.arguments().contains("journal.db-shm>")) {
            refuse(call);
        }
    }

    private static void refuse(SystemCall call) {
        throw new IllegalStateException(
                "the recorder cannot follow %s(%.200s); teach it that call, or its findings mean nothing"
                        .formatted(call.name(), call.arguments()));
    }

    private void named(String path, Consumer<String> then) {
        if (isOurs(path)) {
            then.accept(path);
        }
    }

    private static String at(SystemCall call, int argument) {
        String name = call.text(argument + 1);
        return name.startsWith("/") ? name : call.path(argument) + "/" + name;
    }

    /// The ledger itself is no part of the disk under test, nor is the shared memory.
    private boolean isOurs(String path) {
        return (path.startsWith(root + "/") || path.equals(root.toString()))
                && !path.equals(ledger.toString())
                && !path.endsWith("-shm")
                && !path.endsWith("(deleted)");
    }

    private static boolean isDatabase(String path) {
        return path.contains("/journal.db") && !path.endsWith("-shm");
    }
}
