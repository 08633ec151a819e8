package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What history has given up is drafted as records that the other commands take as they are.
class ProposeTest {
    @TempDir Path scratch;
    private Path repository = Path.of("");

    @BeforeEach
    void history() {
        repository = Ruled.repository(scratch.resolve("repo"));
        Shell.run(
                repository,
                """
                mkdir -p src/main/java/org/shop
                commit() { git add -A; git -c user.name="$1" commit -qm "$2"; }
                use() { for n in 1 2 3 4; do
                  echo "package org.shop; import $1; class U$n { ${1##*.} x; }" > src/main/java/org/shop/U$n.java
                done; }
                use com.google.gson.Gson; commit Ann "reads it"
                use tools.jackson.databind.ObjectMapper; commit Bob "reads it otherwise"
                """,
                Map.of());
    }

    private Cli cli() {
        return new Cli(scratch, repository);
    }

    @Test
    void proposals_are_shown_and_nothing_is_written_unasked() {
        var shown = cli().say("decisions", "propose");

        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains(
                        "Use tools.jackson, not com.google.gson", "Bob", "0 exceptions", "--write");
        assertThat(Shell.run(repository, "git status --short", Map.of()).said()).isBlank();
    }

    @Test
    void written_records_keep_to_their_examples_and_are_not_proposed_again() throws Exception {
        var written = cli().say("decisions", "propose", "--write", "--json").json();

        var one = written.path("proposals").get(0);
        var file = repository.resolve(one.path("file").stringValue());
        assertThat(Files.readString(file)).isEqualTo(one.path("record").stringValue());
        assertThat(one.path("gone").path("author").stringValue()).isEqualTo("Bob");
        assertThat(cli().say("decisions", "test").exit()).isZero();
        assertThat(cli().say("decisions", "list").out()).contains("proposed");
        assertThat(cli().say("decisions", "propose", "--json").json().path("proposals")).isEmpty();
    }

    @Test
    void an_earlier_end_knows_nothing_of_what_came_later() {
        assertThat(
                        cli().say("decisions", "propose", "--until", "HEAD^", "--json")
                                .json()
                                .path("proposals"))
                .isEmpty();
        assertThat(cli().say("decisions", "propose", "--until", "nowhere").exit()).isEqualTo(2);
    }
}
