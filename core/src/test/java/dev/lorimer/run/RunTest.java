package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static dev.lorimer.run.Bench.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    private static final String FINISH = call("finish", "{\"text\":\"it is right\"}");
    private static final String MEND =
            call("write", "{\"path\":\"app.txt\",\"content\":\"right\"}");

    @TempDir Path folder;

    @Test
    void a_run_goes_from_red_to_green_and_is_done_only_when_verified() throws Exception {
        var bench = new Bench(folder, script(calls(FINISH), calls(MEND), calls(FINISH)));

        var state = bench.start();

        assertThat(state.phase()).isEqualTo(new Phase.Ended(new Outcome.Done("it is right")));
        assertThat(state.verification())
                .isEqualTo(new Verification.Passed(bench.workspace.snapshot()));
        assertThat(results(state))
                .containsExactly(
                        """
                        Not finished: the checks do not pass on the workspace as it is now.

                        app.txt is right: failed
                        it says: wrong

                        Mend it, then call finish again.\
                        """,
                        "written",
                        "Finished.");
        assertThat(bench.workspace.commits()).hasSize(1);
    }

    @Test
    void a_liar_never_gets_done() throws Exception {
        var bench = new Bench(folder, script(calls(FINISH), calls(FINISH), calls(FINISH)));

        var state = bench.start();

        assertThat(state.phase())
                .isInstanceOfSatisfying(
                        Phase.Ended.class,
                        ended -> assertThat(ended.outcome()).isInstanceOf(Outcome.Failed.class));
        assertThat(state.verification()).isInstanceOf(Verification.Failing.class);
    }

    @Test
    void a_denied_edit_never_reaches_the_disk_and_the_model_is_told_why() throws Exception {
        var evil = call("write", "{\"path\":\"app.txt\",\"content\":\"evil\"}");
        var bench = new Bench(folder, script(calls(evil)));

        var state = bench.start();

        assertThat(bench.text()).isEqualTo("wrong");
        assertThat(results(state))
                .containsExactly(
                        """
                        Refused, and nothing was changed: a recorded decision stands against it.

                        - D-0001#no-evil (No evil)
                          app.txt:1: it says evil
                          Why: it harms
                          How to comply: say right
                        """);
        assertThat(state.ledger().refusals()).hasSize(1);
        assertThat(kinds(bench)).doesNotContain("Intended");
    }

    @Test
    void what_a_denied_command_changed_is_gone() throws Exception {
        var bench = new Bench(folder, script(calls(call("append", "{\"text\":\" evil\"}"))));

        var state = bench.start();

        assertThat(bench.text()).isEqualTo("wrong");
        assertThat(results(state).getFirst())
                .startsWith("It ran, and what it changed in the workspace was undone")
                .contains("D-0001#no-evil")
                .endsWith("Its output was:\nappended");
    }

    @Test
    void an_edit_that_needs_approval_waits_and_holds_for_that_edit_once() throws Exception {
        var odd = call("write", "{\"path\":\"app.txt\",\"content\":\"right odd\"}");
        var odder = call("write", "{\"path\":\"app.txt\",\"content\":\"right odd odd\"}");
        var bench = new Bench(folder, script(calls(odd), calls(odder), calls(FINISH)));

        var asked = bench.start();
        assertThat(asked.phase()).isInstanceOf(Phase.Waiting.class);
        assertThat(bench.text()).isEqualTo("wrong");
        assertThat(bench.resume().phase()).isEqualTo(asked.phase());

        bench.answer("1.1", new Answer.Approve());
        var again = bench.resume();
        assertThat(bench.text()).isEqualTo("right odd");
        assertThat(again.phase())
                .isInstanceOfSatisfying(
                        Phase.Waiting.class,
                        waiting -> assertThat(waiting.open().getFirst().id()).isEqualTo("2.1"));

        bench.answer("2.1", new Answer.Deny());
        var done = bench.resume();
        assertThat(bench.text()).isEqualTo("right odd");
        assertThat(done.phase()).isEqualTo(new Phase.Ended(new Outcome.Done("it is right")));
    }

    @Test
    void a_command_that_needs_approval_is_not_run_again_when_approved() throws Exception {
        var bench =
                new Bench(
                        folder, script(calls(call("append", "{\"text\":\" odd\"}")), calls(MEND)));

        bench.start();
        assertThat(bench.text()).isEqualTo("wrong");
        bench.answer("1.1", new Answer.Approve());
        var state = bench.resume();

        assertThat(bench.workspace.tree(settledTree(bench, "1.1")))
                .containsEntry("app.txt", "wrong odd");
        assertThat(results(state).getFirst()).isEqualTo("appended");
        assertThat(kinds(bench).stream().filter("Intended"::equals).count()).isEqualTo(2);
    }

    @Test
    void an_answer_that_fits_no_question_is_refused_and_recorded_nowhere() throws Exception {
        var odd = call("write", "{\"path\":\"app.txt\",\"content\":\"odd\"}");
        var bench = new Bench(folder, script(calls(odd)));
        bench.start();
        var before = bench.entries();

        assertThatThrownBy(() -> bench.answer("9.9", new Answer.Approve()))
                .hasMessage("run r-test asks about call 1.1, not \"9.9\"");
        assertThatThrownBy(() -> bench.answer("1.1", new Answer.Done(Optional.empty())))
                .hasMessage("done does not answer call 1.1; it needs --approve or --deny");
        assertThat(bench.entries()).isEqualTo(before);
    }

    @Test
    void mistakes_of_the_model_are_answered_precisely_and_change_nothing() throws Exception {
        var bench =
                new Bench(
                        folder,
                        script(
                                calls(call("wriet", "{}")),
                                calls(call("write", "{\"path\":1}")),
                                calls(call("write", "\"{broken\""))));

        var state = bench.start();

        assertThat(results(state).get(0))
                .isEqualTo(
                        "There is no tool \"wriet\"; nothing was done. The tools are: append, finish,"
                                + " look, pay, send, write.");
        assertThat(results(state).get(1))
                .startsWith("Not done, the arguments do not fit: ")
                .contains("path")
                .contains("content");
        assertThat(results(state).get(2)).startsWith("Not done, the arguments do not fit: ");
        assertThat(bench.text()).isEqualTo("wrong");
    }

    @Test
    void repeated_and_missing_call_ids_are_made_distinct() throws Exception {
        var twice =
                "{\"text\":\"\",\"calls\":[{\"id\":\"x\",\"name\":\"look\",\"arguments\":{}},"
                        + "{\"id\":\"x\",\"name\":\"look\",\"arguments\":{}}]}";
        var bench = new Bench(folder, script(twice, twice));

        var state = bench.start();

        var ids =
                state.conversation().tail().stream()
                        .filter(Message.ToolResult.class::isInstance)
                        .map(message -> ((Message.ToolResult) message).callId())
                        .toList();
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void a_model_that_only_talks_is_reminded_and_then_ended() throws Exception {
        var talk = "{\"text\":\"I am done.\"}";
        var bench = new Bench(folder, script(talk, talk, talk, talk));

        var state = bench.start();

        assertThat(state.phase())
                .isEqualTo(
                        new Phase.Ended(
                                new Outcome.Failed("the model called no tool 3 times in a row")));
    }

    @Test
    void calls_of_a_reply_that_was_cut_are_not_run() throws Exception {
        var cut =
                "{\"text\":\"\",\"stop\":\"LENGTH\",\"calls\":["
                        + call("pay", "{\"text\":\"1\"}")
                        + "]}";
        var bench = new Bench(folder, script(cut));

        var state = bench.start();

        assertThat(bench.world).isEmpty();
        assertThat(results(state).getFirst())
                .startsWith("Not done: your reply hit its length limit");
    }

    @Test
    void a_failing_model_is_asked_again_and_a_lasting_failure_waits_for_a_person()
            throws Exception {
        var fail = "{\"fail\":\"OVERLOADED\"}";
        var fails = java.util.Collections.nCopies(10, fail).toArray(String[]::new);
        var bench = new Bench(folder, script(fails));

        var state = bench.start();

        assertThat(state.phase()).isInstanceOf(Phase.Stuck.class);
        assertThat(kinds(bench).stream().filter("Faltered"::equals).count()).isEqualTo(5);
        assertThat(bench.resume().phase()).isInstanceOf(Phase.Stuck.class);
    }

    @Test
    void a_short_failure_costs_a_retry_and_nothing_else() throws Exception {
        var fail = "{\"fail\":\"OVERLOADED\"}";
        var bench = new Bench(folder, script(fail, calls(MEND), calls(FINISH)));

        assertThat(bench.start().phase())
                .isEqualTo(new Phase.Ended(new Outcome.Done("it is right")));
    }

    @Test
    void a_limit_ends_the_run_as_exhausted() throws Exception {
        var replies =
                java.util.stream.IntStream.range(0, 40)
                        .mapToObj(i -> calls(call("pay", "{\"text\":\"%d\"}".formatted(i))))
                        .toArray(String[]::new);
        var bench = new Bench(folder, script(replies));

        var state = bench.start();

        assertThat(state.phase())
                .isEqualTo(new Phase.Ended(new Outcome.Exhausted("30 turns are used up")));
    }

    @Test
    void a_cancel_left_in_the_journal_stops_the_run_at_its_next_step() throws Exception {
        var bench = new Bench(folder, script(calls(MEND), calls(FINISH)));
        bench.journal.crashAfter(3);
        assertThatThrownBy(bench::start)
                .isInstanceOf(dev.lorimer.testing.MemoryJournal.SimulatedCrash.class);
        bench.journal.revive();
        new Desk(bench.journal, Timing.system(), Listener.none()).askToStop(Bench.RUN, false);

        var state = bench.resume();

        assertThat(state.phase()).isEqualTo(new Phase.Ended(new Outcome.Cancelled("cancelled")));
        assertThat(bench.text()).isEqualTo("wrong");
    }

    @Test
    void every_request_starts_with_the_bytes_of_the_one_before() throws Exception {
        var bench = new Bench(folder, script(calls(FINISH), calls(MEND), calls(FINISH)));
        bench.start();

        var start = bench.stored().start().orElseThrow();
        assertThat(Words.pinned(start))
                .isEqualTo(
                        """
                        # Task

                        make app.txt right

                        # Decisions in force

                        Your change is held against these before it is written, and again before it \
                        may stand. A change that contradicts one is refused.

                        - D-0001#no-evil
                        # When it is done

                        Call finish. It is granted only when all of these pass on the workspace as \
                        it then is:
                        - app.txt is right
                        """);
    }

    private static List<String> results(RunState state) {
        return state.conversation().tail().stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(message -> ((Message.ToolResult) message).text())
                .toList();
    }

    private static List<String> kinds(Bench bench) {
        return bench.entries().stream().map(entry -> entry.getClass().getSimpleName()).toList();
    }

    private static String settledTree(Bench bench, String call) {
        return bench.entries().stream()
                .filter(Entry.Settled.class::isInstance)
                .map(Entry.Settled.class::cast)
                .filter(settled -> settled.call().equals(call))
                .findFirst()
                .orElseThrow()
                .tree();
    }
}
