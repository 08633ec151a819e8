package dev.lorimer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.command.Commands.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ContainmentTest {
    private static Process start(String marker, String... argv) throws Exception {
        var builder = new ProcessBuilder(List.of(argv));
        builder.environment().put("LORIMER_CALL", marker);
        return builder.start();
    }

    @Test
    void every_process_with_the_marker_is_ended_and_counted_and_no_other() throws Exception {
        String marker = Markers.next();
        Process other = start(marker + "0", "sleep", "300");
        try {
            start(marker, "sleep", "300");
            start(marker, "sh", "-c", "setsid setsid sleep 300 & exit 0").waitFor();
            // The one between the two sessions is gone by then, so that there are two to count.
            Thread.sleep(500);
            Markers.await(() -> Markers.alive(marker).size() == 2, "not started");
            assertThat(Containment.end(marker)).isEqualTo(2);
            assertThat(Markers.alive(marker)).isEmpty();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void a_process_that_only_names_the_marker_elsewhere_is_left_alone() throws Exception {
        String marker = Markers.next();
        var builder = new ProcessBuilder("sleep", "300");
        builder.environment().put("NOTE", "LORIMER_CALL=" + marker);
        builder.environment().put("XLORIMER_CALL", marker);
        Process other = builder.start();
        try {
            assertThat(Containment.end(marker)).isZero();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void processes_that_keep_forking_are_ended_too() throws Exception {
        String marker = Markers.next();
        start(marker, "sh", "-c", "while :; do setsid sleep 300 & sleep 0.01; done");
        // Some of those that are counted here end by themselves before the others are ended.
        Markers.await(() -> Markers.alive(marker).size() > 8, "not started");
        assertThat(Containment.end(marker)).isGreaterThan(5);
        Thread.sleep(100);
        assertThat(Markers.alive(marker)).isEmpty();
    }

    @Test
    void an_empty_marker_is_refused() {
        assertThatThrownBy(() -> Containment.end("")).isInstanceOf(CommandException.class);
    }
}
