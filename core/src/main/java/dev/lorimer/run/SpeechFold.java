package dev.lorimer.run;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.route.Course;
import dev.lorimer.run.Phase.Call;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/// What follows from what models and persons say, and from what keeps models from answering: part
/// of the fold in [RunState].
///
/// @param state before the entry
record SpeechFold(RunState state) {

    RunState replied(Entry.Replied replied) {
        state.expect(state.phase() instanceof Phase.Asking, replied);
        var turn = state.spend().turns() + 1;
        var calls = replied.message().calls();
        var open =
                IntStream.range(0, calls.size())
                        .mapToObj(i ->
                                new Call(
                                        turn + "." + (i + 1),
                                        calls.get(i),
                                        replied.stop() == Reply.Stop.LENGTH,
                                        0))
                        .toList();
        return state.spent(state.spend().turned().plus(replied.usage(), replied.took()))
                .with(state.course().replied())
                .with(state.conversation().answered().saying(replied.message()))
                .with(open.isEmpty() ? new Phase.Silent() : new Phase.Dispatching(open));
    }

    RunState faltered(Entry.Faltered faltered) {
        var asking = state.phase() instanceof Phase.Asking;
        var compacting = state.phase() instanceof Phase.Compacting;
        var next =
                switch (faltered.next()) {
                    case RETRY -> {
                        state.expect(asking, faltered);
                        yield state.with(failing(faltered.until()))
                                .with(state.course().failed(faltered.kind()))
                                .spent(state.spend().retried());
                    }
                    case FALL_BACK -> {
                        state.expect(asking, faltered);
                        yield state.with(failing(Optional.empty()))
                                .with(state.course().failed(faltered.kind()))
                                .spent(state.spend().retried());
                    }
                    case PARK -> {
                        state.expect(asking || compacting, faltered);
                        yield state.with(
                                new Phase.Stuck(
                                        faltered.kind(), faltered.message(), faltered.until()));
                    }
                    case COMPACT -> {
                        state.expect(asking || compacting, faltered);
                        yield state.with(new Phase.Compacting(attempts(), faltered.kind()));
                    }
                };
        return faltered.cost()
                .map(cost -> next.spent(next.spend().plus(cost.usage(), cost.took())))
                .orElse(next);
    }

    private Phase failing(Optional<Instant> notBefore) {
        var failures = state.phase() instanceof Phase.Asking asking ? asking.failures() : 0;
        return new Phase.Asking(failures + 1, notBefore);
    }

    /// Requests for a summary so far, the one that has just failed included.
    private int attempts() {
        return state.phase() instanceof Phase.Compacting before ? before.attempts() + 1 : 0;
    }

    /// Where the next model rests as well, it is asked when that is over.
    RunState switched(Entry.Switched switched) {
        var course =
                state.course()
                        .switched(
                                switched.from(),
                                switched.to(),
                                switched.reason(),
                                switched.backAt());
        if (state.phase() instanceof Phase.Asking(var failures, var _)) {
            var notBefore = course.resting(switched.to()).flatMap(Course.Rest::until);
            return state.with(course).with(new Phase.Asking(failures, notBefore));
        }
        state.expect(state.phase() instanceof Phase.Compacting, switched);
        return state.with(course);
    }

    RunState compacted(Entry.Compacted compacted) {
        state.expect(
                state.phase() instanceof Phase.Asking || state.phase() instanceof Phase.Compacting,
                compacted);
        return state.with(state.conversation().compacted(compacted))
                .asking()
                .spent(state.spend().plus(compacted.cost().usage(), compacted.cost().took()));
    }

    RunState resumed(Entry.Resumed resumed) {
        state.expect(state.phase() instanceof Phase.Stuck, resumed);
        return state.asking().with(state.course().resumed());
    }

    RunState told(Entry.Told told) {
        state.expect(
                state.phase() instanceof Phase.Silent || state.phase() instanceof Phase.Asking,
                told);
        var warned =
                state.phase() instanceof Phase.Asking
                        ? state.ledger().with(state.ledger().streak().warning())
                        : state.ledger();
        return state.with(Phase.Asking.now())
                .with(warned)
                .spent(state.spend().repaired())
                .saying(new Message.User(told.text()));
    }

    RunState heard(Entry.Heard heard) {
        state.expect(state.live(), heard);
        var next = state.with(state.conversation().hearing(heard.signal()));
        if (!heard.kind().equals(Cancel.SAY)) {
            return next;
        }
        var message = new Message.User(Words.person(heard.by(), heard.text()));
        if (state.phase() instanceof Phase.Asking) {
            // Its time to wait for the provider is not over for that.
            return next.saying(message);
        }
        return state.phase() instanceof Phase.Silent
                ? next.asking().saying(message)
                : next.with(next.conversation().deferring(message));
    }
}
