package dev.lorimer.models;

/// The even flow in which requests go while more of them wait than a limit allows: spread over its
/// window, they fit whatever the window looks like, fixed, sliding or a bucket.
///
/// How fast is the limit over the length of its window, trimmed by what was seen: where all is used
/// up before more comes, it was too fast, and where much stays unused, too slow. Nothing is held
/// back when nobody waits, and after a rest a whole limit may go at once.
///
/// Times are nanoseconds on the gate's monotonic clock. Not for several threads.
final class Flow {
    private static final double TRIM_FIRST = 0.98;
    private static final double TRIM_LEAST = 0.02;
    private static final double TRIM_MOST = 20;
    private static final double LACKING = 0.998;
    private static final double REFUSED = 0.97;

    /// Requests after a refusal before it is tried faster again.
    private static final long HOLD = 250;

    private static final double FASTER_MOST = 0.3;

    /// What may be left of a limit at the least of a window without being a loss.
    private static final double LEFT = 0.055;

    private static final long NEVER = Long.MIN_VALUE / 2;

    /// How far behind the gate may be and catch up: a fiftieth of the window.
    private static final long SLACK_SHARE = 50;

    private double trim = TRIM_FIRST;
    private double limit;
    private long length;
    private long nextAt = NEVER;
    private long busyUntil = NEVER;
    private long lackedAt = NEVER;
    private long lowSince = NEVER;
    private double low;
    private double lowBefore;
    private long sinceRefused = HOLD;

    /// @param length of the window in nanoseconds; 0 while nobody knows
    void of(double limit, long length) {
        this.limit = limit;
        this.length = length;
    }

    private boolean known() {
        return length > 0;
    }

    /// Units a nanosecond.
    double perNano() {
        return trim * limit / length;
    }

    /// Whether more wait than may pass, or did a short while ago.
    boolean busy(long now) {
        return known() && now < busyUntil;
    }

    void crowded(long now) {
        busyUntil = now + 2 * length;
    }

    /// @return when the next request may pass
    long opens(long now) {
        return busy(now) ? Math.max(now, nextAt) : now;
    }

    /// @param units as the server counts them
    void sent(double units, long now) {
        sinceRefused++;
        if (known()) {
            nextAt = Math.max(nextAt, now - length / SLACK_SHARE) + (long) (units / perNano());
        }
    }

    /// The server refused what was thought to fit.
    void refused(long now) {
        if (busy(now) && sinceRefused > 0) {
            trim = Math.max(TRIM_LEAST, trim * REFUSED);
            sinceRefused = 0;
        }
    }

    /// There was less than the next request needs.
    void lacking(long now) {
        if (known() && busy(now) && now - lackedAt > length / 4) {
            trim = Math.max(TRIM_LEAST, trim * LACKING);
            lackedAt = now;
        }
        low = 0;
    }

    /// @param share of the limit that is left
    void left(double share, long now) {
        if (!busy(now)) {
            lowSince = now;
            low = 1;
            return;
        }
        low = Math.min(low, share);
        if (now - lowSince >= length) {
            boolean unused = low > LEFT && low > lowBefore - LEFT && sinceRefused > HOLD;
            if (unused) {
                trim = Math.min(TRIM_MOST, trim * (1 + Math.min(FASTER_MOST, low - LEFT / 2)));
            }
            lowBefore = low;
            lowSince = now;
            low = 1;
        }
    }
}
