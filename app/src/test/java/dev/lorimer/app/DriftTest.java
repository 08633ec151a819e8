package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every finding of history has the commit that brought it, and the one that removed it.
class DriftTest {
    @TempDir Path scratch;
    private Path repository = Path.of("");

    @BeforeEach
    void history() {
        repository = Ruled.repository(scratch.resolve("repo"));
        Shell.run(
                repository,
                """
                commit() { git add -A; git -c user.name="$1" commit -qm "$2"; }
                git tag start
                echo forbidden >> src/a.txt; commit Ann "says it"
                echo more >> src/a.txt; commit Bob "says more"
                git mv src/a.txt src/c.txt; commit Bob "moves it"
                git checkout -qb side; echo forbidden > src/d.txt; commit Cid "says it aside"
                git checkout -q main; git -c user.name=Dan merge -q --no-ff -m "merges" side
                sed -i s/forbidden/kind/ src/c.txt; commit Eve "says it kindly"
                """,
                Map.of());
    }

    private JsonNode json(String... more) {
        var words = new ArrayList<>(List.of("drift", "--format", "json"));
        words.addAll(List.of(more));
        var said = new Cli(scratch, repository).say(words.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        return said.json();
    }

    @Test
    void a_finding_is_charged_to_the_commit_that_brought_it_through_every_move() {
        var findings = json().path("findings");

        assertThat(findings).hasSize(2);
        var first = findings.get(0);
        assertThat(first.path("brought").path("author").stringValue()).isEqualTo("Ann");
        assertThat(first.path("removed").path("author").stringValue()).isEqualTo("Eve");
        assertThat(first.path("file").stringValue()).isEqualTo("src/c.txt");
        var second = findings.get(1);
        assertThat(second.path("brought").path("subject").stringValue()).isEqualTo("merges");
        assertThat(second.path("open").booleanValue()).isTrue();
        assertThat(second.path("lawful").booleanValue()).isTrue();
    }

    @Test
    void a_walk_that_begins_later_knows_what_was_there_before() {
        var walked = json("--since", "HEAD~2");

        assertThat(walked.path("constraints").get(0).path("start").intValue()).isEqualTo(1);
        assertThat(walked.path("constraints").get(0).path("now").intValue()).isEqualTo(1);
        assertThat(walked.path("findings").get(0).has("brought")).isFalse();
        assertThat(walked.path("commits").intValue()).isEqualTo(2);
    }

    @Test
    void the_page_needs_nothing_beside_itself_and_names_who_brought_what() {
        var page = new Cli(scratch, repository).say("drift", "--format", "html").out();

        assertThat(page).contains("<svg", "Ann", "Eve").doesNotContain("<script", "http", "src=");
    }

    @Test
    void text_says_who_and_when() {
        assertThat(new Cli(scratch, repository).say("drift").out())
                .contains("0 at the start, 2 brought, 1 removed, 1 now", "Ann", "removed");
    }
}
