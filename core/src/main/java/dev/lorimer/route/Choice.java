package dev.lorimer.route;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Who serves the next request: a pure function of what is known.
///
/// The first candidate that its rule admits, that does not rest and that no breaker closes. A
/// summary is made by the current one where it may, since it holds the conversation in its cache.
/// When the checks have failed too often, a stronger candidate behind the current one serves from
/// then on; where none is called stronger, the next one that its rule admits.
public sealed interface Choice {
    /// It is asked now.
    ///
    /// @param reason for recording it, where it is another one than before
    record Take(String name, Reason reason, Optional<Instant> backAt) implements Choice {}

    /// It may be asked at that time, and none before.
    record Wait(String name, Instant until) implements Choice {}

    /// No candidate may serve, and no time will change that.
    record Nobody() implements Choice {}

    /// @param options in the order of preference; not empty
    static Choice of(
            List<Option> options, Course course, Situation situation, Health health, Instant now) {
        return new Look(options, course, situation, health, now).choice();
    }

    /// The name of the candidate that serves: the first one, where the recorded one is gone.
    static String current(List<Option> options, Course course) {
        return options.stream()
                .map(Option::name)
                .filter(course.current()::equals)
                .findFirst()
                .orElseGet(() -> options.getFirst().name());
    }

    /// One look at all candidates.
    record Look(
            List<Option> options, Course course, Situation situation, Health health, Instant now) {
        Choice choice() {
            var admitted = options.stream().filter(one -> one.rule().admits(situation)).toList();
            var free = admitted.stream().filter(one -> !course.rests(one.name(), now)).toList();
            var open = free.stream().filter(one -> closed(one.name()).isEmpty()).toList();
            if (!open.isEmpty()) {
                return take(open);
            }
            // One behind a breaker says itself how long it has to be left alone.
            return first(free, is(current()))
                    .or(() -> free.stream().findFirst())
                    .<Choice>map(one -> taken(one.name()))
                    .orElseGet(() -> waiting(admitted));
        }

        private Choice take(List<Option> open) {
            if (situation.purpose() == Purpose.SUMMARISE) {
                return taken(first(open, is(current())).orElseGet(open::getFirst).name());
            }
            var stronger = course.checks().due() ? stronger(open) : Optional.<Option>empty();
            if (stronger.isPresent()) {
                return new Take(stronger.get().name(), Reason.ESCALATED, Optional.empty());
            }
            return taken(
                    course.checks()
                            .to()
                            .flatMap(name -> first(open, is(name)))
                            .orElseGet(open::getFirst)
                            .name());
        }

        /// A stronger one never hands back to one before it.
        private Optional<Option> stronger(List<Option> open) {
            var here = place(course.checks().to().orElseGet(this::current));
            var marked = options.stream().anyMatch(Option::stronger);
            var weak = options.stream().filter(is(current())).noneMatch(Option::stronger);
            return first(
                    open,
                    one ->
                            !one.name().equals(current())
                                    && (marked
                                            ? one.stronger() && (weak || place(one.name()) > here)
                                            : place(one.name()) > here));
        }

        private int place(String name) {
            return options.stream().map(Option::name).toList().indexOf(name);
        }

        private Choice taken(String name) {
            return new Take(name, reason(name), closed(current()));
        }

        private Reason reason(String to) {
            var admitted =
                    first(options, is(current()))
                            .filter(one -> one.rule().admits(situation))
                            .isPresent();
            if (!admitted) {
                return Reason.RULE;
            }
            if (closed(current()).isPresent()) {
                return Reason.CLOSED;
            }
            return course.resting(to).isPresent() ? Reason.RETURNED : Reason.RULE;
        }

        private Choice waiting(List<Option> admitted) {
            return admitted.stream()
                    .flatMap(one -> course.resting(one.name()).stream())
                    .filter(rest -> !rest.untilReply())
                    .flatMap(rest ->
                            rest.until().map(until -> Map.entry(rest.candidate(), until)).stream())
                    .min(Comparator.comparing(Map.Entry::getValue))
                    .<Choice>map(rest -> new Wait(rest.getKey(), rest.getValue()))
                    .orElseGet(Nobody::new);
        }

        private Optional<Instant> closed(String name) {
            return health.closedUntil(name).filter(now::isBefore);
        }

        private String current() {
            return Choice.current(options, course);
        }

        private static Predicate<Option> is(String name) {
            return one -> one.name().equals(name);
        }

        private static Optional<Option> first(List<Option> options, Predicate<Option> fits) {
            return options.stream().filter(fits).findFirst();
        }
    }
}
