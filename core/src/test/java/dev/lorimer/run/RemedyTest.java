package dev.lorimer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.retry.Disposition;
import dev.lorimer.run.Remedy.Others;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is done about a failed request, as `docs/recovery.md` says.
class RemedyTest {
    private static final Path PAGE = Path.of("..", "docs", "recovery.md");
    private static final int MANY = 100;

    @Test
    void every_failure_is_treated_as_the_page_says() throws Exception {
        var found = new LinkedHashMap<String, List<String>>();
        for (var kind : Kind.values()) {
            found.put(
                    kind.name(),
                    List.of(
                            Disposition.of(kind).name(),
                            course(kind, Others.NEVER),
                            course(kind, Others.NOW)));
        }

        assertThat(found).isEqualTo(page());
    }

    /// What is done at the first failure in a row, and what and when the first other thing.
    private static String course(Kind kind, Others others) {
        var words =
                IntStream.rangeClosed(1, 9)
                        .mapToObj(here -> word(of(kind, here, others, Optional.empty())))
                        .toList();
        var first = words.getFirst();
        var change = IntStream.range(0, 9).filter(i -> !words.get(i).equals(first)).findFirst();
        return change.isEmpty()
                ? first
                : "%s, at the %s %s"
                        .formatted(
                                first,
                                ORDINALS.get(change.getAsInt()),
                                words.get(change.getAsInt()));
    }

    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh");

    private static Remedy of(Kind kind, int here, Others others, Optional<Duration> hint) {
        return Remedy.of(
                new ModelException(kind, "why", hint),
                new Remedy.Tried(here, here, MANY),
                others,
                0.5);
    }

    private static String word(Remedy remedy) {
        return remedy.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, List<String>> page() throws Exception {
        var lines =
                Files.readAllLines(PAGE).stream()
                        .dropWhile(line -> !line.startsWith("| failure | disposition"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"));
        return lines.map(line ->
                        Stream.of(line.substring(1).split("\\|")).map(String::strip).toList())
                .collect(
                        Collectors.toMap(
                                List::getFirst,
                                cells -> new ArrayList<>(cells.subList(1, cells.size())),
                                (first, _) -> first,
                                LinkedHashMap::new));
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "OVERLOADED", "TRANSIENT", "TIMEOUT", "CUT"})
    void a_long_wait_is_not_waited_for_while_another_model_may_serve(Kind kind) {
        var hint = Optional.of(Duration.ofSeconds(31));

        assertThat(of(kind, 1, Others.NOW, hint)).isEqualTo(new Remedy.FallBack());
        assertThat(of(kind, 1, Others.LATER, hint)).isInstanceOf(Remedy.Retry.class);
        assertThat(of(kind, 1, Others.NEVER, hint))
                .isInstanceOfSatisfying(
                        Remedy.Retry.class,
                        retry -> assertThat(retry.after()).isGreaterThanOrEqualTo(hint.get()));
        assertThat(of(kind, 1, Others.NEVER, Optional.of(Duration.ofHours(25))))
                .isEqualTo(new Remedy.Park());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothing_is_tried_for_ever(Kind kind) {
        for (var others : Others.values()) {
            var remedy =
                    Remedy.of(
                            new ModelException(kind, "why"),
                            new Remedy.Tried(2, 15, 3),
                            others,
                            0.5);

            assertThat(remedy).isNotInstanceOfAny(Remedy.Retry.class, Remedy.FallBack.class);
        }
    }
}
