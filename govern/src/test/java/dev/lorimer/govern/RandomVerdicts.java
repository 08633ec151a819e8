package dev.lorimer.govern;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import dev.lorimer.govern.tree.Sha256;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Verdicts on random repositories, each named by its seed. A program too, so that another process,
/// on another Java, can compute the same ones: `RandomVerdicts COUNT [ORDER]` prints one digest
/// over the bytes of all of them.
final class RandomVerdicts {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static final List<String> RULES =
            List.of(
                    "kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: ['java.sql..', 'com.acme.infra..'] }",
                    "kind: dependency\nlayers: ['com.acme.web..', 'com.acme.domain..', 'com.acme.infra..']",
                    "kind: dependency\nacyclic: 'com.acme.*'",
                    "kind: api-use\nlang: java\nforbid: { type: ['java.util.Date'] }\nmode: ratchet",
                    "kind: pattern\nmatch: { regex: 'bad|worse' }\nmode: absolute",
                    "kind: pattern\nlang: java\nmatch: { string: { regex: '(?i)select .* from' } }",
                    "kind: pattern\nscope: { path: '**/*.txt' }\nmatch: { regex: 'T[O]DO' }\nmode: ratchet",
                    "kind: library\nforbid: { artifact: ['com.google.code.gson:gson'] }",
                    "kind: change\nscope: { path: ['build/**', '**/pom.xml'] }\neffect: ask",
                    "kind: file-history\nscope: { path: 'db/V*.sql' }\nallow: { change: [add] }\norder: { key: 'V(\\d+)__.*', strictlyIncreasing: true }",
                    "kind: require\nforEach: { file: 'src/**/*.java' }\nassert: { text: 'Copyright' }",
                    "kind: content\nscope: { path: '**/*.yaml' }\nforbid: { key: 'debug', value: 'true' }",
                    "kind: content\nscope: { path: '**' }\nforbid: { secrets: true }",
                    "kind: budget\ncel: 'diff.added <= 3'",
                    "kind: check\ncommand: [lint]");

    /// Rules that read Java by its syntax tree take ten times as long, so one repository in twelve
    /// may have them.
    private static final int SYNTAX = 12;

    private static final List<String> PLAIN =
            RULES.stream()
                    .filter(rule ->
                            !rule.contains("dependency")
                                    && !rule.contains("lang: java")
                                    && !rule.contains("api-use"))
                    .toList();

    private RandomVerdicts() {}

    /// The verdict's bytes, as programs read them.
    ///
    /// @param order in which files are handed over and rules are looked at: no verdict may tell
    static String verdict(long seed, long order) {
        var random = new Random(seed);
        var before = repository(random, seed % SYNTAX == 0 ? RULES : PLAIN);
        var after = changed(random, before);
        var law = shuffled(before, order);
        var judge = new Judge(Expressions.none());
        var inquiry =
                new Inquiry(
                        random.nextBoolean() ? Phase.CI : Phase.FINISH,
                        DAY,
                        random.nextBoolean() ? new Actor.Unknown() : new Actor.Human("ann"),
                        Set.of());
        var base = MemoryTree.of(law);
        var decisions = DecisionSet.read(base, Expressions.none());
        var verdict = judge.judge(decisions, base, MemoryTree.of(shuffled(after, order)), inquiry);
        return Report.json(verdict) + Report.text(verdict);
    }

    private static Map<String, String> shuffled(Map<String, String> files, long order) {
        var paths = new ArrayList<>(files.keySet());
        Collections.shuffle(paths, new Random(order));
        var shuffled = new LinkedHashMap<String, String>();
        paths.forEach(path -> shuffled.put(path, files.getOrDefault(path, "")));
        return shuffled;
    }

    private static Map<String, String> repository(Random random, List<String> all) {
        var files = new LinkedHashMap<String, String>();
        int rules = 1 + random.nextInt(4);
        for (int i = 1; i <= rules; i++) {
            var rule = all.get(random.nextInt(all.size()));
            var status =
                    List.of("accepted", "accepted", "proposed", "deprecated")
                            .get(random.nextInt(4));
            files.put(
                    "docs/decisions/000%s-rule.md".formatted(i),
                    Court.record(status, "id: rule\n" + rule));
        }
        if (random.nextInt(3) == 0) {
            files.put(
                    "docs/decisions/waivers/w.yaml",
                    "constraint: D-0001#rule\nscope: { path: \"src/**\" }\nowner: shop\nreason: r\nticket: T-1\ngrantedBy: ann\ngrantedAt: 2026-01-01\nexpires: 2026-1%s-23\n"
                            .formatted(random.nextInt(3)));
        }
        for (int i = 0; i < 3 + random.nextInt(4); i++) {
            put(random, files, i);
        }
        return files;
    }

    private static Map<String, String> changed(Random random, Map<String, String> before) {
        var after = new LinkedHashMap<>(before);
        for (var path : before.keySet()) {
            if (random.nextInt(8) == 0) {
                after.remove(path);
            }
        }
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            put(random, after, random.nextInt(8));
        }
        return after;
    }

    private static void put(Random random, Map<String, String> files, int number) {
        var part = List.of("web", "domain", "infra").get(random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0 -> files.put("notes/n%s.txt".formatted(number), text(random));
            case 1 ->
                    files.put(
                            "conf/c%s.yaml".formatted(number),
                            "debug: %s\nkey: AKIA%s\n"
                                    .formatted(random.nextBoolean(), "Q".repeat(16)));
            case 2 ->
                    files.put(
                            "db/V%s__x.sql".formatted(number),
                            "create table t%s (id int);\n".formatted(random.nextInt(9)));
            case 3 -> files.put("pom.xml", pom(random));
            case 4 -> files.put("build/b%s.txt".formatted(number), text(random));
            default ->
                    files.put(
                            "src/com/acme/%s/T%s.java".formatted(part, number),
                            java(random, part, number));
        }
    }

    private static String text(Random random) {
        var words = List.of("good", "bad", "worse", "TODO", "\u00e9t\u00e9", "x\ty", "");
        var text = new StringBuilder();
        for (int i = 0; i < random.nextInt(6); i++) {
            text.append(words.get(random.nextInt(words.size())))
                    .append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return text.toString();
    }

    private static String pom(Random random) {
        return "<project><dependencies><dependency><groupId>%s</groupId><artifactId>gson</artifactId></dependency></dependencies></project>"
                .formatted(random.nextBoolean() ? "com.google.code.gson" : "org.other");
    }

    private static String java(Random random, String part, int number) {
        var fields =
                List.of(
                        "java.util.Date d%s;",
                        "com.acme.infra.T1 i%s;",
                        "com.acme.web.T2 w%s;",
                        "String q%s = \"SELECT a FROM b\";",
                        "java.sql.Connection c%s;",
                        "int n%s;",
                        "class {");
        var text = new StringBuilder(random.nextBoolean() ? "// Copyright\n" : "");
        text.append("package com.acme.%s;\nclass T%s {\n".formatted(part, number));
        for (int i = 0; i < random.nextInt(5); i++) {
            // One in 25 can't be parsed.
            int kind = random.nextInt(25) == 0 ? 6 : random.nextInt(6);
            text.append("  ").append(fields.get(kind).formatted(i)).append('\n');
        }
        return text.append("}\n").toString();
    }

    /// A digest over the verdicts of so many seeds.
    static String digest(int count, long order) {
        var hash = new Sha256();
        for (int seed = 0; seed < count; seed++) {
            hash.add(verdict(seed, order));
        }
        return hash.hex();
    }

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        long order = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        System.out.println(digest(count, order));
    }
}
