package dev.lorimer.run;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import dev.lorimer.retry.Backoff;
import dev.lorimer.retry.Disposition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One turn of the model: the request, its failures, the recorded reply.
final class Turn {
    /// Replies in a row without a call before the run ends: the first may be a slip, the second a
    /// misreading, the third says that it will not.
    private static final int SILENT_MAX = 3;

    /// The longest window of a provider's limits is a day; what is asked for beyond that is a
    /// mistake, or a spent quota.
    private static final Duration WAIT_MAX = Duration.ofDays(1);

    private final Tape tape;
    private final Agent agent;
    private final Timing timing;
    private final Listener listener;
    private final Ending ending;

    Turn(Tape tape, Agent agent, Timing timing, Listener listener, Ending ending) {
        this.tape = tape;
        this.agent = agent;
        this.timing = timing;
        this.listener = listener;
        this.ending = ending;
    }

    /// Asks the model, unless a limit is reached, and records what it says.
    void ask(Phase.Asking asking) throws InterruptedException {
        var state = tape.state();
        var exceeded = exceeded(state.spend());
        if (exceeded.isPresent()) {
            end(exceeded.get());
            return;
        }
        var pinned = Words.pinned(state.start().orElseThrow());
        var request =
                agent.window()
                        .fit(
                                agent.instructions(),
                                agent.definitions(),
                                pinned,
                                tape.conversation());
        if (request.isEmpty()) {
            end("the conversation no longer fits the model's window");
            return;
        }
        complete(request.get(), asking.failures());
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

    private void complete(Request request, int failures) throws InterruptedException {
        var started = timing.now();
        try {
            var reply = agent.model().complete(request, listener::text);
            tape.append(
                    new Entry.Replied(
                            distinct(reply.message()),
                            reply.usage(),
                            reply.stop(),
                            reply.model(),
                            timing.since(started)));
        } catch (ModelException e) {
            faltered(e, failures);
        }
    }

    private void faltered(ModelException e, int failures) throws InterruptedException {
        switch (Disposition.of(e.kind())) {
            case RETRY, WAIT, ASK_AGAIN -> retry(e, failures + 1);
            case FALL_BACK -> park(e);
            case COMPACT ->
                    end(
                            new Outcome.Exhausted(
                                    "the conversation no longer fits the model's window: "
                                            + e.getMessage()),
                            parked(e));
            case SURFACE -> surface(e);
        }
    }

    /// The run sleeps and asks again, a few times; after a longer trouble, or before a wait that
    /// nobody would wait for, a person is needed.
    private void retry(ModelException e, int attempt) {
        var wait = Backoff.before(attempt, e.retryAfter(), timing.spread().getAsDouble());
        if (attempt >= Backoff.ATTEMPTS_MAX || wait.compareTo(WAIT_MAX) > 0) {
            park(e);
        } else {
            tape.append(faltered(e, Entry.Faltered.Next.RETRY, wait));
        }
    }

    /// What a person can cure parks the run; what nobody can cure ends it.
    private void surface(ModelException e) throws InterruptedException {
        switch (e.kind()) {
            case CANCELLED -> throw new InterruptedException(e.getMessage());
            case AUTH, QUOTA -> park(e);
            case REFUSED,
                    INVALID_REQUEST,
                    MODEL_GONE,
                    RATE_LIMITED,
                    OVERLOADED,
                    TRANSIENT,
                    TIMEOUT,
                    CONTEXT_TOO_LONG,
                    MALFORMED_REPLY,
                    CUT ->
                    end(new Outcome.Failed("the model: " + e.getMessage()), parked(e));
        }
    }

    private void park(ModelException e) {
        tape.append(parked(e));
    }

    private Entry.Faltered parked(ModelException e) {
        return faltered(e, Entry.Faltered.Next.PARK, agent.rules().patience());
    }

    private Entry.Faltered faltered(ModelException e, Entry.Faltered.Next next, Duration time) {
        var until = Optional.of(timing.now().plus(time));
        return new Entry.Faltered(e.kind(), String.valueOf(e.getMessage()), next, until);
    }

    private Optional<String> exceeded(Spend spend) {
        var limits = tape.state().start().orElseThrow().limits();
        var tokens = spend.tokens().input() + spend.tokens().output();
        if (spend.turns() >= limits.turns()) {
            return Optional.of("%d turns are used up".formatted(limits.turns()));
        }
        if (tokens >= limits.tokens()) {
            return Optional.of("%,d of %,d tokens are used up".formatted(tokens, limits.tokens()));
        }
        return spend.active().compareTo(limits.active()) >= 0
                ? Optional.of("%d minutes are used up".formatted(limits.active().toMinutes()))
                : Optional.empty();
    }

    private void end(String why) {
        end(new Outcome.Exhausted(why));
    }

    private void end(Outcome outcome, Entry... because) {
        ending.end(outcome, agent.rules().undoUnlessDone(), because);
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
