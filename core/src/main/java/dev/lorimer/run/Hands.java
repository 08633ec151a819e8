package dev.lorimer.run;

import dev.lorimer.journal.JournalException;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.tool.Arguments;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.Tool;
import dev.lorimer.tool.Tool.Probe;
import dev.lorimer.tool.Tool.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Everything that reaches the outside world goes through here: under a deadline, under the run's
/// own epoch, and with the call's one key. Whatever a tool throws is an outcome; only the loss of
/// the run, or an interrupt, ends the work.
final class Hands {
    /// The largest time that `run_command` lets a model ask for; no call of any tool may be longer.
    private static final Duration LIMIT = Duration.ofHours(1).plusMinutes(1);

    /// A look at the outside world, or one step back: the time that HTTP clients give up after, and
    /// some more.
    private static final Duration SHORT = Duration.ofMinutes(2);

    private final Tape tape;
    private final Agent agent;

    /// By tool, once one of its calls was looked at.
    private final Map<String, Arguments> readers = new HashMap<>();

    Hands(Tape tape, Agent agent) {
        this.tape = tape;
        this.agent = agent;
    }

    /// A described call.
    record Deed(Phase.Call call, Tool tool, ObjectNode arguments, Effect effect) {}

    /// @throws RuntimeException whatever the tool says against the arguments
    Deed describe(Phase.Call call, Tool tool) {
        var arguments = arguments(tool, call.request());
        return new Deed(call, tool, arguments, tool.describe(arguments));
    }

    private ObjectNode arguments(Tool tool, ToolCall request) {
        return readers.computeIfAbsent(tool.name(), _ -> new Arguments(tool))
                .read(request.arguments());
    }

    Result perform(Deed deed, Result.Status lost) throws InterruptedException {
        var attempt = attempt(deed.call().id(), LIMIT);
        try (var deadline = new Deadline(LIMIT)) {
            attempt.fence().check();
            return deadline.within(() -> deed.tool().perform(deed.arguments(), attempt))
                    .orElseGet(() -> new Result(Words.tookTooLong(LIMIT), lost));
        } catch (Tool.BadArguments e) {
            return Result.failed(Words.badArguments(String.valueOf(e.getMessage())));
        } catch (JournalException e) {
            // The run is not ours any more: nothing of this may be said or done.
            throw e;
        } catch (RuntimeException e) {
            // One of the three borders: whatever a tool throws is a result for the model.
            return new Result(Words.failed(String.valueOf(e.getMessage())), lost);
        }
    }

    /// Asks the outside world; anything but a clear answer is none.
    Probe probe(Phase.Call call) throws InterruptedException {
        var tool = agent.tool(call.request().name());
        if (tool.isEmpty()) {
            return new Probe.Unknown("the tool is no longer there to tell");
        }
        var attempt = attempt(call.id(), SHORT);
        try (var deadline = new Deadline(SHORT)) {
            var arguments = arguments(tool.get(), call.request());
            return deadline.within(() -> tool.get().probe(arguments, attempt))
                    .orElseGet(() -> new Probe.Unknown(Words.tookTooLong(SHORT)));
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            return new Probe.Unknown(String.valueOf(e.getMessage()));
        }
    }

    /// Takes a call back. Doing it twice does no harm, so where the answer was lost it is done
    /// again.
    Result undo(String call, ToolCall request) throws InterruptedException {
        var result = undoOnce(call, request);
        for (var again = 1;
                again < Recovery.TRIES && result.status() == Result.Status.UNKNOWN;
                again++) {
            result = undoOnce(call, request);
        }
        return result;
    }

    private Result undoOnce(String call, ToolCall request) throws InterruptedException {
        var tool = agent.tool(request.name());
        if (tool.isEmpty()) {
            return Result.failed("the tool is no longer there to undo it");
        }
        var attempt = attempt(call, LIMIT);
        try (var deadline = new Deadline(LIMIT)) {
            var arguments = arguments(tool.get(), request);
            attempt.fence().check();
            return deadline.within(() -> tool.get().undo(arguments, attempt))
                    .orElseGet(() -> lost(Words.tookTooLong(LIMIT)));
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            return lost(String.valueOf(e.getMessage()));
        }
    }

    private static Result lost(String why) {
        return new Result(why, Result.Status.UNKNOWN);
    }

    private Tool.Attempt attempt(String call, Duration limit) {
        var key = Keys.idempotency(tape.run(), call);
        return new Tool.Attempt(key, tape.run().value(), limit, tape.fence());
    }
}
