package dev.lorimer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.RunId;
import dev.lorimer.tool.Effect.PlanItem;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the model reads is listed in the docs, word for word.
class WordsTest {
    private static final Path PAGE = Path.of("..", "docs", "what-the-model-reads.md");

    /// Laid out by the harness around texts of others; the page describes their frame.
    private static final Set<String> FRAMES =
            Set.of("pinned", "baseline", "notVerified", "denied", "deniedFinish", "rolledBack");

    /// Words for journals and people, which no model reads.
    private static final Set<String> FOR_PEOPLE =
            Set.of("lost", "outcomeLost", "notUndone", "compensated");

    private static Map<String, List<String>> sentences() {
        var pause = new Entry.Pause(Instant.EPOCH, Optional.of(new RunId("run")), "");
        var all = new LinkedHashMap<String, List<String>>();
        all.put("finished", List.of(Words.finished()));
        all.put("planned", List.of(Words.planned()));
        all.put(
                "deniedByPerson",
                List.of(Words.deniedByPerson(""), Words.deniedByPerson("{note}")));
        all.put("deniedHeld", List.of(Words.deniedHeld(""), Words.deniedHeld("{note}")));
        all.put("untrackable", List.of(Words.untrackable("{why}", "{output}")));
        all.put(
                "unknownTool",
                List.of(
                        Words.unknownTool("{name}", List.of("{names}"), Optional.empty()),
                        Words.unknownTool("{name}", List.of("{names}"), Optional.of("{right}"))));
        all.put("tooMany", List.of(Words.tooMany(32)));
        all.put("repeating", List.of(Words.repeating(3)));
        all.put("badArguments", List.of(Words.badArguments("{why}")));
        all.put("cut", List.of(Words.cut()));
        all.put("failed", List.of(Words.failed("{message}")));
        all.put("tookTooLong", List.of(Words.tookTooLong(Duration.ofMinutes(61))));
        all.put("doubtful", List.of(Words.doubtful("{tool}")));
        all.put("doneByPerson", List.of(Words.doneByPerson(""), Words.doneByPerson("{result}")));
        all.put("abandoned", List.of(Words.abandoned()));
        all.put("confirmed", List.of(Words.confirmed(""), Words.confirmed("{result}")));
        all.put("gaveUp", List.of(Words.gaveUp(4)));
        all.put("undone", List.of(Words.undone()));
        all.put("unanswered", List.of(Words.unanswered()));
        all.put("unansweredHeld", List.of(Words.unansweredHeld()));
        all.put("spokenTo", List.of(Words.spokenTo()));
        all.put("person", List.of(Words.person("{name}", "{text}")));
        all.put(
                "woken",
                List.of(
                        Words.woken(pause, Optional.empty()),
                        Words.woken(pause, Optional.of("{state}"))));
        all.put("silent", List.of(Words.silent()));
        return all;
    }

    @Test
    void every_sentence_is_in_the_docs_as_it_is_said() throws Exception {
        var page = plain(Files.readString(PAGE));
        for (var said : sentences().values()) {
            for (var sentence : said) {
                assertThat(page).contains(plain(sentence));
            }
        }
    }

    @Test
    void what_is_said_about_summaries_is_in_the_docs() throws Exception {
        var page = plain(Files.readString(PAGE));

        assertThat(page)
                .contains(plain(SummaryWords.wanted()))
                .contains(plain(SummaryWords.leftOut(12)))
                .contains(
                        plain(
                                SummaryWords.summary(
                                        12,
                                        "{summary}",
                                        List.of(new PlanItem("{item}", PlanItem.Status.ACTIVE)),
                                        List.of("{call}"))));
    }

    @Test
    void no_sentence_is_left_out() {
        var words =
                Arrays.stream(Words.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                        .filter(method -> !method.isSynthetic())
                        .map(Method::getName)
                        .filter(name -> !FRAMES.contains(name) && !FOR_PEOPLE.contains(name))
                        .collect(Collectors.toSet());
        assertThat(words).isEqualTo(sentences().keySet());
    }

    /// Line breaks and quote marks of Markdown do not count.
    private static String plain(String text) {
        return text.replaceAll("(?m)^> ?", "").replaceAll("\\s+", " ").strip();
    }
}
