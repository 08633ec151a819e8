package dev.lorimer.govern.propose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.ConstraintTests;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.Repository;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Tree;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a repository keeps to is proposed, and what it does not keep to is not.
class ProposalsTest {
    private static final String ROOT = "src/main/java/org/sample/shop/";

    @TempDir Path scratch;
    private Optional<Repository> made = Optional.empty();

    @BeforeEach
    void begin() {
        made = Optional.of(new Repository(scratch));
    }

    private Repository repository() {
        return made.orElseThrow();
    }

    private static String code(String place, String name, List<String> imports) {
        var text = new StringBuilder("package org.sample.shop." + place + ";\n");
        imports.forEach(one -> text.append("import ").append(one).append(";\n"));
        text.append("class ").append(name).append(" {\n");
        for (int i = 0; i < imports.size(); i++) {
            var simple = imports.get(i).substring(imports.get(i).lastIndexOf('.') + 1);
            text.append("  ").append(simple).append(" x").append(i).append(";\n");
        }
        return text.append("}\n").toString();
    }

    private void write(String place, String name, String... imports) {
        repository()
                .write(
                        ROOT + place.replace('.', '/') + "/" + name + ".java",
                        code(place, name, List.of(imports)));
    }

    private Proposals proposals() {
        try (var tree = GitTree.of(repository().git(), "HEAD")) {
            return proposals(tree);
        }
    }

    private Proposals proposals(Tree records) {
        return Proposals.of(repository().git(), "HEAD", records, Expressions.none(), 100);
    }

    private static List<String> named(Proposals found) {
        return found.proposals().stream().map(Proposal::constraint).toList();
    }

    private static DecisionSet law(Proposals found) {
        var files = new TreeMap<String, String>();
        found.proposals().forEach(one -> files.put(one.file(), one.record()));
        return DecisionSet.read(MemoryTree.of(files), Expressions.none());
    }

    /// Four files use the old library; then two of them the new one, then all.
    private void abandon(String old, String other) {
        for (int i = 0; i < 4; i++) {
            write("part" + i, "User" + i, old);
        }
        repository().commit();
        for (int i = 0; i < 4; i++) {
            write("part" + i, "User" + i, other);
            repository().commit();
        }
    }

    @Test
    void what_went_from_common_to_zero_is_proposed_with_the_commits_of_its_fall() {
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        var commits = repository().git().text("rev-list", "--reverse", "HEAD").lines().toList();

        var found = proposals();

        var gone = found.proposals().getFirst();
        assertThat(gone.constraint()).isEqualTo("no-com-google-gson");
        assertThat(gone.title()).isEqualTo("Use tools.jackson, not com.google.gson");
        var decline = gone.evidence().decline().orElseThrow();
        assertThat(decline.peak().files()).isEqualTo(4);
        assertThat(decline.began().id()).isEqualTo(commits.get(1));
        assertThat(decline.gone().id()).isEqualTo(commits.get(4));
        assertThat(decline.exit().moved()).isEqualTo(4);
        assertThat(found.commits()).isEqualTo(5);
    }

    @Test
    void one_use_that_is_left_prevents_the_proposal() {
        write("rest", "Rest", "com.google.gson.Gson");
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");

        assertThat(named(proposals())).doesNotContain("no-com-google-gson");
    }

    @Test
    void a_use_without_an_import_is_seen_by_the_judge_and_prevents_the_proposal() {
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        repository()
                .write(
                        ROOT + "rest/Rest.java",
                        "package org.sample.shop.rest; class Rest { com.google.gson.Gson g; }");
        repository().commit();

        assertThat(named(proposals())).doesNotContain("no-com-google-gson");
    }

    @Test
    void a_file_that_nobody_can_parse_is_left_out_and_hides_nothing() {
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        repository()
                .write(
                        ROOT + "Broken.java",
                        "package org.sample.shop; // gson google com\n class {{{ ;");
        repository().commit();

        var found = proposals();

        assertThat(named(found)).contains("no-com-google-gson");
        assertThat(found.proposals().getFirst().record()).contains("Broken.java");
    }

    @Test
    void the_commit_that_brings_it_back_is_refused_once_a_person_has_accepted() {
        abandon("org.apache.log4j.Logger", "org.slf4j.Logger");
        var accepted = new TreeMap<String, String>();
        proposals()
                .proposals()
                .forEach(one ->
                        accepted.put(
                                one.file(),
                                one.record().replace("status: proposed", "status: accepted")));
        var law = DecisionSet.read(MemoryTree.of(accepted), Expressions.none());
        write("fresh", "Fresh", "org.apache.log4j.Logger");
        repository().commit();

        try (var before = GitTree.of(repository().git(), "HEAD^");
                var after = GitTree.of(repository().git(), "HEAD")) {
            var verdict =
                    new Judge(Expressions.none())
                            .judge(
                                    law,
                                    before,
                                    after,
                                    new Inquiry(
                                            Phase.CI,
                                            LocalDate.of(2026, 11, 24),
                                            new Actor.Unknown(),
                                            Set.of()));

            assertThat(verdict.evidence().findings())
                    .filteredOn(Finding::blocks)
                    .extracting(finding -> finding.place().file())
                    .containsOnly(ROOT + "fresh/Fresh.java");
        }
    }

    @Test
    void what_came_back_and_went_again_says_so() {
        abandon("org.apache.log4j.Logger", "org.slf4j.Logger");
        write("part0", "User0", "org.apache.log4j.Logger");
        repository().commit();
        write("part0", "User0", "org.slf4j.Logger");
        repository().commit();

        assertThat(proposals().proposals().getFirst().evidence().decline().orElseThrow().returns())
                .isEqualTo(1);
    }

    @Test
    void packages_of_our_own_that_were_renamed_are_no_abandoned_library() {
        for (int i = 0; i < 4; i++) {
            repository()
                    .write(
                            "src/main/java/net/older/Type" + i + ".java",
                            "package net.older; public class Type" + i + " {}");
            write("part" + i, "User" + i, "net.older.Type" + i);
        }
        repository().commit();
        for (int i = 0; i < 4; i++) {
            repository().git().text("rm", "--quiet", "src/main/java/net/older/Type" + i + ".java");
            write("base", "Type" + i);
            write("part" + i, "User" + i, "org.sample.shop.base.Type" + i);
        }
        repository().commit();

        assertThat(named(proposals())).noneMatch(name -> name.contains("older"));
    }

    @Test
    void what_a_decision_says_already_is_not_proposed_again_whatever_its_status() {
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        var first = proposals();
        assertThat(first.proposals()).isNotEmpty();
        for (var status : List.of("proposed", "accepted", "rejected")) {
            var records = new TreeMap<String, String>();
            first.proposals()
                    .forEach(one ->
                            records.put(
                                    one.file(),
                                    one.record().replace("status: proposed", "status: " + status)));

            assertThat(proposals(MemoryTree.of(records)).proposals()).as(status).isEmpty();
        }
    }

    @Test
    void new_records_are_numbered_after_those_that_there_are() {
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        var records =
                Map.of(
                        "docs/adr/0041-paint-it-blue.md",
                        "# Paint it blue\n\n## Status\n\nAccepted\n");

        assertThat(proposals(MemoryTree.of(records)).proposals().getFirst().file())
                .isEqualTo("docs/adr/0042-no-com-google-gson.md");
    }

    private static String simple(String place, int number) {
        return "In" + place + number;
    }

    private static String type(String place, int number) {
        return "org.sample.shop." + place + "." + simple(place, number);
    }

    /// Packages that use those below them, each several times.
    private void layered(List<String> topDown, Random random) {
        for (int from = 0; from < topDown.size(); from++) {
            for (int i = 0; i < 4; i++) {
                var imports = new ArrayList<String>();
                if (from + 1 < topDown.size()) {
                    int to =
                            i == 0
                                    ? from + 1
                                    : from + 1 + random.nextInt(topDown.size() - from - 1);
                    imports.add(type(topDown.get(to), random.nextInt(4)));
                }
                write(
                        topDown.get(from),
                        simple(topDown.get(from), i),
                        imports.toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void planted_layers_are_found_and_a_planted_exception_prevents_them(long seed) {
        var random = new Random(seed);
        var names = new ArrayList<>(List.of("web", "jobs", "core", "store", "text"));
        java.util.Collections.shuffle(names, random);
        layered(names, random);
        repository().commit();

        var found = proposals();

        assertThat(named(found)).contains("layers-org-sample-shop");
        var text =
                found.proposals().stream()
                        .filter(one -> one.sort() == Sort.LAYERS)
                        .findFirst()
                        .orElseThrow()
                        .record();
        assertThat(text).contains("`" + String.join("` over `", names) + "`");

        int low = 1 + random.nextInt(4);
        int high = random.nextInt(low);
        write(names.get(low), "Exceptional", type(names.get(high), 1));
        repository().commit();

        assertThat(proposals().proposals())
                .filteredOn(one -> one.sort() == Sort.LAYERS || one.sort() == Sort.NO_CYCLES)
                .noneMatch(one -> one.record().contains(String.join("` over `", names)));
    }

    @Test
    void one_library_for_a_purpose_is_proposed_until_a_second_is_used() {
        for (int i = 0; i < 6; i++) {
            write("part", "User" + i, "org.slf4j.Logger");
        }
        repository().commit();
        assertThat(named(proposals())).containsExactly("one-library-for-logging");

        write("part", "Odd", "java.util.logging.Level");
        repository().commit();
        assertThat(named(proposals())).isEmpty();
    }

    @Test
    void names_that_all_subtypes_share_are_proposed_until_one_has_another() {
        for (int i = 0; i < 6; i++) {
            var name = "Kind" + (char) ('A' + i) + "Rule";
            repository()
                    .write(
                            ROOT + "p" + i % 2 + "/" + name + ".java",
                            "package org.sample.shop.p%s; import org.other.Check; class %s extends Check {}"
                                    .formatted(i % 2, name));
        }
        repository().commit();
        assertThat(named(proposals())).containsExactly("named-rule-org-other-check");

        repository()
                .write(
                        ROOT + "p0/Odd.java",
                        "package org.sample.shop.p0; import org.other.Check; class Odd extends Check {}");
        repository().commit();
        assertThat(named(proposals())).isEmpty();
    }

    @Test
    void every_proposal_keeps_to_its_own_examples_and_equal_histories_give_equal_bytes() {
        var random = new Random(7);
        layered(List.of("web", "jobs", "core", "text"), random);
        abandon("com.google.gson.Gson", "tools.jackson.databind.ObjectMapper");
        for (int i = 0; i < 6; i++) {
            write("part", "Log" + i, "org.slf4j.Logger");
        }
        repository().commit();

        var found = proposals();
        var law = law(found);
        var tests = ConstraintTests.run(law, new Judge(Expressions.none()));

        assertThat(found.proposals().stream().map(Proposal::sort).distinct().count())
                .isGreaterThanOrEqualTo(3);
        assertThat(law.problems()).as(Report.problemsText(law)).isEmpty();
        assertThat(tests.outcomes())
                .hasSizeGreaterThanOrEqualTo(2 * found.proposals().size())
                .allMatch(one -> one.result() instanceof ConstraintTests.Result.Kept);
        assertThat(ProposalText.json(proposals())).isEqualTo(ProposalText.json(found));
    }
}
