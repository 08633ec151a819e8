package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.retry.Disposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// `docs/failures.md` says what comes of every kind of failure, and what each is told by; the code
/// says the same, and nothing is left out.
class FailuresTableTest {
    private static final String NOTHING = "—";

    /// An error answer, and what the page takes it for.
    record Example(int status, String code, String words, Kind kind) {}

    @Test
    void every_kind_is_on_the_page_with_what_is_done_about_it() throws IOException {
        var said = new LinkedHashMap<String, String>();
        for (List<String> row : rows("kind")) {
            assertThat(said.put(row.get(0), row.get(2))).as("twice: %s", row.get(0)).isNull();
            assertThat(row).allSatisfy(cell -> assertThat(cell).isNotBlank());
        }
        var done = new LinkedHashMap<String, String>();
        for (Kind kind : Kind.values()) {
            done.put(kind.name(), Disposition.of(kind).name());
        }
        assertThat(said).isEqualTo(done);
    }

    @Test
    void every_disposition_is_what_follows_from_something() throws IOException {
        assertThat(rows("kind").stream().map(row -> Disposition.valueOf(row.get(2))))
                .containsAll(EnumSet.allOf(Disposition.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_taken_for_what_the_page_says(Example example) {
        ObjectNode error = StrictText.newObject();
        ObjectNode inside = error.putObject("error").put("message", example.words());
        if (!example.code().equals(NOTHING)) {
            inside.put("type", example.code());
        }
        Kind kind = Rejection.kind(example.status(), ErrorText.of(error.toString()), false);
        assertThat(kind).isEqualTo(example.kind());
    }

    /// What is not told by an answer has no example: nobody answered, or a reply came.
    @Test
    void every_kind_that_an_answer_can_tell_of_has_an_example() throws IOException {
        Set<Kind> shown = EnumSet.noneOf(Kind.class);
        examples().forEach(example -> shown.add(example.kind()));
        Set<Kind> missing = EnumSet.complementOf(EnumSet.copyOf(shown));
        assertThat(missing).containsExactlyInAnyOrder(Kind.CUT, Kind.CANCELLED);
    }

    static Stream<Example> examples() throws IOException {
        var examples = new ArrayList<Example>();
        for (List<String> row : rows("status")) {
            examples.add(
                    new Example(
                            Integer.parseInt(row.get(0)),
                            row.get(1),
                            row.get(2),
                            Kind.valueOf(row.get(3))));
        }
        return examples.stream();
    }

    /// The rows of the table whose header begins with that word.
    private static List<List<String>> rows(String first) throws IOException {
        return Stream.of(Files.readString(page()).split("\n\n"))
                .map(block -> block.lines().filter(line -> line.startsWith("| ")).toList())
                .filter(lines -> !lines.isEmpty() && cells(lines.getFirst()).contains(first))
                .filter(lines -> cells(lines.getFirst()).getFirst().equals(first))
                .findFirst()
                .map(lines -> lines.stream().skip(1).map(FailuresTableTest::cells).toList())
                .orElseThrow(() -> new AssertionError("no table begins with " + first));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static Path page() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("docs/failures.md"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/failures.md is missing"));
    }
}
