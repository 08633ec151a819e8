package dev.lorimer.run;

import dev.lorimer.model.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was said in a run so far. Older parts are not held but named by the entries that they come
/// from, so that the state of a long run is small: who needs their text folds those entries again
/// ([RunState#part]).
///
/// @param summary what stands for all that was said before the first part
/// @param parts the older messages, in order
/// @param tail the messages since the last part
/// @param deferred what persons said while calls were open
/// @param entries how many entries were folded so far
/// @param heard the last message that was taken from the journal
public record Conversation(
        Optional<Summary> summary,
        List<Part> parts,
        List<Message> tail,
        List<Message> deferred,
        long entries,
        long heard) {
    /// Entries in a part, at least. Resuming folds at most about so many; loading a part parses so
    /// many, a few milliseconds' work.
    static final int PART = 256;

    static final Conversation EMPTY =
            new Conversation(Optional.empty(), List.of(), List.of(), List.of(), 0, 0);

    /// Entries that fold to some messages.
    ///
    /// @param from the first of them
    /// @param to behind the last of them
    /// @param turnsBefore replies before the first
    /// @param turnsAfter replies up to the last
    public record Part(long from, long to, int turnsBefore, int turnsAfter) {}

    /// What the model reads in place of all that was said before an entry.
    ///
    /// @param upTo that entry
    /// @param turns replies before it
    /// @param tries cuts in a row, this one included, that are not known to have helped
    /// @param worthwhile whether this one has freed much
    /// @param persons what persons said before that entry, word for word
    public record Summary(
            String text,
            long upTo,
            int turns,
            int tries,
            boolean worthwhile,
            List<String> persons) {
        Summary helped() {
            return worthwhile ? new Summary(text, upTo, turns, 0, true, persons) : this;
        }

        List<Message> messages() {
            return Stream.concat(Stream.of(text), persons.stream())
                    .<Message>map(Message.User::new)
                    .toList();
        }
    }

    Conversation saying(Message message) {
        return said(Ledger.joined(tail, List.of(message)), deferred);
    }

    /// To be said as soon as no call is open.
    Conversation deferring(Message message) {
        return said(tail, Ledger.joined(deferred, List.of(message)));
    }

    Conversation flushed() {
        return deferred.isEmpty() ? this : said(Ledger.joined(tail, deferred), List.of());
    }

    private Conversation said(List<Message> now, List<Message> later) {
        return new Conversation(summary, parts, now, later, entries, heard);
    }

    Conversation counted() {
        return new Conversation(summary, parts, tail, deferred, entries + 1, heard);
    }

    Conversation hearing(long signal) {
        return new Conversation(summary, parts, tail, deferred, entries, Math.max(heard, signal));
    }

    /// Puts the tail aside when it is long enough.
    ///
    /// @param turns replies so far
    Conversation sealed(int turns) {
        if (entries - from() < PART) {
            return this;
        }
        var part = new Part(from(), entries, turnsBefore(), turns);
        return new Conversation(
                summary, Ledger.joined(parts, List.of(part)), List.of(), deferred, entries, heard);
    }

    /// The model has answered: the last cut was enough.
    Conversation answered() {
        return new Conversation(
                summary.map(Summary::helped), parts, tail, deferred, entries, heard);
    }

    /// Replaces what was said before a cut. A part that the cut goes through is cut itself.
    Conversation compacted(Entry.Compacted compacted) {
        var cut = compacted.cut();
        var kept =
                parts.stream()
                        .filter(part -> part.to() > cut.upTo())
                        .map(part ->
                                part.from() >= cut.upTo()
                                        ? part
                                        : new Part(
                                                cut.upTo(),
                                                part.to(),
                                                cut.turns(),
                                                part.turnsAfter()))
                        .toList();
        var last = tail.subList(Math.max(0, tail.size() - cut.kept()), tail.size());
        var next =
                new Summary(
                        compacted.text(),
                        cut.upTo(),
                        cut.turns(),
                        tries() + 1,
                        compacted.sizes().worthwhile(),
                        compacted.persons());
        return new Conversation(
                Optional.of(next), kept, List.copyOf(last), deferred, entries, heard);
    }

    /// What stands for all that was said before the cut.
    List<Message> replacement() {
        return summary.map(Summary::messages).orElse(List.of());
    }

    /// Cuts in a row that are not known to have helped.
    int tries() {
        return summary.map(Summary::tries).orElse(0);
    }

    /// The first entry whose messages are not replaced by a summary.
    long begin() {
        return summary.map(Summary::upTo).orElse(0L);
    }

    /// Replies before the tail.
    private int turnsBefore() {
        return parts.isEmpty() ? cutTurns() : parts.getLast().turnsAfter();
    }

    /// Replies that a summary stands for.
    int cutTurns() {
        return summary.map(Summary::turns).orElse(0);
    }

    /// The first entry behind the last part.
    private long from() {
        return parts.isEmpty() ? begin() : parts.getLast().to();
    }
}
