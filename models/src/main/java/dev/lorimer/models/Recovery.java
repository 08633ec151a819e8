package dev.lorimer.models;

import java.time.Duration;
import java.util.Optional;

/// How a limit comes back, by what headers tell of it: all at once when a window ends, or bit by
/// bit.
///
/// Where a window ends, the told time until then shrinks as time goes by, and after it nearly all
/// is there again. Under load everything else looks alike: that time stays where it is, whether a
/// bucket fills up, a log forgets what is older than the window, or the last window counts for less
/// and less. A limit counts as windowed until there is good evidence.
///
/// Not for several threads.
final class Recovery {
    private static final double NEWEST = 0.15;

    /// Windows can be long, and their ends are plain to see.
    private static final double RENEWED_NEWEST = 0.7;

    private static final double ROLLING_FROM = 0.6;
    private static final double WINDOWED_FROM = 0.4;

    /// Looked at so many times a window.
    private static final int LOOKS = 8;

    /// Two whole seconds that were cut off are up to one apart from the truth.
    private static final long COARSE_LOOK = Duration.ofMillis(2500).toNanos();

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private record Look(long at, long reset, double left) {}

    private final Refill refill = new Refill();
    private Optional<Look> look = Optional.empty();
    private Optional<Look> last = Optional.empty();
    private long length;
    private boolean fine;
    private double stays;
    private double renewed = 1;
    private boolean rolling;

    /// @param at when the request was sent that was answered so
    /// @param reset until all of it, or the first of it, is there again
    void seen(double limit, double remaining, long reset, long at) {
        refill.seen(limit, remaining, reset);
        length = Math.max(length, reset);
        fine |= reset % SECOND != 0;
        var now = new Look(at, reset, remaining / limit);
        if (last.isPresent() && at < last.get().at()) {
            return;
        }
        last.ifPresent(before -> renewal(before, now));
        last = Optional.of(now);
        if (look.isEmpty()) {
            look = Optional.of(now);
        } else if (at - look.get().at() >= span()) {
            vote(look.get(), now);
            look = Optional.of(now);
        }
        double early = Math.max(stays, 1 - renewed);
        rolling = early > (rolling ? WINDOWED_FROM : ROLLING_FROM);
    }

    private long span() {
        return Math.max(length / LOOKS, fine ? 1 : COARSE_LOOK);
    }

    private void renewal(Look before, Look now) {
        boolean anew = now.at() + now.reset() - before.at() - before.reset() > 0.5 * length;
        if (anew && before.left() < 0.6) {
            double found = (now.left() - before.left()) / (1 - before.left());
            // After a rest all is there again wherever it comes from.
            boolean rested = found > 0.5 && now.at() - before.at() > length / 2;
            renewed += rested ? 0 : RENEWED_NEWEST * (Math.clamp(found, 0, 1) - renewed);
        }
    }

    private void vote(Look before, Look now) {
        double elapsed = now.at() - before.at();
        double fell = before.reset() - now.reset();
        if (-fell > 0.3 * length || elapsed > length) {
            return;
        }
        if (fell > 0.6 * elapsed) {
            stays -= NEWEST * stays;
        } else if (fell < 0.4 * elapsed) {
            stays += NEWEST * (1 - stays);
        }
    }

    /// Whether it comes back bit by bit under load.
    boolean rolling() {
        return rolling || refill.perNano().isPresent();
    }

    /// What comes back in a nanosecond where the told times leave no doubt: then also without load.
    Optional<Double> perNano() {
        return refill.perNano();
    }

    void doubt() {
        refill.forget();
    }

    /// Whether times are told in less than whole seconds.
    boolean exact() {
        return fine;
    }

    /// Of the window in nanoseconds, as far as seen; 0 when nothing was.
    long length() {
        return length;
    }
}
