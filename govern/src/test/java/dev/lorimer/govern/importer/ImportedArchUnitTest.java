package dev.lorimer.govern.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImportedArchUnitTest {
    private static final String HEAD =
            """
            package com.acme;
            import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.*;
            import static com.tngtech.archunit.library.Architectures.*;
            import com.tngtech.archunit.core.importer.ImportOption;
            import com.tngtech.archunit.junit.AnalyzeClasses;
            import com.acme.domain.Order;
            import org.springframework.stereotype.Service;
            @AnalyzeClasses(packages = "com.acme", importOptions = ImportOption.DoNotIncludeTests.class)
            class RulesTest {
              static final String DB = "..db..";
              @ArchTest static final ArchRule rule = RULE;
            }
            """;

    private static final Map<String, String> CLEAN =
            Map.of(
                    "src/main/java/com/acme/domain/Order.java",
                            "package com.acme.domain; public class Order {}",
                    "src/main/java/com/acme/app/OrderService.java",
                            "package com.acme.app; import com.acme.domain.Order; @org.springframework.stereotype.Service public class OrderService { Order one; }",
                    "src/main/java/com/acme/db/OrderStore.java",
                            "package com.acme.db; import com.acme.domain.Order; public class OrderStore { Order one; }",
                    "src/main/java/com/acme/web/OrderController.java",
                            "package com.acme.web; import com.acme.app.OrderService; public class OrderController { OrderService one; }",
                    "src/test/java/com/acme/domain/OrderTest.java",
                            "package com.acme.domain; class OrderTest { com.acme.db.OrderStore s; com.acme.web.OrderController c; }");

    @Test
    void a_dependency_between_packages_is_found_where_archunit_finds_it() {
        var rule =
                "noClasses().that().resideInAPackage(\"..domain..\").should().dependOnClassesThat().resideInAnyPackage(DB, \"..web..\").because(\"x\")";
        keeps(rule);
        breaks(
                rule,
                "domain/Bad.java",
                "package com.acme.domain; class Bad { com.acme.db.OrderStore s; }");
        keeps(
                rule,
                "app/Fine.java",
                "package com.acme.app; class Fine { com.acme.db.OrderStore s; }");
    }

    @Test
    void only_what_is_named_may_be_used() {
        var rule =
                "classes().that().resideInAPackage(\"com.acme.domain..\").should().onlyDependOnClassesThat().resideInAnyPackage(\"..domain..\", \"java..\", \"\")";
        keeps(rule);
        breaks(rule, "domain/Bad.java", "package com.acme.domain; @org.slf4j.X class Bad { }");
        keeps(
                rule,
                "domain/Fine.java",
                "package com.acme.domain; class Fine { java.util.List<Order> s; }");
    }

    @Test
    void who_may_use_a_package_is_kept() {
        var rule =
                "classes().that().resideInAPackage(\"..web..\").should().onlyHaveDependentClassesThat().resideInAnyPackage(\"..web..\")";
        keeps(rule);
        breaks(
                rule,
                "app/Bad.java",
                "package com.acme.app; class Bad { com.acme.web.OrderController s; }");
    }

    @Test
    void names_annotations_and_places_of_classes_are_kept() {
        var named =
                "classes().that().areAnnotatedWith(Service.class).should().haveSimpleNameEndingWith(\"Service\")";
        keeps(named);
        breaks(
                named,
                "app/Bad.java",
                "package com.acme.app; import org.springframework.stereotype.Service; @Service class Bad { }");
        var placed =
                "classes().that().haveSimpleNameEndingWith(\"Controller\").should().resideInAPackage(\"..web..\")";
        keeps(placed);
        breaks(placed, "app/BadController.java", "package com.acme.app; class BadController { }");
        var bare =
                "noClasses().that().resideInAPackage(\"..domain..\").should().beAnnotatedWith(Service.class)";
        keeps(bare);
        breaks(
                bare,
                "domain/Bad.java",
                "package com.acme.domain; import org.springframework.stereotype.Service; @Service class Bad { }");
        var fields = "noFields().should().beAnnotatedWith(\"javax.inject.Inject\")";
        keeps(fields);
        breaks(
                fields,
                "app/Bad.java",
                "package com.acme.app; class Bad { @javax.inject.Inject Object one; }");
        var by =
                "noClasses().that().haveSimpleNameEndingWith(\"Controller\").should().dependOnClassesThat().haveSimpleNameEndingWith(\"Store\")";
        keeps(by);
        breaks(
                by,
                "web/BadController.java",
                "package com.acme.web; class BadController { com.acme.db.OrderStore s; }");
    }

    @Test
    void layers_and_their_exceptions_are_kept() {
        var rule =
                "layeredArchitecture().consideringAllDependencies().layer(\"W\").definedBy(\"..web..\").layer(\"A\").definedBy(\"..app..\").layer(\"D\").definedBy(DB)"
                        + ".whereLayer(\"W\").mayNotBeAccessedByAnyLayer().whereLayer(\"A\").mayOnlyBeAccessedByLayers(\"W\").whereLayer(\"D\").mayOnlyBeAccessedByLayers(\"A\")%s";
        keeps(rule.formatted(""));
        var web = "package com.acme.web; class Bad { com.acme.db.OrderStore s; }";
        breaks(rule.formatted(""), "web/Bad.java", web);
        breaks(
                rule.formatted(""),
                "other/Bad.java",
                "package com.acme.other; class Bad { com.acme.app.OrderService s; }");
        keeps(
                rule.formatted(
                        ".ignoreDependency(com.acme.web.Bad.class, com.acme.db.OrderStore.class)"),
                "web/Bad.java",
                web);
        breaks(
                rule.formatted(
                        ".ignoreDependency(com.acme.web.Bad.class, com.acme.app.Other.class)"),
                "web/Bad.java",
                web);
        var inside =
                rule.replace("consideringAllDependencies", "consideringOnlyDependenciesInLayers")
                        .formatted("");
        keeps(
                inside,
                "other/Bad.java",
                "package com.acme.other; class Bad { com.acme.app.OrderService s; }");
        breaks(inside, "web/Bad.java", web);
    }

    @Test
    void an_onion_is_kept() {
        var rule =
                "onionArchitecture().domainModels(\"..domain..\").applicationServices(\"..app..\").adapter(\"web\", \"..web..\").adapter(\"db\", DB)";
        keeps(rule);
        breaks(
                rule,
                "app/Bad.java",
                "package com.acme.app; class Bad { com.acme.db.OrderStore s; }");
        breaks(
                rule,
                "web/Bad.java",
                "package com.acme.web; class Bad { com.acme.db.OrderStore s; }");
        breaks(
                rule,
                "domain/Bad.java",
                "package com.acme.domain; class Bad { com.acme.app.OrderService s; }");
    }

    @Test
    void circles_of_packages_calls_and_frozen_rules_are_kept() {
        var slices =
                "com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices().matching(\"com.acme.(*)..\").should().beFreeOfCycles()";
        keeps(slices);
        breaks(
                slices,
                "domain/Bad.java",
                "package com.acme.domain; class Bad { com.acme.db.OrderStore s; }");
        var call = "noClasses().should().callMethod(System.class, \"exit\", int.class)";
        keeps(call);
        breaks(
                call,
                "app/Bad.java",
                "package com.acme.app; class Bad { void a() { System.exit(1); } }");
        assertThat(read("freeze(" + call + ")").rulings().getFirst().toString())
                .contains("mode: introduced");
    }

    @Test
    void what_has_no_equal_is_refused_with_the_reason_and_the_line() {
        for (var rule :
                List.of(
                        "classes().should().bePublic()",
                        "classes().that().areAnnotatedWith(Service.class).should().onlyHaveDependentClassesThat().resideInAPackage(\"..web..\")",
                        "noClasses().should().dependOnClassesThat().areAssignableTo(Order.class)",
                        "classes().should(new OwnCondition())",
                        "noClasses().that(areOwn()).should().dependOnClassesThat().resideInAPackage(DB)",
                        "noClasses().should().dependOnClassesThat().resideInAPackage(unknown())",
                        "noClasses().that().resideInAPackage(DB).should().haveSimpleNameEndingWith(\"A\").andShould().beAnnotatedWith(Service.class)",
                        "slices().matching(\"..(*)..\").should().beFreeOfCycles()",
                        "slices().matching(\"com.acme.(*)..\").should().notDependOnEachOther()",
                        "GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS")) {
            assertThat(read(rule).rulings())
                    .as(rule)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Ruling.Refused.class,
                            one -> {
                                assertThat(one.place())
                                        .isEqualTo("src/test/java/com/acme/RulesTest.java:11");
                                assertThat(one.why()).isNotBlank();
                            });
        }
    }

    private static void keeps(String rule) {
        assertThat(findings(rule, CLEAN)).as(rule).isEmpty();
    }

    private static void keeps(String rule, String path, String text) {
        assertThat(findings(rule, with(path, text))).as(rule).isEmpty();
    }

    private static void breaks(String rule, String path, String text) {
        assertThat(findings(rule, with(path, text)))
                .as(rule)
                .isNotEmpty()
                .allMatch(one -> one.contains("VIOLATION"));
    }

    private static Map<String, String> with(String path, String text) {
        var all = new TreeMap<>(CLEAN);
        all.put("src/main/java/com/acme/" + path, text);
        return all;
    }

    private static ImportedFile read(String rule) {
        var path = "src/test/java/com/acme/RulesTest.java";
        return new Importer(MemoryTree.of(Map.of(path, HEAD.replace("RULE", rule))))
                .read(path)
                .orElseThrow();
    }

    private static List<String> findings(String rule, Map<String, String> files) {
        var file = read(rule);
        assertThat(file.translated()).as("%s", file.report()).isEqualTo(1);
        var record =
                "---\nstatus: accepted\n---\n# "
                        + file.title()
                        + "\n\n"
                        + String.join("\n", file.body());
        var set =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0001-a.md", record)),
                        Expressions.none());
        assertThat(set.problems()).as(Report.problemsText(set) + record).isEmpty();
        var verdict =
                new Judge(Expressions.none())
                        .judge(
                                set,
                                MemoryTree.empty(),
                                MemoryTree.of(files),
                                new Inquiry(
                                        Phase.CI,
                                        LocalDate.of(2026, 11, 24),
                                        new Actor.Unknown(),
                                        Set.of()));
        return verdict.evidence().findings().stream()
                .map(one -> one.kind() + " " + one.place() + " " + one.message())
                .toList();
    }
}
