package dev.lorimer.govern.tree;

/// What reading a path gave: bytes, or the reason why there are none.
public sealed interface Content {
    /// Content above this many bytes is not read: the longest hand-written source files are far
    /// below 1 MiB, and a judge that reads generated giants would be slow for nothing.
    long BYTES_MAX = 4L << 20;

    /// The whole content.
    @SuppressWarnings("ArrayRecordComponent") // never compared; the tree entry's hash stands for it
    record Bytes(byte[] bytes) implements Content {}

    /// The content is longer than [#BYTES_MAX].
    ///
    /// @param binary whether git would take it for binary
    record TooLarge(long bytes, boolean binary) implements Content {}

    /// There is no content to read, for the reason given.
    record Unreadable(String why) implements Content {}
}
