package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.run.World.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Approvals, messages, timers, deadlines: whatever a run waits for.
class WaitingTest {
    private static final String FINISH = calls(call("finish", "{}"));

    private final World world = new World(calls(call("irreversible", "{\"n\":1}")), FINISH);

    private static Rules asking() {
        return new Rules(Set.of("irreversible"), Duration.ofHours(2), Map.of(), false);
    }

    private RunState queued(World world) throws InterruptedException {
        var run = world.run();
        run.queue(World.RUN, new Entry.Task("do it"), Json.readable("{}").orElseThrow());
        return run.proceed(World.RUN, () -> false);
    }

    private RunState proceed(World world) throws InterruptedException {
        return world.run().proceed(World.RUN, () -> false);
    }

    @Test
    void nothing_that_needs_a_person_happens_before_the_person_has_said_so() throws Exception {
        world.rules = asking();
        assertThat(world.start().phase()).isInstanceOf(Phase.Waiting.class);
        assertThat(world.log).isEmpty();
        world.answer("1.1", new Answer.Approve());
        assertThat(world.resume().phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).containsExactly("irreversible");
    }

    @Test
    void one_approval_replayed_a_thousand_times_is_one_effect() throws Exception {
        world.rules = asking();
        world.start();
        world.answer("1.1", new Answer.Approve());
        for (var i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> world.answer("1.1", new Answer.Approve()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        world.resume();
        for (var i = 0; i < 10; i++) {
            assertThatThrownBy(() -> world.answer("1.1", new Answer.Approve()))
                    .isInstanceOf(IllegalArgumentException.class);
            world.resume();
        }
        assertThat(world.log).containsExactly("irreversible");
    }

    @Test
    void an_equal_call_needs_an_approval_of_its_own() throws Exception {
        var twice = call("irreversible", "{\"n\":1}");
        var world = new World(calls(twice, twice), FINISH);
        world.rules = asking();
        world.start();
        world.answer("1.1", new Answer.Approve());
        var state = world.resume();
        assertThat(state.phase())
                .isInstanceOfSatisfying(
                        Phase.Waiting.class,
                        waiting -> assertThat(waiting.open().getFirst().id()).isEqualTo("1.2"));
        assertThat(world.log).hasSize(1);
    }

    @Test
    void an_approval_that_has_expired_asks_again() throws Exception {
        world.rules = asking();
        world.start();
        world.answer("1.1", new Answer.Approve());
        world.clock.jump(Duration.ofHours(3));
        assertThat(world.resume().phase()).isInstanceOf(Phase.Waiting.class);
        assertThat(world.log).isEmpty();
        assertThat(world.entries(Entry.Asked.class)).hasSize(2);
    }

    @Test
    void an_approval_for_another_call_or_other_decisions_asks_again() throws Exception {
        for (var scope :
                List.of(
                        new Question.Scope("other", "", "", java.util.Optional.empty()),
                        new Question.Scope("none", "", "", java.util.Optional.of("0123")),
                        new Question.Scope("none", "other", "", java.util.Optional.empty()))) {
            var world = new World(calls(call("irreversible", "{\"n\":1}")), FINISH);
            world.rules = asking();
            world.start();
            forge(world, scope);
            assertThat(world.resume().phase()).isInstanceOf(Phase.Waiting.class);
            assertThat(world.log).isEmpty();
        }
    }

    /// A question as another state of the run would have asked it, and a yes to it.
    private static void forge(World world, Question.Scope scope) {
        var question = (Question.Approval) world.entries(Entry.Asked.class).getFirst().question();
        var other =
                new Question.Approval(
                        question.summary(),
                        scope,
                        question.findings(),
                        question.held(),
                        question.expires());
        var forged = new World(calls(call("irreversible", "{\"n\":1}")), FINISH);
        try (var lease =
                world.journal.acquire(new RunId("r-world"), "forger", world.clock.instant())) {
            assertThat(forged.journal).isNotNull();
            var lines = world.journal.read(World.RUN, 0);
            var drafts =
                    List.of(
                            Bench.draft(new Entry.Answered("1.1", new Answer.Approve(), "", "x")),
                            Bench.draft(new Entry.Recovered("1.1", "x")),
                            Bench.draft(new Entry.Asked("1.1", other)),
                            Bench.draft(new Entry.Answered("1.1", new Answer.Approve(), "", "x")));
            world.journal.append(
                    lease,
                    lines.size(),
                    drafts,
                    dev.lorimer.journal.Journal.Standing.working("running", 0));
        }
    }

    @Test
    void a_question_that_nobody_answers_in_time_is_refused_and_the_run_goes_on() throws Exception {
        world.rules = asking();
        world.start();
        world.clock.jump(Duration.ofHours(3));
        assertThat(world.journal.due(world.clock.instant(), 9)).containsExactly(World.RUN);
        var state = proceed(world);
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).isEmpty();
        assertThat(world.entries(Entry.Refused.class).getFirst().text())
                .contains("nobody answered in time");
    }

    @Test
    void a_doubt_that_nobody_answers_in_time_is_overdue_and_stays_in_doubt() throws Exception {
        world.probeKnows = false;
        world.troubles.add(Trouble.ANSWER_LOST);
        world.start();
        world.clock.jump(Duration.ofDays(2));
        assertThat(proceed(world).phase())
                .isInstanceOfSatisfying(
                        Phase.Waiting.class, waiting -> assertThat(waiting.overdue()).isTrue());
        assertThat(world.journal.head(World.RUN).orElseThrow().status()).isEqualTo("overdue");
        assertThat(world.journal.due(world.clock.instant().plusSeconds(1_000_000), 9)).isEmpty();
        world.answer("1.1", new Answer.NotDone());
        assertThat(proceed(world).phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).hasSize(2);
    }

    @Test
    void a_wait_takes_no_thread_and_ends_when_its_time_has_come() throws Exception {
        var world = new World(calls(call("wait", "{\"seconds\":3600}")), FINISH);
        assertThat(queued(world).phase()).isInstanceOf(Phase.Parked.class);
        var now = world.clock.instant();
        assertThat(world.journal.due(now.plusSeconds(3599), 9)).isEmpty();
        assertThat(world.journal.due(now.plusSeconds(3600), 9)).containsExactly(World.RUN);
        world.clock.jump(Duration.ofMinutes(30));
        assertThat(proceed(world).phase()).isInstanceOf(Phase.Parked.class);
        world.clock.jump(Duration.ofMinutes(30));
        assertThat(proceed(world).phase()).isInstanceOf(Phase.Ended.class);
    }

    @Test
    void a_wait_for_another_run_ends_with_that_run() throws Exception {
        var child = new RunId("r-child");
        var world =
                new World(calls(call("wait", "{\"run\":\"r-child\",\"seconds\":9999}")), FINISH);
        var other = new World(FINISH);
        other.run(world.journal)
                .queue(child, new Entry.Task("x"), Json.readable("{}").orElseThrow());
        assertThat(queued(world).phase()).isInstanceOf(Phase.Parked.class);
        assertThat(world.journal.due(world.clock.instant(), 9)).containsExactly(child);
        other.run(world.journal).proceed(child, () -> false);
        assertThat(world.journal.due(world.clock.instant(), 9)).containsExactly(World.RUN);
        assertThat(proceed(world).phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.entries(Entry.Settled.class).getFirst().result().text())
                .contains("Run r-child is done");
    }

    @Test
    void a_run_that_is_not_there_can_not_be_waited_for() throws Exception {
        var world = new World(calls(call("wait", "{\"run\":\"r-none\"}")), FINISH);
        assertThat(queued(world).phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.entries(Entry.Refused.class)).hasSize(1);
    }

    @Test
    void a_message_ends_a_wait_and_reaches_the_model() throws Exception {
        var world = new World(calls(call("wait", "{\"seconds\":3600}")), FINISH);
        queued(world);
        world.desk().say(World.RUN, "enough", "ann");
        assertThat(world.journal.due(world.clock.instant(), 9)).containsExactly(World.RUN);
        var state = proceed(world);
        assertThat(state.phase()).isInstanceOf(Phase.Ended.class);
        assertThat(state.conversation().tail())
                .contains(new Message.User(Words.person("ann", "enough")));
    }

    @Test
    void a_message_that_comes_while_a_call_is_open_follows_its_result() throws Exception {
        world.rules = asking();
        world.start();
        world.desk().say(World.RUN, "think twice", "ann");
        var waiting = proceed(world);
        assertThat(waiting.phase()).isInstanceOf(Phase.Waiting.class);
        assertThat(world.journal.due(world.clock.instant(), 9)).isEmpty();
        world.answer("1.1", new Answer.Deny());
        var said = world.resume().conversation().tail();
        var place = said.indexOf(new Message.User(Words.person("ann", "think twice")));
        assertThat(said.get(place - 1)).isInstanceOf(Message.ToolResult.class);
    }

    @Test
    void a_message_that_comes_before_the_last_entry_keeps_the_run_going() throws Exception {
        var world = new World(FINISH, FINISH);
        var journal =
                new dev.lorimer.testing.ForwardingJournal(world.journal) {
                    private boolean sent;

                    @Override
                    public long append(
                            Lease lease, long seq, List<Draft> lines, Standing standing) {
                        if (standing.last() && !sent) {
                            sent = true;
                            world.desk().say(World.RUN, "one more thing", "ann");
                        }
                        return super.append(lease, seq, lines, standing);
                    }
                };
        var state =
                world.run(journal)
                        .start(World.RUN, new Entry.Task("x"), Json.readable("{}").orElseThrow());
        assertThat(state.phase()).isEqualTo(new Phase.Ended(new Outcome.Done("finish")));
        assertThat(state.spend().turns()).isEqualTo(2);
        assertThat(state.conversation().tail())
                .contains(new Message.User(Words.person("ann", "one more thing")));
    }

    @Test
    void an_ended_run_takes_no_messages() throws Exception {
        world.start();
        assertThatThrownBy(() -> world.desk().say(World.RUN, "late", "ann"))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.ENDED));
    }

    @Test
    void a_full_disk_stops_the_run_before_its_effect_and_it_goes_on_when_there_is_room()
            throws Exception {
        world.journal.create(World.RUN, "x", world.clock.instant());
        world.journal.fill(true);
        assertThatThrownBy(world::start).isInstanceOf(JournalException.class);
        assertThat(world.log).isEmpty();
        world.journal.fill(false);
        assertThat(world.start().phase()).isInstanceOf(Phase.Ended.class);
        assertThat(world.log).hasSize(1);
    }
}
