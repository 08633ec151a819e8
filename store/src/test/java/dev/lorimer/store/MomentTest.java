package dev.lorimer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void isWrittenAsTheLibraryWritesIt() {
        var random = new SplittableRandom(7);
        for (int n = 0; n < 20_000; n++) {
            long second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
            // All precisions, and the same second again.
            for (int nanos :
                    new int[] {
                        0,
                        random.nextInt(1_000) * 1_000_000,
                        random.nextInt(1_000_000) * 1_000,
                        random.nextInt(1_000_000_000),
                        1,
                        999_999_999
                    }) {
                Instant at = Instant.ofEpochSecond(second, nanos);

                assertThat(Moment.text(at)).isEqualTo(at.toString());
            }
        }
    }

    @Test
    void holdsFarAwayToo() {
        assertThat(Moment.text(Instant.MIN)).isEqualTo(Instant.MIN.toString());
        assertThat(Moment.text(Instant.MAX)).isEqualTo(Instant.MAX.toString());
    }
}
