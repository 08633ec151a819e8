package dev.lorimer.store;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JsonText;
import java.util.ArrayList;
import java.util.List;

/// What one caller wants to append.
///
/// @param bytes about how much it is to store
record PgAppend(Fence fence, long expectedSeq, List<Entry> entries, Standing standing, long bytes) {
    /// Under which ownership.
    ///
    /// @param session of the journal through which it comes; 0 when it owns nothing
    record Fence(String run, long epoch, long session) {}

    /// A line on its way into the table.
    record Entry(Draft draft, Payload payload) {}

    /// Checks and packs the lines, in the caller's thread.
    ///
    /// @throws IllegalArgumentException when a line cannot be kept
    static PgAppend of(Fence fence, long expectedSeq, List<Draft> lines, Standing standing) {
        var entries = new ArrayList<Entry>(lines.size());
        long bytes = 0;
        for (Draft line : lines) {
            JsonText.requireObject(line.json(), "line of kind \"%s\"".formatted(line.kind()));
            Payload payload = Payload.pack(line.json());
            var kept =
                    new Draft(
                            PgText.plain(line.kind(), "a line's kind"), payload.text(), line.at());
            entries.add(new Entry(kept, payload));
            bytes += payload.bytes();
        }
        return new PgAppend(
                fence,
                expectedSeq,
                entries,
                new Standing(
                        PgText.plain(standing.status(), "a status"),
                        standing.wake(),
                        standing.child(),
                        standing.taken(),
                        standing.last()),
                bytes);
    }
}
