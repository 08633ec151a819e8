package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The judge against a naive one that reads everything, keeps nothing, and knows no short cut: on
/// random repositories and changes both charge the same.
class TwoJudgesTest {
    private static final List<String> PARTS = List.of("domain", "infra", "web");
    private static final List<String> MODES = List.of("introduced", "absolute", "ratchet");

    @Test
    void both_charge_the_same_uses_of_forbidden_packages() {
        for (int seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            var mode = MODES.get(seed % 3);
            var court =
                    Court.of(
                            "kind: dependency\nscope: { package: 'com.acme.*.domain..' }\nforbid: { package: ['com.acme.*.infra..'] }\nmode: %s"
                                    .formatted(mode));
            var before = repository(random);
            var after = changed(random, before);

            assertThat(charged(court.judge(before, after)))
                    .as("seed %s, mode %s", seed, mode)
                    .isEqualTo(naive(mode, before, after));
        }
    }

    private static String source(Random random, String part, String name) {
        var text = new StringBuilder("package com.acme.shop.%s;\n".formatted(part));
        boolean imports = random.nextBoolean();
        if (imports) {
            text.append("import com.acme.shop.infra.Db;\n");
        }
        text.append("class %s {\n".formatted(name));
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            var type =
                    switch (random.nextInt(4)) {
                        case 0 -> imports ? "Db" : "int";
                        case 1 -> "com.acme.shop.infra.Db";
                        case 2 -> "com.acme.pay.infra.Till";
                        default -> "long";
                    };
            text.append("  %s f%s;\n".formatted(type, i));
        }
        return text.append("}\n").toString();
    }

    private static Map<String, String> repository(Random random) {
        var files = new HashMap<String, String>();
        for (int i = 0; i < 4 + random.nextInt(5); i++) {
            put(random, files, "T" + i);
        }
        return files;
    }

    private static void put(Random random, Map<String, String> files, String name) {
        var part = PARTS.get(random.nextInt(PARTS.size()));
        files.put(path(part, name), source(random, part, name));
    }

    private static String path(String part, String name) {
        return "src/main/java/com/acme/shop/%s/%s.java".formatted(part, name);
    }

    /// Files come, go and change; contents are so different that none is taken for another one
    /// moved: what comes is of another sort than what goes.
    private static Map<String, String> changed(Random random, Map<String, String> before) {
        var after = new HashMap<>(before);
        for (var path : new TreeMap<>(before).keySet()) {
            var name = path.substring(path.lastIndexOf('/') + 1, path.length() - 5);
            var part = path.split("/", -1)[6];
            if (random.nextInt(3) == 0) {
                after.put(path, source(random, part, name));
            }
        }
        if (random.nextBoolean()) {
            for (int i = 0; i < random.nextInt(3); i++) {
                put(random, after, "N" + i);
            }
        } else {
            new TreeMap<>(before).keySet().stream().limit(random.nextInt(3)).forEach(after::remove);
        }
        return after;
    }

    /// How often each file is charged for each target.
    private static Map<String, Integer> charged(Verdict verdict) {
        var counts = new TreeMap<String, Integer>();
        for (var finding : verdict.evidence().findings()) {
            var words = List.of(finding.message().split(" ", -1));
            counts.merge(finding.place().file() + " " + words.get(2), 1, Integer::sum);
        }
        return counts;
    }

    private static Map<String, Integer> naive(
            String mode, Map<String, String> before, Map<String, String> after) {
        var now = violations(after);
        var old = violations(before);
        int total = now.values().stream().mapToInt(Integer::intValue).sum();
        int ceiling = old.values().stream().mapToInt(Integer::intValue).sum();
        if (mode.equals("ratchet") && total <= ceiling) {
            return Map.of();
        }
        var charged = new TreeMap<String, Integer>();
        now.forEach((key, count) -> {
            int known = mode.equals("absolute") ? 0 : old.getOrDefault(key, 0);
            if (count > known) {
                charged.put(key, count - known);
            }
        });
        return charged;
    }

    private static Map<String, Integer> violations(Map<String, String> files) {
        var found = new TreeMap<String, Integer>();
        files.forEach((path, text) -> {
            if (path.contains("/domain/")) {
                for (var type : types(text)) {
                    if (type.contains(".infra.")) {
                        found.merge(path + " " + type, 1, Integer::sum);
                    }
                }
            }
        });
        return found;
    }

    private static List<String> types(String text) {
        var types = new ArrayList<String>();
        for (var line : text.lines().toList()) {
            if (line.startsWith("  ")) {
                var type = line.strip().split(" ", -1)[0];
                types.add(type.equals("Db") ? "com.acme.shop.infra.Db" : type);
            }
        }
        return types;
    }
}
