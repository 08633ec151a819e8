package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoringCommandsTest {
    @TempDir Path scratch;

    private Cli cli(Map<String, String> more) {
        return new Cli(scratch, Ruled.repository(scratch.resolve("repo"), more));
    }

    @Test
    void a_decision_is_proposed_accepted_and_superseded_from_the_command_line() {
        var cli = cli(Map.of());

        var made = cli.say("decisions", "new", "No long words");
        assertThat(made.err()).isEmpty();
        assertThat(made.out())
                .isEqualTo("D-0002 is proposed: docs/decisions/0002-no-long-words.md\n");
        assertThat(cli.say("decisions", "accept", "2").out())
                .isEqualTo("D-0002 is accepted: docs/decisions/0002-no-long-words.md\n");
        assertThat(cli.say("decisions", "supersede", "D-0001", "D-0002").out())
                .isEqualTo(
                        "D-0001 is superseded by D-0002: docs/decisions/0002-no-long-words.md\n");

        var check = cli.say("decisions", "check");
        assertThat(check.exit()).as(check.out()).isZero();
        assertThat(cli.say("decisions", "list").out()).contains("superseded by D-0002");
    }

    @Test
    void a_waiver_lets_pass_what_it_names_once_it_is_committed() {
        var cli = cli(Map.of());
        var folder = scratch.resolve("repo");
        var said =
                cli.say(
                        "decisions",
                        "waive",
                        "D-0001#kind-words",
                        "--path",
                        "src/old/**",
                        "--expires",
                        "2999-12-31",
                        "--reason",
                        "old texts",
                        "--granted-by",
                        "ann");
        assertThat(said.err()).isEmpty();
        assertThat(cli.say("decisions", "check").exit()).isZero();
        Cli.commit(folder);

        Cli.write(folder.resolve("src/old/a.txt"), "the forbidden word\n");
        assertThat(cli.say("judge", "--base", "HEAD").exit()).isZero();
        Cli.write(folder.resolve("src/new/a.txt"), "the forbidden word\n");
        assertThat(cli.say("judge", "--base", "HEAD").exit()).isEqualTo(1);
    }

    @Test
    void bad_input_is_one_line_and_exit_2_and_changes_nothing() throws Exception {
        var cli = cli(Map.of());
        var record = scratch.resolve("repo/docs/decisions/0001-kind-words.md");
        for (var args :
                List.of(
                        List.of("new", ""),
                        List.of("accept", "D-0099"),
                        List.of("supersede", "D-0001", "D-0099"),
                        List.of("supersede", "D-0001", "D-0001"),
                        List.of(
                                "waive",
                                "D-0001#kind-words",
                                "--expires",
                                "2999-12-31",
                                "--reason",
                                "r",
                                "--granted-by",
                                "ann"),
                        List.of(
                                "waive",
                                "D-0001#kind-words",
                                "--path",
                                "**",
                                "--expires",
                                "2999-12-31",
                                "--reason",
                                "r",
                                "--granted-by",
                                "ann"),
                        List.of(
                                "waive",
                                "D-0001#kind-words",
                                "--path",
                                "a/**",
                                "--expires",
                                "soon",
                                "--reason",
                                "r",
                                "--granted-by",
                                "ann"),
                        List.of(
                                "waive",
                                "D-0001#kind-words",
                                "--path",
                                "a/**",
                                "--expires",
                                "2000-12-31",
                                "--reason",
                                "r",
                                "--granted-by",
                                "ann"),
                        List.of(
                                "waive",
                                "D-0001#other",
                                "--path",
                                "a/**",
                                "--expires",
                                "2999-12-31",
                                "--reason",
                                "r",
                                "--granted-by",
                                "ann"))) {
            var all = new java.util.ArrayList<>(List.of("decisions"));
            all.addAll(args);
            var said = cli.say(all.toArray(String[]::new));
            assertThat(said.exit()).as("%s: %s", args, said.err()).isEqualTo(2);
            assertThat(said.err().strip().lines()).as(said.err()).hasSize(1);
        }
        assertThat(Cli.read(record)).isEqualTo(Ruled.RECORD);
        try (var files = Files.list(record.getParent())) {
            assertThat(files).containsExactly(record);
        }
    }

    @Test
    void carriage_returns_that_git_does_not_store_stay_on_the_disk() {
        var cli = cli(Map.of(".gitattributes", "*.md text eol=crlf\n"));
        var record = scratch.resolve("repo/docs/decisions/0001-kind-words.md");
        var text = Ruled.RECORD.replace("Accepted", "Proposed").replace("\n", "\r\n");
        Cli.write(record, text);

        assertThat(cli.say("decisions", "accept", "1").exit()).isZero();

        assertThat(Cli.read(record)).isEqualTo(text.replace("Proposed", "Accepted"));
    }

    @Test
    void rules_of_other_tools_become_proposed_records_and_the_rest_is_named() {
        var contracts =
                """
                [importlinter]
                root_package = shop

                [importlinter:contract:a]
                name = No web
                type = forbidden
                source_modules = shop.db
                forbidden_modules = shop.web

                [importlinter:contract:b]
                name = Own
                type = own.Contract
                """;
        var cli =
                cli(
                        Map.of(
                                ".importlinter",
                                contracts,
                                "shop/db/a.py",
                                "import os\n",
                                "shop/web/b.py",
                                "import os\n"));

        var said = cli.say("decisions", "import", ".importlinter");

        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .contains(".importlinter:4: No web: 1 constraint")
                .contains(
                        ".importlinter:10: Own: not translated: contracts of type \"own.Contract\"")
                .contains("1 of 2 rules translated\nproposed: docs/decisions/0002-");
        assertThat(cli.say("decisions", "check").exit()).isZero();
        assertThat(cli.say("decisions", "list").out()).contains("D-0002", "proposed");
        assertThat(cli.say("decisions", "import", "notes.txt").exit()).isEqualTo(2);
        assertThat(cli.say("decisions", "import", "absent").err())
                .contains("no file or folder \"absent\"");
    }

    @Test
    void the_help_lists_what_can_be_written() {
        assertThat(cli(Map.of()).say("decisions", "--help").out())
                .contains(
                        "new ", "accept ", "supersede ", "waive ", "import ", "list ", "explain ");
    }
}
