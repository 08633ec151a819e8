package dev.lorimer.app;

import dev.lorimer.run.Answer;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Timing;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Answers what a run asks.
@Command(
        name = "answer",
        description = "Answers the question that a run waits for.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer answer r-k3v9ta 3.1 --approve",
            "  lorimer answer r-k3v9ta 3.1 --deny --note \"use the port\"",
            "  lorimer answer r-k3v9ta 3.1 --done --result \"invoice 4711\""
        })
final class AnswerCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(index = "0", paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Parameters(index = "1", paramLabel = "CALL", description = "The call asked about, e.g. 3.1.")
    String call = "";

    @ArgGroup(multiplicity = "1")
    Choice choice = new Choice();

    @Option(names = "--note", paramLabel = "TEXT", description = "For the model and the record.")
    String note = "";

    @Option(
            names = "--result",
            paramLabel = "TEXT",
            description = "With --done: what it gave, as the model shall read it.")
    @Nullable String result;

    AnswerCommand(Console console) {
        this.console = console;
    }

    /// Exactly one of them.
    static final class Choice {
        @Option(names = "--approve", description = "It may happen: this call, this state, once.")
        boolean approve;

        @Option(names = "--deny", description = "It may not.")
        boolean deny;

        @Option(names = "--done", description = "In doubt: it happened.")
        boolean done;

        @Option(names = "--not-done", description = "In doubt: it did not; do it now.")
        boolean notDone;

        @Option(names = "--undo", description = "In doubt: take it back and go on without it.")
        boolean undo;

        @Option(names = "--abandon", description = "In doubt: nobody knows; go on without it.")
        boolean abandon;
    }

    @Override
    public Integer call() {
        if (result != null && !choice.done) {
            throw Failure.usage("--result says what a call gave that was done; add --done");
        }
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var desk = new Desk(journal, Timing.system(), Listener.none());
            var by = console.variable("USER").orElse("somebody");
            var state = desk.answer(at.run(), call, answer(), note, by);
            if (places.json) {
                var setup = Setup.of(state.start().orElseThrow().setup());
                console.answer(Json.text(Summary.of(at.run(), state, setup)));
            } else {
                console.answer("recorded\nnext: lorimer resume " + at.run());
            }
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s", e.getMessage());
        }
        return 0;
    }

    private Answer answer() {
        if (choice.approve) {
            return new Answer.Approve();
        }
        if (choice.deny) {
            return new Answer.Deny();
        }
        if (choice.done) {
            return new Answer.Done(Optional.ofNullable(result));
        }
        if (choice.undo) {
            return new Answer.Undo();
        }
        return choice.notDone ? new Answer.NotDone() : new Answer.Abandon();
    }
}
