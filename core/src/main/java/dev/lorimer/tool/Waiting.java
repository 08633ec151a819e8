package dev.lorimer.tool;

import java.time.Duration;
import java.util.Optional;

/// `wait`: a call that parks the run. What it means is in its effect; the run loop carries it out,
/// without a thread.
final class Waiting {
    /// 30 days: longer plans are better made as a new run at that time.
    private static final long SECONDS_MAX = 30L * 24 * 60 * 60;

    /// One day: after that the model looks again whether the other run is still worth waiting for.
    private static final long RUN_SECONDS = 24L * 60 * 60;

    /// Two lines.
    private static final int REASON_CHARS_MAX = 300;

    private Waiting() {}

    record Asked(
            @Describe(
                            value =
                                    "how long at most, up to 30 days; with \"run\" 1 day when left out",
                            schema = "{\"minimum\":1,\"maximum\":2592000}")
                    Optional<Long> seconds,
            @Describe("id of a run to wait for: ends the waiting when that run has ended")
                    Optional<String> run,
            @Describe("what is waited for, for people") String reason) {
        Asked {
            run = run.map(String::strip).filter(id -> !id.isEmpty());
            if (seconds.isEmpty() && run.isEmpty()) {
                throw new IllegalArgumentException(
                        "neither \"seconds\" nor \"run\" is given; say what to wait for");
            }
            long asked = seconds.orElse(RUN_SECONDS);
            if (asked < 1 || asked > SECONDS_MAX) {
                throw new IllegalArgumentException(
                        "\"seconds\" is %d; give 1 to %d".formatted(asked, SECONDS_MAX));
            }
            if (reason.isBlank() || reason.length() > REASON_CHARS_MAX) {
                throw new IllegalArgumentException(
                        "\"reason\" has %d characters; give 1 to %d"
                                .formatted(reason.length(), REASON_CHARS_MAX));
            }
        }

        Effect.Wait effect() {
            long most = seconds.orElse(RUN_SECONDS);
            String what =
                    run.map(id -> "wait for run %s, at most %d s".formatted(id, most))
                            .orElseGet(() -> "wait %d s".formatted(most));
            return new Effect.Wait(
                    ResultText.line(what + ": " + reason, REASON_CHARS_MAX + 100),
                    Duration.ofSeconds(most),
                    run);
        }
    }

    static Tool tool() {
        return Tools.of(
                        "wait",
                        "Waits for a time, or for the end of another run. It ends early when a person sends a message. Nothing else is done meanwhile.",
                        Asked.class)
                .varying(
                        Asked::effect,
                        (_, _) ->
                                Tool.Result.failed(
                                        "nothing was waited for: only a run can wait, and it does so by itself"));
    }
}
