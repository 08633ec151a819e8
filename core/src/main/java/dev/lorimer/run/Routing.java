package dev.lorimer.run;

import dev.lorimer.route.Bill;
import dev.lorimer.route.Choice;
import dev.lorimer.route.Course;
import dev.lorimer.route.Option;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import dev.lorimer.route.Situation;
import dev.lorimer.route.Situation.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which candidate of the agent's route serves a run.
record Routing(Tape tape, Agent agent, Timing timing) {

    /// Who serves the next request of that purpose.
    ///
    /// @param tokens of the request, estimated
    Choice next(Purpose purpose, long tokens) {
        return choice(tape.state(), tape.state().course(), purpose, tokens);
    }

    /// Who serves now.
    Candidate current() {
        return agent.candidate(Choice.current(options(), tape.state().course()));
    }

    /// Whether the current candidate is left alone for a while.
    boolean currentRests() {
        return tape.state().course().rests(current().name(), timing.now());
    }

    /// What the next request is for.
    static Purpose purpose(RunState state) {
        if (state.verification() instanceof Verification.Failing) {
            return Purpose.CHECK;
        }
        return state.course().acted() ? Purpose.ACT : Purpose.PLAN;
    }

    /// The entry that hands over from the current candidate to one that may serve now, or first of
    /// all others; nothing when there is none.
    ///
    /// @param backAt when the current one may serve again
    Optional<Handover> away(
            Entry.Faltered faltered, Reason reason, Optional<Instant> backAt, long tokens) {
        var after = tape.state().after(faltered);
        var from = current().name();
        var resting = after.course().switched(from, from, reason, backAt);
        var purpose = purpose(after);
        var next = choice(after, resting, purpose, tokens);
        var to =
                switch (next) {
                    case Choice.Take take -> take.name();
                    case Choice.Wait wait -> wait.name();
                    case Choice.Nobody _ -> from;
                };
        return to.equals(from)
                ? Optional.empty()
                : Optional.of(
                        new Handover(
                                new Entry.Switched(from, to, reason, purpose, backAt),
                                next instanceof Choice.Take));
    }

    /// @param now whether the next candidate can be asked at once
    record Handover(Entry.Switched entry, boolean now) {}

    private Choice choice(RunState state, Course course, Purpose purpose, long tokens) {
        return Choice.of(
                options(), course, situation(state, purpose, tokens), agent.health(), timing.now());
    }

    private Situation situation(RunState state, Purpose purpose, long tokens) {
        var start = state.start().orElseThrow();
        var spend = state.spend();
        var limits = start.limits();
        var course = state.course();
        return new Situation(
                purpose,
                start.task().text(),
                start.task().kind().orElse(""),
                tokens,
                new Situation.Budget(
                        new Share(spend.turns(), limits.turns()),
                        new Share(
                                spend.tokens().input() + spend.tokens().output(), limits.tokens()),
                        new Share(spend.active().toSeconds(), limits.active().toSeconds()),
                        this::bill),
                new Situation.Setbacks(
                        course.failures(), course.failure(), course.checks().failed()),
                Choice.current(options(), course));
    }

    /// Before any switch the first candidate served.
    private List<Bill.Item> bill() {
        var first = agent.route().getFirst().name();
        return tape.bill().items().stream()
                .map(item -> item.candidate().isEmpty() ? new Bill.Item(first, item.usage()) : item)
                .toList();
    }

    private List<Option> options() {
        return agent.route().stream().map(Candidate::option).toList();
    }
}
