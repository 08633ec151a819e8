package dev.lorimer.run;

import static dev.lorimer.run.Talk.calls;
import static dev.lorimer.run.Talk.fails;
import static dev.lorimer.run.Talk.replies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.context.Window;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.route.Health;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import dev.lorimer.route.Rule;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest {
    private static final Outcome DONE = new Outcome.Done("well");

    /// Looks so often, then asks to finish.
    private static Talk.Part works(int looks) {
        return request ->
                replies(request) < looks
                        ? calls("look", "at " + replies(request))
                        : calls("finish", "well");
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "TRANSIENT", "TIMEOUT", "CUT", "MALFORMED_REPLY"})
    void what_may_pass_is_tried_twice_and_then_another_model_goes_on(Kind kind) throws Exception {
        var talk = new Talk().with("a", _ -> fails(kind)).with("b", works(0));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "a", "b");
        assertThat(talk.entries(Entry.Switched.class))
                .containsExactly(
                        new Entry.Switched(
                                "a",
                                "b",
                                Reason.FAILED,
                                Purpose.PLAN,
                                Optional.of(talk.asked.get(1).at().plusSeconds(60))));
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "TRANSIENT", "TIMEOUT", "CUT", "RATE_LIMITED"})
    void with_nobody_else_it_is_tried_five_times_and_then_a_person_is_needed(Kind kind)
            throws Exception {
        var talk = new Talk().with("a", _ -> fails(kind));

        assertThat(talk.start().phase()).isInstanceOf(Phase.Stuck.class);
        assertThat(talk.models()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH", "QUOTA", "MODEL_GONE", "REFUSED"})
    void what_no_time_cures_hands_over_at_once_and_never_comes_back(Kind kind) throws Exception {
        var talk = new Talk().with("a", _ -> fails(kind)).with("b", works(3));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var expected =
                kind == Kind.REFUSED
                        // It may answer once the conversation is another one; it refuses each time.
                        ? List.of("a", "b", "a", "b", "a", "b", "a", "b")
                        : List.of("a", "b", "b", "b", "b");
        assertThat(talk.models()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH", "QUOTA", "MODEL_GONE"})
    void a_run_whose_models_all_need_a_person_parks_and_goes_on_with_the_first_when_resumed(
            Kind kind) throws Exception {
        var cured = new ArrayList<Boolean>();
        Talk.Part part = request -> cured.isEmpty() ? fails(kind) : works(1).say(request);
        var talk = new Talk().with("a", part).with("b", part);

        var stuck = talk.start();
        assertThat(stuck.phase())
                .isInstanceOfSatisfying(
                        Phase.Stuck.class, phase -> assertThat(phase.kind()).isEqualTo(kind));
        assertThat(talk.models()).containsExactly("a", "b");
        cured.add(true);

        assertThat(Talk.outcome(talk.resume())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "b", "a", "a");
    }

    @Test
    void a_rule_sees_what_each_reply_took_and_who_gave_it() throws Exception {
        Rule twice = situation -> situation.budget().bill().items().size() < 2;
        var billed = new ArrayList<String>();
        Rule writes =
                situation -> {
                    billed.clear();
                    situation.budget().bill().items().forEach(item -> billed.add(item.candidate()));
                    return true;
                };
        var talk = new Talk();
        talk.with("a", Window.DEFAULT, twice, false, works(9));
        talk.with("b", Window.DEFAULT, writes, false, works(3));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "a", "b", "b");
        assertThat(billed).containsExactly("a", "a", "b");
    }

    @Test
    void a_short_rate_limit_is_waited_for() throws Exception {
        var hints = new ArrayList<>(List.of(Duration.ofSeconds(20)));
        var talk =
                new Talk()
                        .with(
                                "a",
                                request ->
                                        hints.isEmpty()
                                                ? works(0).say(request)
                                                : fails(Kind.RATE_LIMITED, hints.removeFirst()))
                        .with("b", works(0));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "a");
        assertThat(talk.asked.getLast().at()).isAfterOrEqualTo(Talk.NOON.plusSeconds(20));
    }

    @Test
    void where_a_rate_limit_is_long_another_model_stands_in_until_it_is_over() throws Exception {
        var hints = new ArrayList<>(List.of(Duration.ofMinutes(10)));
        var talk =
                new Talk()
                        .with(
                                "a",
                                request ->
                                        hints.isEmpty()
                                                ? works(4).say(request)
                                                : fails(Kind.RATE_LIMITED, hints.removeFirst()))
                        .with("b", works(4));
        talk.looking = Duration.ofMinutes(4);

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "b", "b", "b", "a", "a");
        assertThat(talk.entries(Entry.Switched.class))
                .containsExactly(
                        new Entry.Switched(
                                "a",
                                "b",
                                Reason.FAILED,
                                Purpose.PLAN,
                                Optional.of(Talk.NOON.plus(Duration.ofMinutes(10)))),
                        new Entry.Switched(
                                "b", "a", Reason.RETURNED, Purpose.PLAN, Optional.empty()));
    }

    @Test
    void a_model_that_fails_again_after_its_rest_rests_longer() throws Exception {
        var talk = new Talk().with("a", _ -> fails(Kind.OVERLOADED)).with("b", works(8));
        talk.looking = Duration.ofSeconds(70);

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        var rests =
                talk.entries(Entry.Switched.class).stream()
                        .filter(switched -> switched.reason() == Reason.FAILED)
                        .toList();
        assertThat(rests).hasSize(4);
        for (var i = 2; i < rests.size(); i++) {
            assertThat(gap(rests, i)).isGreaterThan(gap(rests, i - 1));
        }
    }

    private static Duration gap(List<Entry.Switched> rests, int place) {
        return Duration.between(
                rests.get(place - 1).backAt().orElseThrow(),
                rests.get(place).backAt().orElseThrow());
    }

    @Test
    void a_refusal_is_never_sent_again_to_the_same_model_and_ends_a_run_that_has_no_other()
            throws Exception {
        var talk = new Talk().with("a", _ -> fails(Kind.REFUSED));

        assertThat(Talk.outcome(talk.start()))
                .isEqualTo(new Outcome.Failed("the model: it says REFUSED"));
        assertThat(talk.models()).containsExactly("a");
    }

    @Test
    void a_refusal_goes_to_another_model_only_where_its_rule_admits_it() throws Exception {
        Rule unlessRefused =
                situation -> situation.setbacks().failure().filter(Kind.REFUSED::equals).isEmpty();
        var talk = new Talk().with("a", _ -> fails(Kind.REFUSED));
        talk.with("b", Window.DEFAULT, unlessRefused, false, works(0));

        assertThat(Talk.outcome(talk.start())).isInstanceOf(Outcome.Failed.class);
        assertThat(talk.models()).containsExactly("a");
    }

    @Test
    void while_a_refusing_model_is_the_only_other_one_it_is_not_sent_the_same_again()
            throws Exception {
        var talk =
                new Talk()
                        .with("a", _ -> fails(Kind.REFUSED))
                        .with("b", _ -> fails(Kind.OVERLOADED));

        assertThat(talk.start().phase()).isInstanceOf(Phase.Stuck.class);
        assertThat(talk.models()).containsExactly("a", "b", "b", "b", "b", "b");
    }

    @Test
    void two_failed_checks_in_a_row_bring_in_the_stronger_model_for_good() throws Exception {
        var talk = new Talk();
        talk.checks.addAll(List.of(false, false, false, true));
        talk.with("a", _ -> calls("send", "x", "finish", "well"))
                .with("b", works(0))
                .with(
                        "c",
                        Window.DEFAULT,
                        Rule.always(),
                        true,
                        _ -> calls("send", "y", "finish", "well"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        // The first look of the checks is the one before any change.
        assertThat(talk.models()).containsExactly("a", "a", "c");
        assertThat(talk.entries(Entry.Switched.class))
                .containsExactly(
                        new Entry.Switched(
                                "a", "c", Reason.ESCALATED, Purpose.CHECK, Optional.empty()));
    }

    @Test
    void where_none_is_called_stronger_the_next_one_that_is_admitted_takes_over() throws Exception {
        Rule never = _ -> false;
        var talk = new Talk();
        talk.checks.addAll(List.of(false, false, false, false, false, true));
        talk.with("a", works(0));
        talk.with("b", Window.DEFAULT, never, false, works(0));
        talk.with("c", works(0)).with("d", works(0));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "a", "c", "c", "d");
    }

    @Test
    void each_purpose_can_have_its_own_model() throws Exception {
        var talk = new Talk();
        talk.checks.addAll(List.of(true, false, true));
        Rule planning = situation -> situation.purpose() == Purpose.PLAN;
        Rule checking = situation -> situation.purpose() == Purpose.CHECK;
        talk.with("planner", Window.DEFAULT, planning, false, _ -> calls("send", "it"))
                .with("checker", Window.DEFAULT, checking, false, _ -> calls("finish", "well"))
                .with("worker", _ -> calls("finish", "too soon"));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("planner", "worker", "checker");
        assertThat(talk.entries(Entry.Switched.class))
                .extracting(Entry.Switched::reason)
                .containsOnly(Reason.RULE);
    }

    @Test
    void a_rule_sees_what_is_used_up() throws Exception {
        Rule early = situation -> situation.budget().turns().used() < 2;
        var talk = new Talk();
        talk.with("a", Window.DEFAULT, early, false, works(3)).with("b", works(3));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "a", "b", "b");
    }

    @Test
    void a_model_behind_a_breaker_is_passed_over_until_it_opens() throws Exception {
        var talk = new Talk().with("a", works(3)).with("b", works(3));
        talk.closed.put("a", Talk.NOON.plusSeconds(90));
        talk.looking = Duration.ofSeconds(60);

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("b", "b", "a", "a");
        assertThat(talk.entries(Entry.Switched.class))
                .extracting(Entry.Switched::reason)
                .containsExactly(Reason.CLOSED, Reason.RETURNED);
    }

    @Test
    void a_breaker_that_closes_the_only_model_does_not_stop_the_run() throws Exception {
        var talk = new Talk().with("a", works(0));
        talk.closed.put("a", Talk.NOON.plusSeconds(90));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
    }

    @Test
    void a_route_that_admits_nobody_parks_the_run_and_says_so() throws Exception {
        var talk = new Talk();
        talk.with("a", Window.DEFAULT, _ -> false, false, works(0));

        assertThat(talk.start().phase())
                .isInstanceOfSatisfying(
                        Phase.Stuck.class,
                        stuck ->
                                assertThat(stuck.message())
                                        .startsWith("no model of the route may serve this"));
        assertThat(talk.asked).isEmpty();
    }

    @Test
    void a_run_that_is_taken_over_goes_on_with_the_recorded_model() throws Exception {
        var talk = new Talk().with("a", _ -> fails(Kind.QUOTA)).with("b", works(2));
        // Dies with the switch recorded, before anything was asked of the other one.
        talk.journal.crashAfter(2);
        assertThatThrownBy(talk::start).isInstanceOf(SimulatedCrash.class);
        talk.journal.revive();

        assertThat(Talk.outcome(talk.resume())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "b", "b", "b");
        assertThat(talk.entries(Entry.Switched.class)).hasSize(1);
    }

    @Test
    void a_run_waits_for_a_model_that_rests_when_nobody_else_is_left() throws Exception {
        var hints = new ArrayList<>(List.of(Duration.ofMinutes(3)));
        var talk =
                new Talk()
                        .with(
                                "a",
                                request ->
                                        hints.isEmpty()
                                                ? works(0).say(request)
                                                : fails(Kind.RATE_LIMITED, hints.removeFirst()))
                        .with("b", _ -> fails(Kind.AUTH));

        assertThat(Talk.outcome(talk.start())).isEqualTo(DONE);
        assertThat(talk.models()).containsExactly("a", "b", "a");
        assertThat(talk.asked.getLast().at()).isAfterOrEqualTo(Talk.NOON.plusSeconds(180));
    }

    @Test
    void models_that_all_fail_for_ever_are_not_asked_for_ever() throws Exception {
        var talk =
                new Talk()
                        .with("a", _ -> fails(Kind.OVERLOADED))
                        .with("b", _ -> fails(Kind.TIMEOUT))
                        .with("c", _ -> fails(Kind.RATE_LIMITED, Duration.ofSeconds(40)));

        assertThat(talk.start().phase()).isInstanceOf(Phase.Stuck.class);
        assertThat(talk.asked).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void no_retry_waits_past_the_deadline() throws Exception {
        var talk = new Talk().with("a", _ -> fails(Kind.RATE_LIMITED, Duration.ofHours(2)));
        talk.limits =
                new Entry.Limits(
                        60,
                        1_000_000,
                        Duration.ofHours(5),
                        Optional.of(Talk.NOON.plus(Duration.ofHours(1))));

        var state = talk.start();

        assertThat(Talk.outcome(state)).isInstanceOf(Outcome.Exhausted.class);
        assertThat(Talk.outcome(state).text()).contains("deadline").contains("RATE_LIMITED");
        assertThat(talk.clock.instant()).isBefore(Talk.NOON.plus(Duration.ofMinutes(5)));
    }

    @Test
    void what_failed_requests_took_counts_as_used_up() throws Exception {
        var talk = new Talk();
        talk.with(
                "a",
                request -> {
                    talk.clock.jump(Duration.ofMinutes(3));
                    return fails(Kind.TIMEOUT);
                });
        talk.limits = new Entry.Limits(60, 1_000_000, Duration.ofMinutes(5));

        assertThat(Talk.outcome(talk.start()))
                .isEqualTo(new Outcome.Exhausted("5 minutes are used up"));
        assertThat(talk.models()).containsExactly("a", "a");
    }

    @Test
    void retries_are_counted() throws Exception {
        var fails = new ArrayList<>(List.of(Kind.OVERLOADED, Kind.TIMEOUT, Kind.CUT));
        var talk =
                new Talk()
                        .with(
                                "a",
                                request ->
                                        fails.isEmpty()
                                                ? works(0).say(request)
                                                : fails(fails.removeFirst()));

        assertThat(talk.start().spend().retries()).isEqualTo(3);
    }

    @Test
    void a_route_needs_models_with_different_names() {
        var talk = new Talk().with("a", works(0)).with("a", works(0));

        assertThatThrownBy(talk::agent).hasMessageContaining("two candidates of the route");
        assertThatThrownBy(() ->
                        new Agent(
                                List.of(),
                                Health.unknown(),
                                "",
                                List.of(),
                                Entry.Limits.DEFAULT,
                                Rules.DEFAULT))
                .hasMessageContaining("the route has no model");
    }
}
