package dev.lorimer.run;

import static dev.lorimer.run.Talk.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String SUMMARY =
            "## Goal\nto do it\n## Done\nlooked\n## Open\nthe rest\n## Decisions\nnone\n## Files\nnone\n"
                    + "## Facts\nthe number is 4711";

    @Test
    void a_summary_is_recognised_by_its_headings() {
        assertThat(Digest.fault(reply("## goal\n## Done so far\n**Open:** x"), 9_000)).isEmpty();
        assertThat(Digest.fault(reply("# Goal\n"), 9_000)).isPresent();
        assertThat(Digest.fault(reply(SUMMARY + "x".repeat(9_000)), 9_000)).isPresent();
        assertThat(
                        Digest.fault(
                                Talk.reply(
                                        new Message.Assistant(SUMMARY, List.of(), List.of()),
                                        Reply.Stop.LENGTH),
                                9_000))
                .contains("it was cut by its length limit");
    }

    private static Reply reply(String text) {
        return says(text);
    }

    @Test
    void a_list_of_calls_keeps_within_its_bound_and_keeps_the_last() {
        var messages =
                IntStream.range(0, 500)
                        .boxed()
                        .<Message>mapMulti((i, out) -> {
                            out.accept(
                                    new Message.Assistant(
                                            "",
                                            List.of(new Message.ToolCall("c" + i, "look", "{}")),
                                            List.of()));
                            out.accept(new Message.ToolResult("c" + i, "😀".repeat(300), false));
                        })
                        .toList();

        var text = Digest.of("before".repeat(1_000), messages, 5_000);

        assertThat(text.length()).isLessThan(5_500);
        assertThat(text).contains("## Earlier").contains("earlier lines are left out here]");
        assertThat(text.chars().filter(c -> Character.isSurrogate((char) c)).count() % 2).isZero();
    }
}
