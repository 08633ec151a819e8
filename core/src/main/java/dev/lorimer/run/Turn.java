package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import dev.lorimer.route.Choice;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// One turn of the model: who is asked, the request, the recorded reply.
final class Turn {
    /// Replies in a row without a call before the run ends: the first may be a slip, the second a
    /// misreading, the third says that it will not.
    private static final int SILENT_MAX = 3;

    private final Tape tape;
    private final Agent agent;
    private final Timing timing;
    private final Listener listener;
    private final Ending ending;
    private final Setback setback;
    private final Routing routing;
    private final Prompt prompt;

    Turn(Tape tape, Agent agent, Timing timing, Listener listener, Ending ending) {
        this.tape = tape;
        this.agent = agent;
        this.timing = timing;
        this.listener = listener;
        this.ending = ending;
        this.setback = new Setback(tape, agent, timing, ending);
        this.routing = new Routing(tape, agent, timing);
        this.prompt = new Prompt(tape, agent);
    }

    /// Asks a model, unless a limit is reached, and records what it says.
    void ask(Phase.Asking asking) throws InterruptedException {
        var state = tape.state();
        var reached = Limit.reached(state, timing.now());
        var streak = state.ledger().streak();
        var bounds = agent.rules().bounds();
        if (reached.isPresent()) {
            end(new Outcome.Exhausted(reached.get()));
        } else if (streak.hopeless(bounds).isPresent()) {
            end(new Outcome.Failed(streak.hopeless(bounds).get()));
        } else if (streak.repeating(bounds)) {
            tape.append(new Entry.Told(Words.repeating(streak.times())));
        } else {
            route(asking);
        }
    }

    /// A request, its length in estimated tokens, and the failures in a row before it.
    private record Ready(Request request, long tokens, int failures) {}

    private void route(Phase.Asking asking) throws InterruptedException {
        var purpose = Routing.purpose(tape.state());
        var current = routing.current();
        var request = prompt.request(current.window());
        var ready = new Ready(request, Window.tokens(request), asking.failures());
        switch (routing.next(purpose, ready.tokens())) {
            case Choice.Take take when take.name().equals(current.name()) -> serve(current, ready);
            case Choice.Take take -> handOver(current, take, purpose, ready);
            case Choice.Wait wait -> waitFor(current, wait, purpose);
            case Choice.Nobody _ ->
                    setback.nobody(
                            "to %s, about %,d tokens"
                                    .formatted(
                                            purpose.name().toLowerCase(Locale.ROOT),
                                            ready.tokens()));
        }
    }

    private void serve(Candidate candidate, Ready ready) throws InterruptedException {
        if (candidate.window().holds(ready.tokens())) {
            complete(candidate, ready);
        } else {
            setback.tooLong(tooLong(candidate, ready), Optional.empty());
        }
    }

    /// What the next one can not take is made shorter by the one that holds it already. Where that
    /// does not help, that one goes on.
    private void handOver(Candidate from, Choice.Take take, Purpose purpose, Ready ready)
            throws InterruptedException {
        var to = agent.candidate(take.name());
        var able = !routing.currentRests() && from.window().holds(ready.tokens());
        if (to.window().holds(ready.tokens()) || !able) {
            tape.append(
                    new Entry.Switched(
                            from.name(), to.name(), take.reason(), purpose, take.backAt()));
        } else if (setback.canCut()) {
            setback.tooLong(tooLong(to, ready), Optional.empty());
        } else {
            serve(from, ready);
        }
    }

    private static String tooLong(Candidate candidate, Ready ready) {
        return "about %,d tokens have no room beside %,d for the reply in the %,d of %s"
                .formatted(
                        ready.tokens(),
                        candidate.window().outputTokensMax(),
                        candidate.window().tokensMax(),
                        candidate.name());
    }

    private void waitFor(Candidate from, Choice.Wait wait, Purpose purpose) {
        if (Limit.passed(tape.state(), wait.until()).isPresent()) {
            end(
                    new Outcome.Exhausted(
                            "no model may be asked before %s, which is after the deadline"
                                    .formatted(wait.until())));
        } else {
            tape.append(
                    new Entry.Switched(
                            from.name(), wait.name(), Reason.RULE, purpose, Optional.empty()));
        }
    }

    /// The model said something and called nothing.
    void nudge() {
        var said = tape.conversation();
        var silent =
                IntStream.iterate(said.size() - 1, i -> i >= 0, i -> i - 1)
                        .mapToObj(said::get)
                        .takeWhile(Turn::withoutCall)
                        .filter(Message.Assistant.class::isInstance)
                        .count();
        if (silent >= SILENT_MAX) {
            end(new Outcome.Failed("the model called no tool %d times in a row".formatted(silent)));
        } else {
            tape.append(new Entry.Told(Words.silent()));
        }
    }

    private static boolean withoutCall(Message message) {
        return switch (message) {
            case Message.User _ -> true;
            case Message.Assistant assistant -> assistant.calls().isEmpty();
            case Message.ToolResult _ -> false;
        };
    }

    private void complete(Candidate candidate, Ready ready) throws InterruptedException {
        var started = timing.now();
        try {
            var reply = candidate.model().complete(ready.request(), listener::text);
            var took = timing.since(started);
            var nothing = nothing(reply);
            if (nothing.isPresent()) {
                failed(nothing.get(), ready, new Entry.Cost(reply.usage(), took));
            } else {
                tape.append(replied(reply, took));
            }
        } catch (ModelException e) {
            failed(e, ready, new Entry.Cost(Reply.Usage.NONE, timing.since(started)));
        }
    }

    private void failed(ModelException e, Ready ready, Entry.Cost cost)
            throws InterruptedException {
        setback.failed(new Setback.Failure(e, ready.failures(), ready.tokens(), cost));
    }

    private Entry.Replied replied(Reply reply, Duration took) {
        return new Entry.Replied(
                distinct(reply.message()), reply.usage(), reply.stop(), reply.model(), took);
    }

    /// A reply in which there is nothing to read and nothing to do is none, however long the model
    /// has thought about it.
    private static Optional<ModelException> nothing(Reply reply) {
        if (!reply.message().text().isBlank() || !reply.message().calls().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (reply.stop()) {
                    case REFUSED ->
                            new ModelException(
                                    ModelException.Kind.REFUSED, "it refused, without a word");
                    case LENGTH ->
                            new ModelException(
                                    ModelException.Kind.MALFORMED_REPLY,
                                    "its reply reached the length limit before it said anything");
                    case END, CALLS ->
                            new ModelException(
                                    ModelException.Kind.MALFORMED_REPLY,
                                    "its reply has neither text nor a call");
                });
    }

    private void end(Outcome outcome) {
        ending.end(outcome, agent.rules().undoUnlessDone());
    }

    /// Providers repeat ids, or leave them out; in one conversation each call needs its own.
    private Message.Assistant distinct(Message.Assistant message) {
        var seen = new HashSet<String>();
        for (var earlier : tape.conversation()) {
            if (earlier instanceof Message.Assistant assistant) {
                assistant.calls().forEach(call -> seen.add(call.id()));
            }
        }
        var turn = tape.state().spend().turns() + 1;
        var calls = message.calls();
        List<Message.ToolCall> named =
                IntStream.range(0, calls.size())
                        .mapToObj(i -> {
                            var call = calls.get(i);
                            var fits = !call.id().isBlank() && seen.add(call.id());
                            return fits
                                    ? call
                                    : new Message.ToolCall(
                                            "lorimer-%d-%d".formatted(turn, i + 1),
                                            call.name(),
                                            call.arguments());
                        })
                        .toList();
        return new Message.Assistant(message.text(), named, message.privateParts());
    }
}
