package dev.lorimer.govern.tongues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.importer.ImportedFile;
import dev.lorimer.govern.importer.Importer;
import dev.lorimer.govern.importer.Ruling;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Rules of other tools, and code on which their verdict is known.
class ImportedRulesTest {
    private static final String CONTRACTS =
            """
            [importlinter]
            root_package = shop
            ; a comment

            [importlinter:contract:layers]
            name = Layers
            type = layers
            layers =
                shop.web
                shop.app | shop.jobs
                (shop.db)
            ignore_imports =
                shop.db.legacy -> shop.web.old

            [importlinter:contract:free]
            name = Domain is free
            type = forbidden
            source_modules = shop.domain
            forbidden_modules =
                django
                shop.web
            allow_indirect_imports = True
            """;

    private static final Map<String, String> SHOP =
            Map.of(
                    "src/shop/__init__.py", "",
                    "src/shop/web/view.py", "from shop.app import service\n",
                    "src/shop/app/service.py", "from shop.db import store\n",
                    "src/shop/jobs/nightly.py", "import shop.db.store\n",
                    "src/shop/db/store.py", "import os\n",
                    "src/shop/domain.py", "from dataclasses import dataclass\n");

    @Test
    void contracts_of_import_linter_keep_their_verdicts() {
        var toml =
                """
                [tool.importlinter]
                root_packages = ["shop"]

                [[tool.importlinter.contracts]]
                name = "Layers"
                type = "layers"
                layers = ["shop.web", "shop.app | shop.jobs", "(shop.db)"]
                ignore_imports = ["shop.db.legacy -> shop.web.old"]

                [[tool.importlinter.contracts]]
                name = "Domain is free"
                type = "forbidden"
                source_modules = ["shop.domain"]
                forbidden_modules = ["django", "shop.web"]
                """;
        for (var config : Map.of(".importlinter", CONTRACTS, "pyproject.toml", toml).entrySet()) {
            var rules = new Rules(config.getKey(), config.getValue(), SHOP);
            rules.keep("src/shop/a.py", "from shop.web import view\n");
            rules.keep("src/shop/db/legacy.py", "from shop.web import old\n");
            rules.keep("src/shop/db/legacy.py", "from shop.web.old import x\n");
            rules.breakAt("src/shop/db/legacy.py", "from shop.web import view\n");
            rules.breakAt("src/shop/db/store.py", "from shop.web import old\n");
            rules.breakAt("src/shop/db/store.py", "from ..app import service\n");
            rules.breakAt("src/shop/app/service.py", "import shop.jobs.nightly\n");
            rules.breakAt("src/shop/app/service.py", "from shop import web\n");
            rules.breakAt("src/shop/domain.py", "from django.db import models\n");
            rules.breakAt("src/shop/domain.py", "def f():\n    import shop.web.view\n");
        }
    }

    @Test
    void components_of_go_arch_lint_keep_their_verdicts() {
        var config =
                """
                version: 3
                workdir: internal
                components:
                  app: { in: app/** }
                  domain: { in: domain }
                  common: { in: common/** }
                vendors:
                  log: { in: go.uber.org/zap/** }
                commonComponents: [common]
                deps:
                  app: { mayDependOn: [domain], canUse: [log] }
                  domain: {}
                  common: { anyVendorDeps: true }
                """;
        var files = new TreeMap<String, String>();
        files.put("go.mod", "module github.com/acme/my-shop\n\ngo 1.24\n");
        files.put(
                "internal/app/a.go",
                "package app\nimport (\n\t\"fmt\"\n\t\"go.uber.org/zap\"\n\t\"github.com/acme/my-shop/internal/domain\"\n)\nvar _ = fmt.Sprint(zap.L(), domain.X)\n");
        files.put(
                "internal/domain/d.go",
                "package domain\nimport \"github.com/acme/my-shop/internal/common/text\"\nvar X = text.Y\n");
        files.put(
                "internal/common/text/t.go",
                "package text\nimport \"github.com/x/y\"\nvar Y = y.Z\n");
        var rules = new Rules(".go-arch-lint.yml", config, files);
        rules.keep(
                "internal/app/b/b.go",
                "package b\nimport \"github.com/acme/my-shop/internal/app\"\nvar _ = app.X\n");
        rules.breakAt(
                "internal/domain/d.go",
                "package domain\nimport \"github.com/acme/my-shop/internal/app\"\nvar _ = app.X\n");
        rules.breakAt(
                "internal/domain/d.go",
                "package domain\nimport \"go.uber.org/zap\"\nvar _ = zap.L()\n");
        rules.breakAt("internal/app/b/b.go", "package b\nimport \"github.com/x/y\"\nvar _ = y.Z\n");
    }

    @Test
    void rules_of_dependency_cruiser_keep_their_verdicts() {
        var config =
                """
                /** @type {import('dependency-cruiser').IConfiguration} */
                module.exports = {
                  forbidden: [
                    { name: 'no-up', severity: 'error', from: { path: '^src/domain/', pathNot: '[.]spec[.]ts$' },
                      to: { path: ['^src/(web|app)/', "^node_modules/" + "lodash"] } }, // trailing
                    { name: 'no-circular', from: {}, to: { circular: true } },
                    ...more,
                  ],
                  options: { doNotFollow: { path: 'node_modules' } },
                };
                """;
        var files =
                Map.of(
                        "src/domain/a.ts",
                        "import { b } from './b';\nb();\n",
                        "src/domain/b.ts",
                        "export const b = 1;\n",
                        "src/web/w.ts",
                        "import { b } from '../domain/b';\nb();\n");
        var rules = new Rules(".dependency-cruiser.js", config, files);
        assertThat(rules.file.report())
                .hasSize(3)
                .satisfies(lines -> {
                    assertThat(lines.get(1))
                            .startsWith(
                                    ".dependency-cruiser.js:6: no-circular: not translated: circles");
                    assertThat(lines.get(2)).contains("not translated: \"...more\" is code");
                });
        rules.keep("src/domain/a.spec.ts", "import { w } from '../web/w';\nw();\n");
        rules.breakAt("src/domain/c.ts", "import { w } from '../web/w';\nw();\n");
        rules.breakAt("src/domain/x/c.ts", "import { w } from '../../app/w';\nw();\n");
        rules.breakAt("src/domain/c.ts", "import lodash from 'lodash';\nlodash();\n");
    }

    /// The rules of one file, as accepted constraints.
    private static final class Rules {
        private final ImportedFile file;
        private final DecisionSet law;
        private final Map<String, String> clean;

        Rules(String path, String text, Map<String, String> clean) {
            this.clean = clean;
            var all = new TreeMap<>(clean);
            all.put(path, text);
            file = new Importer(MemoryTree.of(all)).read(path).orElseThrow();
            var record =
                    "---\nstatus: accepted\n---\n# "
                            + file.title()
                            + "\n\n"
                            + String.join("\n", file.body());
            law =
                    DecisionSet.read(
                            MemoryTree.of(Map.of("docs/decisions/0001-a.md", record)),
                            Expressions.none());
            assertThat(law.problems()).as(Report.problemsText(law) + record).isEmpty();
            assertThat(file.rulings().getFirst()).isInstanceOf(Ruling.Translated.class);
            assertThat(findings(clean)).as(record).isEmpty();
        }

        void keep(String path, String text) {
            assertThat(findings(with(path, text))).as("%s: %s", path, text).isEmpty();
        }

        void breakAt(String path, String text) {
            assertThat(findings(with(path, text)))
                    .as("%s: %s", path, text)
                    .isNotEmpty()
                    .allMatch(one -> one.startsWith("VIOLATION " + path));
        }

        private Map<String, String> with(String path, String text) {
            var all = new TreeMap<>(clean);
            all.put(path, text);
            return all;
        }

        private List<String> findings(Map<String, String> files) {
            var judge =
                    new Judge(
                            Engines.of(Expressions.none()),
                            new FactIndex(new TreeSitter(), FactStore.none()));
            var inquiry =
                    new Inquiry(
                            Phase.CI, LocalDate.of(2026, 11, 24), new Actor.Unknown(), Set.of());
            return judge
                    .judge(law, MemoryTree.empty(), MemoryTree.of(files), inquiry)
                    .evidence()
                    .findings()
                    .stream()
                    .map(one -> one.kind() + " " + one.place() + " " + one.message())
                    .toList();
        }
    }
}
