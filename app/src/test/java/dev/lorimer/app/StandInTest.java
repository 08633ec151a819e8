package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandInTest {
    @Test
    void one_is_one() {
        assertThat(1).isOne();
    }
}
