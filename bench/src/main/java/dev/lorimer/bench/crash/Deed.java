package dev.lorimer.bench.crash;

import java.nio.ByteBuffer;

/// One thing that a recorded process did to the disk or told the world, in the order in which it
/// took effect. Paths are absolute.
sealed interface Deed {
    /// Bytes went into a file, and are not yet safe.
    record Write(String path, long offset, ByteBuffer bytes) implements Deed {}

    /// A file was cut or lengthened to that size.
    record Resize(String path, long size) implements Deed {}

    /// A file was opened, and made if there was none.
    record Open(String path, boolean emptied) implements Deed {}

    record MakeFolder(String path) implements Deed {}

    record Remove(String path) implements Deed {}

    record Rename(String from, String to) implements Deed {}

    /// A sync began: what is pending for that file or folder now will be safe when it ends.
    ///
    /// @param call ties it to its end
    record SyncBegins(String path, long call) implements Deed {}

    /// A sync has returned without an error.
    record SyncEnds(String path, long call) implements Deed {}

    /// The process told the world something: one line of its ledger.
    record Said(String line) implements Deed {}
}
