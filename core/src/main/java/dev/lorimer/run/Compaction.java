package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Reply.Usage;
import dev.lorimer.route.Choice;
import dev.lorimer.route.Purpose;
import dev.lorimer.run.Entry.Faltered.Next;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a conversation shorter: what was said long ago is replaced by a summary, the last messages
/// stay word for word. The model writes the summary; when it gives none, the harness does, so that
/// the run goes on.
///
/// The cut falls where no call is open, so nothing that waits for an answer is ever cut off; what
/// persons said, the plan and the calls in doubt are carried over, and the pinned text stands
/// before all of it.
final class Compaction {
    /// Of the room, one in so many stays word for word: enough for the last files read, and the
    /// rest lasts for a while.
    private static final int KEPT = 4;

    /// The same when the cut before did not help.
    private static final int KEPT_LESS = 10;

    /// The longest summary in tokens: [Digest#CHARS_MAX] at the usual four letters each, rounded
    /// up, with room to think.
    private static final int SUMMARY_TOKENS = 8_000;

    /// Of what a provider called too long, how much of four parts is tried for the summary.
    private static final int PARTS = 4;

    private final Tape tape;
    private final Agent agent;
    private final Timing timing;
    private final Ending ending;
    private final Routing routing;
    private final Prompt prompt;

    Compaction(Tape tape, Agent agent, Timing timing, Ending ending) {
        this.tape = tape;
        this.agent = agent;
        this.timing = timing;
        this.ending = ending;
        this.routing = new Routing(tape, agent, timing);
        this.prompt = new Prompt(tape, agent);
    }

    /// One step: another model is asked from now on, a request for a summary fails, or the
    /// conversation is cut.
    void compact(Phase.Compacting phase) throws InterruptedException {
        var reached = Limit.reached(tape.state(), timing.now());
        if (reached.isPresent()) {
            ending.end(new Outcome.Exhausted(reached.get()), agent.rules().undoUnlessDone());
            return;
        }
        var current = routing.current().name();
        switch (routing.next(Purpose.SUMMARISE, prompt.tokens())) {
            case Choice.Take(var name, var reason, var backAt) when asks(phase) -> {
                if (name.equals(current)) {
                    askFor(phase, agent.candidate(name));
                } else {
                    tape.append(
                            new Entry.Switched(current, name, reason, Purpose.SUMMARISE, backAt));
                }
            }
            case Choice.Take _, Choice.Wait _, Choice.Nobody _ -> byHarness();
        }
    }

    /// A second request, a shorter one, makes sense only where the first one was too long.
    private static boolean asks(Phase.Compacting phase) {
        return phase.attempts() == 0
                || (phase.attempts() == 1 && phase.last() == Kind.CONTEXT_TOO_LONG);
    }

    private void askFor(Phase.Compacting phase, Candidate candidate) throws InterruptedException {
        var output = Math.min(candidate.window().outputTokensMax(), SUMMARY_TOKENS);
        var limit = promptMax(phase, candidate);
        var request = prompt.asking(SummaryWords.wanted(), limit, output);
        var started = timing.now();
        try {
            var reply = candidate.model().complete(request, _ -> {});
            var cost = new Entry.Cost(reply.usage(), timing.since(started));
            take(reply, cost);
        } catch (ModelException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw new InterruptedException(String.valueOf(e.getMessage()));
            }
            var cost = new Entry.Cost(Usage.NONE, timing.since(started));
            faltered(e.kind(), String.valueOf(e.getMessage()), cost);
        }
    }

    /// What the provider called too long is that, whatever our own estimate says.
    private long promptMax(Phase.Compacting phase, Candidate candidate) {
        var whole = prompt.tokens();
        var room = candidate.window().room();
        if (planned() && phase.attempts() == 0) {
            return room;
        }
        return Math.min(room, whole * (PARTS - 1 - phase.attempts()) / PARTS);
    }

    /// Whether it was our own estimate that found the conversation too long.
    private boolean planned() {
        return !acting().window().holds(prompt.tokens());
    }

    /// Whoever is to go on with the conversation.
    private Candidate acting() {
        return routing.next(Routing.purpose(tape.state()), prompt.tokens())
                        instanceof Choice.Take take
                ? agent.candidate(take.name())
                : routing.current();
    }

    private void faltered(Kind kind, String why, Entry.Cost cost) {
        tape.append(
                new Entry.Faltered(
                        kind,
                        "no summary: " + why,
                        Next.COMPACT,
                        Optional.empty(),
                        Optional.of(cost)));
    }

    private void take(Reply reply, Entry.Cost cost) {
        var cut = cut();
        var fault = Digest.fault(reply, length(cut.gone()));
        if (fault.isPresent()) {
            faltered(Kind.MALFORMED_REPLY, fault.get(), cost);
        } else {
            record(cut, reply.message().text(), reply.model(), cost);
        }
    }

    private void byHarness() {
        var cut = cut();
        var before =
                tape.state().conversation().summary().map(Conversation.Summary::text).orElse("");
        var chars = (int) Math.min(Digest.CHARS_MAX, length(cut.gone()) / 2);
        record(cut, Digest.of(before, cut.gone(), chars), "", Entry.Cost.NONE);
    }

    private static long length(List<Message> messages) {
        return Window.tokens(messages) * Window.CHARS_PER_TOKEN;
    }

    /// @param gone what is replaced, an earlier summary left out
    private record Cutting(Entry.Cut at, List<Message> gone, List<Message> kept) {}

    /// The longest end of the conversation that is short enough to be kept, behind a place where no
    /// call is open.
    private Cutting cut() {
        var said = tape.spoken();
        var max = keptMax();
        var places = tape.places();
        var turns = tape.state().conversation().cutTurns();
        var place =
                places.stream()
                        .filter(one -> one.turns() > turns)
                        .filter(one -> Window.tokens(said.subList(one.said(), said.size())) <= max)
                        .findFirst()
                        .orElseGet(places::getLast);
        var kept = said.subList(place.said(), said.size());
        return new Cutting(
                new Entry.Cut(place.upTo(), place.turns(), kept.size()),
                said.subList(0, place.said()),
                kept);
    }

    private long keptMax() {
        var whole = prompt.tokens();
        var room = Math.min(acting().window().room(), planned() ? Long.MAX_VALUE : whole);
        var share = tape.state().conversation().tries() == 0 ? KEPT : KEPT_LESS;
        return Math.max(0, room - prompt.tokensAround()) / share;
    }

    private void record(Cutting cut, String text, String model, Entry.Cost cost) {
        var state = tape.state();
        var replacing =
                SummaryWords.summary(
                        cut.at().turns(), text, state.work().plan(), state.ledger().doubts());
        var persons = persons(cut);
        var after =
                Stream.of(
                                Stream.of(replacing).map(Message.User::new),
                                persons.stream().map(Message.User::new),
                                cut.kept().stream())
                        .<Message>flatMap(messages -> messages)
                        .toList();
        var sizes = new Entry.Sizes(prompt.tokens(), Window.tokens(after) + prompt.tokensAround());
        tape.append(new Entry.Compacted(cut.at(), replacing, persons, sizes, model, cost));
    }

    /// What persons said is never put into other words.
    private List<String> persons(Cutting cut) {
        var earlier =
                tape.state()
                        .conversation()
                        .summary()
                        .map(Conversation.Summary::persons)
                        .orElse(List.of());
        var now =
                cut.gone().stream()
                        .filter(Message.User.class::isInstance)
                        .map(message -> ((Message.User) message).text())
                        .filter(text -> text.startsWith(SummaryWords.PERSON))
                        .toList();
        return Ledger.joined(earlier, now);
    }
}
