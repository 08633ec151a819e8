package dev.lorimer.run;

import static dev.lorimer.run.Talk.calls;
import static dev.lorimer.run.Talk.replies;
import static dev.lorimer.run.Talk.reply;
import static dev.lorimer.run.Talk.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairsTest {
    private static final Outcome DONE = new Outcome.Done("well");

    /// Says that first, and then ends.
    private static Talk first(Reply mistake) {
        var talk = new Talk();
        talk.with("a", request -> replies(request) == 0 ? mistake : calls("finish", "well"));
        return talk;
    }

    private static Reply call(String name, String arguments) {
        var call = new Message.ToolCall("c", name, arguments);
        return reply(new Message.Assistant("", List.of(call), List.of()), Reply.Stop.CALLS);
    }

    private static List<String> results(Request request) {
        return request.messages().stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(message -> ((Message.ToolResult) message).text())
                .toList();
    }

    @Test
    void a_name_in_the_wrong_case_is_not_taken_for_the_right_one_but_told() throws Exception {
        var talk = first(call("Send", "{\"text\":\"x\"}"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(results(talk.asked.getLast().request()))
                .containsExactly(
                        "There is no tool \"Send\"; nothing was done. Names are taken exactly as they are"
                                + " written: the tool is \"send\". The tools are: finish, look, send.");
        assertThat(talk.entries(Entry.Intended.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sendd", "send ", "ѕend", "", "send_x", "functions.send"})
    void an_unknown_name_runs_nothing(String name) throws Exception {
        var talk = first(call(name, "{\"text\":\"x\"}"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(results(talk.asked.getLast().request()).getFirst())
                .startsWith("There is no tool \"" + name + "\"; nothing was done.");
        assertThat(talk.entries(Entry.Intended.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":NaN}",
                "{\"text\":1e400}",
                "{\"text\":\"a\"} x",
                "[]",
                "null",
                "\"text\"",
                "{\"txt\":\"a\"}",
                "{\"text\":\"a\\u0000",
                "{}"
            })
    void arguments_that_do_not_fit_run_nothing_and_are_explained(String arguments)
            throws Exception {
        var talk = first(call("send", arguments));

        var state = talk.start();

        assertThat(Talk.outcome(state)).isEqualTo(DONE);
        assertThat(results(talk.asked.getLast().request()).getFirst())
                .startsWith("Not done, the arguments do not fit: send: ")
                .contains("text");
        assertThat(talk.entries(Entry.Intended.class)).isEmpty();
        assertThat(state.spend().repairs()).isEqualTo(1);
    }

    static Stream<Reply> nothings() {
        var thinking = List.of(new Message.PrivatePart("m", "{\"thinking\":\"hm\"}"));
        return Stream.of("", "  \n\t ")
                .flatMap(text ->
                        Stream.of(List.<Message.PrivatePart>of(), thinking)
                                .flatMap(parts ->
                                        Stream.of(Reply.Stop.END, Reply.Stop.LENGTH)
                                                .map(stop ->
                                                        reply(
                                                                new Message.Assistant(
                                                                        text, List.of(), parts),
                                                                stop))));
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void an_empty_reply_is_asked_for_once_more(Reply nothing) throws Exception {
        var left = new ArrayList<>(List.of(nothing));
        var talk = new Talk();
        talk.with("a", _ -> left.isEmpty() ? calls("finish", "well") : left.removeFirst());

        var state = talk.start();

        assertThat(Talk.outcome(state)).isEqualTo(DONE);
        assertThat(talk.asked.get(1).request()).isEqualTo(talk.asked.get(0).request());
        assertThat(state.spend().retries()).isEqualTo(1);
        // It was paid for.
        assertThat(state.spend().tokens().input()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void a_second_empty_reply_is_the_end_of_the_turn(Reply nothing) throws Exception {
        var talk = new Talk();
        talk.with("a", _ -> nothing);

        assertThat(talk.start().phase())
                .isInstanceOfSatisfying(
                        Phase.Stuck.class,
                        stuck -> assertThat(stuck.kind()).isEqualTo(Kind.MALFORMED_REPLY));
        assertThat(talk.asked).hasSize(2);
    }

    @Test
    void a_refusal_without_a_word_is_a_refusal() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                _ -> reply(new Message.Assistant("", List.of(), List.of()), Reply.Stop.REFUSED));

        assertThat(Talk.outcome(talk.start()))
                .isEqualTo(new Outcome.Failed("the model: it refused, without a word"));
        assertThat(talk.asked).hasSize(1);
    }

    @Test
    void of_two_hundred_calls_at_once_the_first_are_made_and_each_has_its_result()
            throws Exception {
        var many =
                IntStream.range(0, 200)
                        .mapToObj(i ->
                                new Message.ToolCall(
                                        "same", "send", "{\"text\":\"%d\"}".formatted(i)))
                        .toList();
        var talk = first(reply(new Message.Assistant("", many, List.of()), Reply.Stop.CALLS));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var results = results(talk.asked.getLast().request());
        assertThat(results).hasSize(200);
        assertThat(results.subList(0, 32)).allMatch(text -> text.startsWith("sent "));
        assertThat(results.subList(32, 200)).containsOnly(Words.tooMany(32));
        var ids =
                talk.asked.getLast().request().messages().stream()
                        .filter(Message.ToolResult.class::isInstance)
                        .map(message -> ((Message.ToolResult) message).callId())
                        .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_model_that_makes_only_mistakes_is_told_each_time_and_then_ended() throws Exception {
        var talk = new Talk();
        talk.with("a", request -> call("sned", "{\"n\":%d}".formatted(replies(request))));

        var state = talk.start();

        assertThat(Talk.outcome(state))
                .isEqualTo(
                        new Outcome.Failed(
                                "the model made no call that can be carried out in 8 replies in a row,"
                                        + " the last: There is no tool \"sned\"; nothing was done. The"
                                        + " tools are: finish, look, send."));
        assertThat(state.spend().turns()).isEqualTo(8);
        assertThat(state.spend().repairs()).isEqualTo(8);
    }

    @Test
    void one_call_that_can_be_made_ends_a_series_of_mistakes() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request ->
                        replies(request) == 14
                                ? calls("finish", "well")
                                : replies(request) % 5 == 4
                                        ? calls("look", "at " + replies(request))
                                        : call("sned", "{}"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
    }

    @Test
    void mistakes_in_one_reply_count_once() throws Exception {
        var talk = first(calls(Stream.generate(() -> "sned").limit(24).toArray(String[]::new)));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
    }

    @Test
    void a_model_that_goes_round_in_circles_is_told_and_then_ended() throws Exception {
        var talk = new Talk();
        talk.with("a", _ -> calls("look", "there"));

        var state = talk.start();

        assertThat(Talk.outcome(state))
                .isEqualTo(
                        new Outcome.Failed(
                                "the model made the same call with the same result 6 times in a row"));
        assertThat(talk.entries(Entry.Told.class))
                .containsExactly(new Entry.Told(Words.repeating(3)));
        assertThat(state.spend().turns()).isEqualTo(6);
    }

    @Test
    void the_same_call_with_another_result_is_no_circle() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request -> {
                    talk.seen = "it is " + replies(request);
                    return replies(request) < 20 ? calls("look", "there") : calls("finish", "well");
                });

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.entries(Entry.Told.class)).isEmpty();
    }

    @Test
    void who_does_something_else_when_told_goes_on() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request ->
                        request.messages().getLast() instanceof Message.User && replies(request) > 0
                                ? calls("send", "it", "finish", "well")
                                : calls("look", "there"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
    }

    @Test
    void the_bounds_are_the_agents() throws Exception {
        var talk = new Talk();
        talk.rules =
                new Rules(
                        java.util.Set.of(),
                        java.time.Duration.ofDays(1),
                        java.util.Map.of(),
                        false,
                        new Bounds(1, 2, 50));
        talk.with("a", request -> replies(request) < 40 ? calls("look", "x") : says("no"));
        var circles = talk.start();
        assertThat(Talk.outcome(circles))
                .isEqualTo(new Outcome.Failed("the model called no tool 3 times in a row"));
        assertThat(circles.spend().turns()).isEqualTo(43);
    }
}
