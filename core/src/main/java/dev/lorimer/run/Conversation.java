package dev.lorimer.run;

import dev.lorimer.model.Message;
import java.util.List;

/// What was said in a run so far. Older parts are not held but named by the entries that they come
/// from, so that the state of a long run is small: who needs their text folds those entries again
/// ([RunState#part]).
///
/// @param parts the older messages, in order
/// @param tail the messages since the last part
/// @param deferred what persons said while calls were open
/// @param entries how many entries were folded so far
/// @param heard the last message that was taken from the journal
public record Conversation(
        List<Part> parts, List<Message> tail, List<Message> deferred, long entries, long heard) {
    /// Entries in a part, at least. Resuming folds at most about so many; loading a part parses so
    /// many, a few milliseconds' work.
    static final int PART = 256;

    static final Conversation EMPTY = new Conversation(List.of(), List.of(), List.of(), 0, 0);

    /// Entries that fold to some messages.
    ///
    /// @param from the first of them
    /// @param to behind the last of them
    /// @param turnsBefore replies before the first
    /// @param turnsAfter replies up to the last
    public record Part(long from, long to, int turnsBefore, int turnsAfter) {}

    Conversation saying(Message message) {
        return new Conversation(
                parts, Ledger.joined(tail, List.of(message)), deferred, entries, heard);
    }

    /// To be said as soon as no call is open.
    Conversation deferring(Message message) {
        return new Conversation(
                parts, tail, Ledger.joined(deferred, List.of(message)), entries, heard);
    }

    Conversation flushed() {
        return deferred.isEmpty()
                ? this
                : new Conversation(parts, Ledger.joined(tail, deferred), List.of(), entries, heard);
    }

    Conversation counted() {
        return new Conversation(parts, tail, deferred, entries + 1, heard);
    }

    Conversation hearing(long signal) {
        return new Conversation(parts, tail, deferred, entries, Math.max(heard, signal));
    }

    /// Puts the tail aside when it is long enough.
    ///
    /// @param turns replies so far
    Conversation sealed(int turns) {
        if (entries - from() < PART) {
            return this;
        }
        var before = parts.isEmpty() ? 0 : parts.getLast().turnsAfter();
        var part = new Part(from(), entries, before, turns);
        return new Conversation(
                Ledger.joined(parts, List.of(part)), List.of(), deferred, entries, heard);
    }

    /// The first entry behind the last part.
    private long from() {
        return parts.isEmpty() ? 0 : parts.getLast().to();
    }
}
