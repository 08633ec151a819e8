package dev.lorimer.run;

import static dev.lorimer.run.Talk.calls;
import static dev.lorimer.run.Talk.fails;
import static dev.lorimer.run.Talk.replies;
import static dev.lorimer.run.Talk.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.context.Window;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Request;
import dev.lorimer.route.Reason;
import dev.lorimer.route.Rule;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import dev.lorimer.testing.ScriptedModel;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
    private static final Outcome DONE = new Outcome.Done("well");

    private static final String SUMMARY =
            "## Goal\nto do it\n## Done\nlooked\n## Open\nthe rest\n## Decisions\nnone\n## Files\nnone\n"
                    + "## Facts\nthe number is 4711";

    private static boolean forSummary(Request request) {
        return request.messages().getLast() instanceof Message.User user
                && user.text().equals(SummaryWords.wanted());
    }

    /// Looks at something new until that many replies are made in all; gives summaries when asked.
    private static Talk.Part works(Talk talk, int looks) {
        return request -> {
            if (forSummary(request)) {
                return says(SUMMARY);
            }
            var made = talk.entries(Entry.Replied.class).size();
            return made < looks ? calls("look", "at " + made) : calls("finish", "well");
        };
    }

    /// A talk in which ten looks fill a window of 4,000 tokens several times.
    private static Talk small(int looks) {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.with("a", new Window(4_000, 500), Rule.always(), false, works(talk, looks));
        return talk;
    }

    @Test
    void a_conversation_that_outgrows_the_window_is_cut_and_the_run_goes_on() throws Exception {
        var talk = small(30);

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var cuts = talk.entries(Entry.Compacted.class);
        assertThat(cuts).hasSizeGreaterThan(2);
        assertThat(cuts)
                .allSatisfy(cut -> {
                    assertThat(cut.text()).contains("the number is 4711");
                    assertThat(cut.model()).isEqualTo("m");
                    assertThat(cut.sizes().worthwhile()).isTrue();
                });
        assertThat(talk.asked)
                .allSatisfy(asked ->
                        assertThat(Window.tokens(asked.request())).isLessThanOrEqualTo(3_500));
    }

    @Test
    void the_pinned_text_stands_first_in_every_request_byte_for_byte() throws Exception {
        var talk = small(20);
        var state = talk.start();

        var pinned = new Message.User(Words.pinned(state.start().orElseThrow()));
        assertThat(talk.asked)
                .allSatisfy(asked -> {
                    assertThat(asked.request().messages().getFirst()).isEqualTo(pinned);
                    assertThat(asked.request().system()).isEqualTo("Be good.");
                    assertThat(asked.request().tools())
                            .isEqualTo(talk.asked.getFirst().request().tools());
                });
    }

    @Test
    void every_request_is_a_whole_conversation_each_call_with_its_one_result() throws Exception {
        var talk = small(30);
        talk.start();

        assertThat(talk.asked).allSatisfy(asked -> whole(asked.request()));
    }

    private static void whole(Request request) {
        var open = new java.util.ArrayList<String>();
        for (var message : request.messages()) {
            switch (message) {
                case Message.User _ -> assertThat(open).isEmpty();
                case Message.Assistant said -> {
                    assertThat(open).isEmpty();
                    said.calls().forEach(call -> open.add(call.id()));
                }
                case Message.ToolResult result -> assertThat(open.remove(result.callId())).isTrue();
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void the_request_for_a_summary_is_the_last_one_plus_one_message_where_that_fits()
            throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request -> {
                    var made = talk.entries(Entry.Replied.class).size();
                    if (forSummary(request)) {
                        return says(SUMMARY);
                    }
                    if (made == 4 && talk.entries(Entry.Compacted.class).isEmpty()) {
                        return fails(Kind.CONTEXT_TOO_LONG);
                    }
                    return made < 6 ? calls("look", "at " + made) : calls("finish", "well");
                });
        talk.seen = "y".repeat(4_000);

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var summary = talk.asked.stream().filter(Talk.Asked::forSummary).findFirst().orElseThrow();
        // The provider has called the whole of it too long, so the middle is left out here.
        assertThat(summary.request().messages().get(1))
                .isEqualTo(new Message.User(SummaryWords.leftOut(4)));
        assertThat(talk.entries(Entry.Compacted.class)).hasSize(1);
        assertThat(talk.entries(Entry.Faltered.class))
                .extracting(Entry.Faltered::next)
                .containsExactly(Entry.Faltered.Next.COMPACT);
    }

    @Test
    void before_a_smaller_window_the_model_that_holds_the_conversation_cuts_it() throws Exception {
        var talk = new Talk();
        talk.seen = "z".repeat(3_000);
        Rule late = situation -> situation.budget().turns().used() >= 6;
        talk.with("small", new Window(4_000, 500), late, false, works(talk, 8));
        talk.with("large", works(talk, 8));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var summary = talk.asked.stream().filter(Talk.Asked::forSummary).findFirst().orElseThrow();
        assertThat(summary.model()).isEqualTo("large");
        var before = talk.asked.get(talk.asked.indexOf(summary) - 1).request().messages();
        assertThat(summary.request().messages().subList(0, before.size())).isEqualTo(before);
        assertThat(summary.request().messages()).hasSize(before.size() + 3);
        assertThat(talk.asked.getLast().model()).isEqualTo("small");
        assertThat(Window.tokens(talk.asked.getLast().request())).isLessThan(3_500);
    }

    @Test
    void a_window_that_no_cut_can_fit_is_not_moved_to() throws Exception {
        var talk = new Talk();
        talk.seen = "z".repeat(3_000);
        Rule late = situation -> situation.budget().turns().used() >= 6;
        talk.with("tiny", new Window(250, 100), late, false, works(talk, 8));
        talk.with("large", works(talk, 8));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsOnly("large");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANCELLED", "CONTEXT_TOO_LONG"})
    void a_summariser_that_fails_is_replaced_by_a_list_of_calls(Kind kind) throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.with(
                "a",
                new Window(4_000, 500),
                Rule.always(),
                false,
                request -> forSummary(request) ? fails(kind) : works(talk, 12).say(request));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var cut = talk.entries(Entry.Compacted.class).getFirst();
        assertThat(cut.model()).isEmpty();
        assertThat(cut.text()).contains("- called look {\"text\":\"at 0\"}: result: xxx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "I can not do that.",
                "# A poem\n\n## Of summaries\n",
                "## Goal\n## Done\n"
            })
    void rubbish_is_no_summary(String text) throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.with(
                "a",
                new Window(4_000, 500),
                Rule.always(),
                false,
                request -> forSummary(request) ? says(text) : works(talk, 12).say(request));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.entries(Entry.Compacted.class))
                .allSatisfy(cut -> assertThat(cut.model()).isEmpty());
        // What it cost is not forgotten.
        assertThat(talk.resume().spend().tokens().input()).isEqualTo(100L * talk.asked.size());
    }

    @Test
    void what_calls_tools_in_place_of_a_summary_runs_none_of_them() throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.with(
                "a",
                new Window(4_000, 500),
                Rule.always(),
                false,
                request ->
                        forSummary(request)
                                ? calls("send", "secret")
                                : works(talk, 12).say(request));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.entries(Entry.Intended.class))
                .noneMatch(intended -> intended.intent().summary().contains("secret"));
    }

    @Test
    void a_model_that_finds_everything_too_long_ends_the_run_after_two_cuts() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request ->
                        forSummary(request)
                                ? says(SUMMARY)
                                : replies(request) < 3
                                                && talk.entries(Entry.Compacted.class).isEmpty()
                                        ? calls("look", "at " + replies(request))
                                        : fails(Kind.CONTEXT_TOO_LONG));
        talk.seen = "x".repeat(2_000);

        var state = talk.start();

        assertThat(Talk.outcome(state)).isInstanceOf(Outcome.Exhausted.class);
        assertThat(Talk.outcome(state).text())
                .startsWith("the conversation no longer fits the model's window");
        assertThat(talk.entries(Entry.Compacted.class)).hasSizeBetween(1, 2);
        assertThat(talk.asked).hasSizeLessThan(12);
    }

    @Test
    void a_task_that_alone_is_too_long_ends_the_run_at_once() throws Exception {
        var talk = new Talk();
        talk.with("a", _ -> fails(Kind.CONTEXT_TOO_LONG));

        assertThat(Talk.outcome(talk.start()).text()).contains("and there is nothing to leave out");
        assertThat(talk.asked).hasSize(1);
    }

    @Test
    void cuts_that_free_next_to_nothing_end_the_run() {
        var little = new Entry.Sizes(1_000, 950);
        var much = new Entry.Sizes(1_000, 900);

        assertThat(little.worthwhile()).isFalse();
        assertThat(much.worthwhile()).isTrue();
        var once = Conversation.EMPTY.compacted(cut(little)).answered();
        assertThat(once.tries()).isEqualTo(1);
        assertThat(once.compacted(cut(little)).answered().tries()).isEqualTo(Setback.CUTS_MAX);
        assertThat(once.compacted(cut(much)).answered().tries()).isZero();
    }

    private static Entry.Compacted cut(Entry.Sizes sizes) {
        return new Entry.Compacted(
                new Entry.Cut(1, 1, 0), "short", List.of(), sizes, "", Entry.Cost.NONE);
    }

    @Test
    void what_persons_say_is_kept_word_for_word_through_every_cut() throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        var spoken = new java.util.ArrayList<>(List.of(2, 9));
        talk.with(
                "a",
                new Window(4_000, 500),
                Rule.always(),
                false,
                request -> {
                    if (spoken.remove((Object) talk.entries(Entry.Replied.class).size())) {
                        new Desk(talk.journal, talk.timing(), Listener.none())
                                .say(Talk.RUN, "never touch file " + spoken.size(), "ann");
                    }
                    return works(talk, 20).say(request);
                });

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.entries(Entry.Compacted.class)).hasSizeGreaterThan(2);
        assertThat(talk.asked.getLast().request().messages())
                .contains(
                        new Message.User("Message from ann:\nnever touch file 1"),
                        new Message.User("Message from ann:\nnever touch file 0"));
    }

    @Test
    void calls_in_doubt_stay_known_to_the_model() throws Exception {
        var text = SummaryWords.summary(3, SUMMARY, List.of(), List.of("pay {\"text\":\"once\"}"));

        assertThat(text)
                .contains("Nobody knows whether these calls have happened")
                .contains("- pay {\"text\":\"once\"}");
    }

    @Test
    void dying_anywhere_gives_the_same_conversation() throws Exception {
        var whole = small(12);
        whole.start();
        var expected = whole.asked.getLast().request();
        var died = 0;
        for (var life = small(12); diesAfter(life, died + 1); life = small(12)) {
            died++;
            assertThat(Talk.outcome(life.resume())).isEqualTo(DONE);
            assertThat(life.asked.getLast().request()).as("append %d", died).isEqualTo(expected);
        }
        assertThat(died).isGreaterThan(20);
    }

    private static boolean diesAfter(Talk talk, int appends) throws InterruptedException {
        talk.journal.crashAfter(appends);
        try {
            talk.start();
            return false;
        } catch (SimulatedCrash _) {
            talk.journal.revive();
            return true;
        }
    }

    @Test
    void nothing_is_taken_from_the_journal() throws Exception {
        var talk = small(20);
        talk.start();

        assertThat(talk.entries(Entry.Replied.class)).hasSize(21);
        assertThat(Recorded.checkSnapshot(talk.journal, Talk.RUN)).isEmpty();
        assertThat(Recorded.latest(talk.journal, Talk.RUN).conversation().tail().size())
                .isLessThan(12);
    }

    @Test
    void a_cheap_model_can_have_the_summaries() throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        Rule work = situation -> situation.purpose() != dev.lorimer.route.Purpose.SUMMARISE;
        talk.with("dear", new Window(4_000, 500), work, false, works(talk, 9));
        talk.with("cheap", works(talk, 9));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.asked)
                .allSatisfy(asked ->
                        assertThat(asked.model()).isEqualTo(asked.forSummary() ? "cheap" : "dear"));
        assertThat(talk.entries(Entry.Switched.class))
                .extracting(Entry.Switched::reason)
                .containsOnly(Reason.RULE);
    }

    @Test
    void a_scripted_model_plays_on_after_a_cut() throws Exception {
        var replies =
                IntStream.range(0, 12)
                        .mapToObj(i ->
                                Bench.calls(Bench.call("look", "{\"text\":\"%d\"}".formatted(i))))
                        .toList();
        var script =
                Bench.script(
                        IntStream.rangeClosed(0, 12)
                                .mapToObj(i ->
                                        i < 12
                                                ? replies.get(i)
                                                : Bench.calls(
                                                        Bench.call(
                                                                "finish", "{\"text\":\"well\"}")))
                                .toArray(String[]::new));
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.route.add(
                new Candidate("s", ScriptedModel.parse("test", script), new Window(4_000, 500)));

        var state = talk.start();

        assertThat(Talk.outcome(state)).isEqualTo(DONE);
        assertThat(state.spend().turns()).isEqualTo(13);
        assertThat(talk.entries(Entry.Compacted.class))
                .isNotEmpty()
                .allSatisfy(cut -> assertThat(cut.model()).isNotEmpty());
    }

    @Test
    void a_cancelled_summary_stops_the_work_and_records_nothing() throws Exception {
        var talk = new Talk();
        talk.seen = "x".repeat(2_000);
        talk.with(
                "a",
                new Window(4_000, 500),
                Rule.always(),
                false,
                request -> {
                    if (forSummary(request)) {
                        throw new ModelException(Kind.CANCELLED, "stopped");
                    }
                    return works(talk, 12).say(request);
                });

        assertThatThrownBy(talk::start).isInstanceOf(InterruptedException.class);
        assertThat(Recorded.latest(talk.journal, Talk.RUN).phase())
                .isEqualTo(new Phase.Compacting(0, Kind.CONTEXT_TOO_LONG));
        assertThat(talk.clock.instant()).isBefore(Talk.NOON.plus(Duration.ofHours(1)));
    }
}
