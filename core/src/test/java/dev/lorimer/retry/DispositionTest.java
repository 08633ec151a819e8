package dev.lorimer.retry;

import static dev.lorimer.retry.Disposition.ASK_AGAIN;
import static dev.lorimer.retry.Disposition.COMPACT;
import static dev.lorimer.retry.Disposition.FALL_BACK;
import static dev.lorimer.retry.Disposition.RETRY;
import static dev.lorimer.retry.Disposition.SURFACE;
import static dev.lorimer.retry.Disposition.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DispositionTest {
    @Test
    void each_kind_of_failure_has_its_one_disposition() {
        var expected = new EnumMap<Kind, Disposition>(Kind.class);
        expected.putAll(
                Map.of(
                        Kind.AUTH, FALL_BACK,
                        Kind.QUOTA, FALL_BACK,
                        Kind.RATE_LIMITED, WAIT,
                        Kind.OVERLOADED, RETRY,
                        Kind.TRANSIENT, RETRY,
                        Kind.TIMEOUT, RETRY,
                        Kind.CONTEXT_TOO_LONG, COMPACT));
        expected.putAll(
                Map.of(
                        Kind.INVALID_REQUEST, SURFACE,
                        Kind.REFUSED, FALL_BACK,
                        Kind.MODEL_GONE, FALL_BACK,
                        Kind.MALFORMED_REPLY, ASK_AGAIN,
                        Kind.CUT, RETRY,
                        Kind.CANCELLED, SURFACE));
        var actual = new EnumMap<Kind, Disposition>(Kind.class);
        for (Kind kind : Kind.values()) {
            actual.put(kind, Disposition.of(kind));
        }
        assertThat(actual).isEqualTo(expected);
    }
}
