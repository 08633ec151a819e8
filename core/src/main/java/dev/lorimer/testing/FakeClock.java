package dev.lorimer.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that only moves when somebody sleeps, or when the test says so. Safe for many threads.
public final class FakeClock implements InstantSource {
    private Instant now;

    public FakeClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /// Nobody waits: the time is over at once.
    public synchronized void sleep(Duration time) {
        if (time.isPositive()) {
            now = now.plus(time);
        }
    }

    /// As wall clocks do now and then.
    ///
    /// @param time may be negative
    public synchronized void jump(Duration time) {
        now = now.plus(time);
    }
}
