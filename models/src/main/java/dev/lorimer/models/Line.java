package dev.lorimer.models;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who waits at the gate, first come, first served.
///
/// A big request at the head is waited for, so small ones never starve it. They go first only into
/// the rest of a window that is too small for the head anyway, and whose end it has to wait for.
/// Not for several threads.
final class Line {
    /// How far behind the head such small ones are looked for.
    private static final int LOOK_MAX = 64;

    /// Someone who waits; compared by identity.
    static final class Waiter {
        private final Cost cost;

        /// How many stood before this one when it came, and how many had passed by then.
        private final int before;

        private final long passedBefore;

        Waiter(Cost cost, int before, long passedBefore) {
            this.cost = cost;
            this.before = before;
            this.passedBefore = passedBefore;
        }

        Cost cost() {
            return cost;
        }
    }

    /// @param order by which the governor knows the request
    record Passed(Waiter waiter, long order) {}

    private final Governor governor;
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private long passed;

    Line(Governor governor) {
        this.governor = governor;
    }

    Waiter join(Cost cost) {
        var waiter = new Waiter(cost, waiting.size(), passed);
        waiting.add(waiter);
        return waiter;
    }

    /// Gives up waiting.
    void leave(Waiter waiter) {
        waiting.remove(waiter);
    }

    int length() {
        return waiting.size();
    }

    Optional<Waiter> head() {
        return waiting.stream().findFirst();
    }

    boolean first(Waiter waiter) {
        return head().filter(it -> it == waiter).isPresent();
    }

    /// When the head may pass, see [Governor#opens].
    long opens(long now) {
        return head().map(it -> governor.opens(it.cost, waiting.size() > 1, now).at())
                .orElse(Governor.UNTIL_TOLD);
    }

    /// Lets through all who may pass now.
    List<Passed> advance(long now) {
        var through = new ArrayList<Passed>();
        int looked = 0;
        var places = waiting.iterator();
        while (places.hasNext() && looked <= LOOK_MAX) {
            Waiter next = places.next();
            var opening = governor.opens(next.cost, waiting.size() > 1, now);
            if (opening.at() <= now) {
                places.remove();
                through.add(new Passed(next, governor.sent(next.cost, now)));
            } else if (opening.spare()) {
                looked++;
            } else {
                break;
            }
        }
        passed += through.size();
        return through;
    }

    /// How many have passed since this one came.
    long passedSince(Waiter waiter) {
        return passed - waiter.passedBefore;
    }

    /// How many of those that stood before this one still do, at most.
    long ahead(Waiter waiter) {
        return Math.max(0, waiter.before - passedSince(waiter));
    }
}
