package dev.lorimer.govern.git;

import dev.lorimer.govern.tree.Content;
import java.util.Iterator;
import java.util.List;

/// The contents of many blobs by their ids, each read once and in the order asked: one git process
/// that answers as fast as it can. Not for several threads; to be closed after use.
public final class BlobStream implements AutoCloseable {
    private final ObjectReader reader;
    private final Iterator<String> ids;

    private BlobStream(ObjectReader reader, Iterator<String> ids) {
        this.reader = reader;
        this.ids = ids;
    }

    /// @param ids of blobs, without repetition
    public static BlobStream of(Git git, List<String> ids) {
        var asked = List.copyOf(ids);
        return new BlobStream(ObjectReader.streaming(git, asked), asked.iterator());
    }

    /// The next content.
    ///
    /// @throws java.util.NoSuchElementException when all have been read
    public Content next() {
        return reader.next(ids.next());
    }

    @Override
    public void close() {
        reader.close();
    }
}
