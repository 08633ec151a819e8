package dev.lorimer.route;

import dev.lorimer.model.ModelException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// With whom a run speaks, and how that went so far. What a run records folds to it, so that a
/// process that takes a run over goes on with the same model.
///
/// @param current the candidate that serves; empty before any switch, which means the first one
/// @param resting candidates that are left alone for a while
/// @param failures requests in a row that the current candidate did not answer
/// @param failure the kind of the last of them
/// @param acted whether anything but reading has happened
public record Course(
        String current,
        List<Rest> resting,
        int failures,
        Optional<ModelException.Kind> failure,
        Checks checks,
        boolean acted) {
    public static final Course START =
            new Course(
                    "", List.of(), 0, Optional.empty(), new Checks(0, 0, Optional.empty()), false);

    /// How long a candidate that does not answer is left alone, for the first time. The retries of
    /// one request take about half a minute; what outlasts them rarely passes within another one.
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /// At most: about what outages of providers last.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /// A candidate that is left alone.
    ///
    /// @param until empty when no time will cure it
    /// @param times how often in a row it was left alone
    /// @param untilReply it has refused this very conversation: it may serve again once another
    ///   candidate has answered
    public record Rest(String candidate, Optional<Instant> until, int times, boolean untilReply) {
        boolean over(Instant now) {
            return !untilReply && until.filter(end -> !now.isBefore(end)).isPresent();
        }
    }

    /// How the work stands with those who check it.
    ///
    /// @param failed times in a row that they did not pass it
    /// @param counted how many of these have led to an escalation
    /// @param to whom it was escalated
    public record Checks(int failed, int counted, Optional<String> to) {
        /// One failed check is a slip, two are what the model can not do.
        private static final int TOO_MANY = 2;

        boolean due() {
            return failed - counted >= TOO_MANY;
        }
    }

    /// Until when a candidate rests that does not answer now: twice as long each time.
    ///
    /// @param least what its provider asks for
    public Instant rest(String candidate, Instant now, Optional<Duration> least) {
        var times = resting(candidate).map(Rest::times).orElse(0);
        var grown = SHORTEST.multipliedBy(1L << Math.min(times, 5));
        var usual = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
        return now.plus(least.filter(hint -> hint.compareTo(usual) > 0).orElse(usual));
    }

    /// Whether a candidate is left alone now.
    public boolean rests(String candidate, Instant now) {
        return resting(candidate).filter(rest -> !rest.over(now)).isPresent();
    }

    /// The time that a candidate is left alone for.
    public Optional<Rest> resting(String candidate) {
        return resting.stream().filter(rest -> rest.candidate().equals(candidate)).findFirst();
    }

    /// The current candidate did not answer.
    public Course failed(ModelException.Kind kind) {
        return new Course(current, resting, failures + 1, Optional.of(kind), checks, acted);
    }

    /// The current candidate answered.
    public Course replied() {
        var rest =
                resting.stream()
                        .filter(one -> !one.untilReply() && !one.candidate().equals(current))
                        .toList();
        return new Course(current, rest, 0, Optional.empty(), checks, acted);
    }

    /// Another candidate serves from now on.
    ///
    /// @param backAt when the one before may serve again; empty when no time will cure it
    public Course switched(String from, String to, Reason reason, Optional<Instant> backAt) {
        var rested =
                switch (reason) {
                    case FAILED, CLOSED -> resting(from, backAt, false);
                    case REFUSED -> resting(from, backAt, true);
                    case RETURNED, ESCALATED, RULE -> resting;
                };
        var next =
                reason == Reason.ESCALATED
                        ? new Checks(checks.failed(), checks.failed(), Optional.of(to))
                        : checks;
        return new Course(to, rested, 0, failure, next, acted);
    }

    private List<Rest> resting(String candidate, Optional<Instant> until, boolean untilReply) {
        var times = resting(candidate).map(Rest::times).orElse(0) + 1;
        var others = resting.stream().filter(rest -> !rest.candidate().equals(candidate));
        return Stream.concat(others, Stream.of(new Rest(candidate, until, times, untilReply)))
                .toList();
    }

    /// Those who check have looked.
    public Course checked(boolean passed) {
        var next =
                passed
                        ? new Checks(0, 0, checks.to())
                        : new Checks(checks.failed() + 1, checks.counted(), checks.to());
        return new Course(current, resting, failures, failure, next, acted);
    }

    /// Something other than reading happens.
    public Course acting() {
        return acted ? this : new Course(current, resting, failures, failure, checks, true);
    }

    /// A person has cured what kept the models from answering.
    public Course resumed() {
        return new Course(current, List.of(), 0, Optional.empty(), checks, acted);
    }
}
