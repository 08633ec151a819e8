package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Whatever else a change does, in whatever way it edits waivers, records, ceilings, owners or
/// agent files, it is judged as if it had left them alone. Random edits, each kind with random
/// contents, some of them broken.
class SelfGrantTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final int ROUNDS = 300;
    private static final String WAIVERS = "docs/decisions/waivers/w.yaml";
    private static final List<String> RECORDS =
            List.of(
                    "docs/decisions/0001-rule.md",
                    "docs/decisions/0002-rule.md",
                    "docs/decisions/0003-rule.md");

    /// One record without a mode of its own, one with a ceiling, one for everything.
    private static Map<String, String> base(Random random) {
        var files = new TreeMap<String, String>();
        files.put(
                RECORDS.get(0),
                Court.record("accepted", "id: rule\nkind: pattern\nmatch: { regex: bad }"));
        files.put(
                RECORDS.get(1),
                Court.record(
                        "accepted",
                        "id: rule\nkind: pattern\nmatch: { regex: worse }\nmode: ratchet"));
        files.put(
                RECORDS.get(2),
                Court.record(
                        "accepted",
                        "id: rule\nkind: change\nscope: { path: 'guarded/**' }\neffect: ask\nminSubjects: 0"));
        files.put("CODEOWNERS", "old/ @shop\nnew/ @web\n");
        files.put(
                "agent.md",
                "---\nlimits: { turns: 5 }\nrules:\n  paths: [\"src/**\"]\n---\nDo it.\n");
        files.put("old/a.txt", "worse\n".repeat(random.nextInt(3)));
        files.put("new/a.txt", "good\n");
        if (random.nextInt(3) > 0) {
            files.put(WAIVERS, waiver(1 + random.nextInt(3), "old/**", day(random, -40, 40)));
        }
        return files;
    }

    private static LocalDate day(Random random, int from, int to) {
        return DAY.plusDays(from + random.nextInt(to - from));
    }

    private static String waiver(int record, String path, LocalDate expires) {
        return """
        constraint: D-000%s#rule
        scope: { path: "%s" }
        owner: shop
        reason: later
        ticket: SHOP-1
        grantedBy: ann
        grantedAt: 2026-01-01
        expires: %s
        """
                .formatted(record, path, expires);
    }

    private static Map<String, String> broken(Random random, Map<String, String> base) {
        var after = new TreeMap<>(base);
        for (var path : List.of("old/a.txt", "new/a.txt", "old/b.txt", "guarded/x.txt")) {
            if (random.nextInt(3) > 0) {
                var words = new ArrayList<>(List.of("bad", "worse", "good", "worse"));
                Collections.shuffle(words, random);
                after.put(path, String.join("\n", words.subList(0, 1 + random.nextInt(4))) + "\n");
            }
        }
        return after;
    }

    private static final List<BiConsumer<Random, Map<String, String>>> TRICKS =
            List.of(
                    (random, files) ->
                            files.put(
                                    WAIVERS,
                                    waiver(
                                            1 + random.nextInt(3),
                                            "**",
                                            DAY.plusYears(1 + random.nextInt(70)))),
                    (random, files) ->
                            files.put(
                                    "docs/decisions/waivers/x%s.yaml".formatted(random.nextInt(9)),
                                    waiver(1 + random.nextInt(3), "**", DAY.plusYears(1))
                                            + "---\n"
                                            + waiver(2, "**", DAY.plusYears(1))),
                    (_, files) -> files.remove(WAIVERS),
                    (random, files) ->
                            files.computeIfPresent(
                                    WAIVERS,
                                    (_, text) ->
                                            text.replaceAll(
                                                    "expires: .*",
                                                    "expires: 2099-0%s-01"
                                                            .formatted(1 + random.nextInt(9)))),
                    (random, files) ->
                            files.computeIfPresent(
                                    WAIVERS,
                                    (_, text) ->
                                            text.replace("old/**", "**")
                                                    .replace(
                                                            "grantedBy: ann",
                                                            "grantedBy: bob" + random.nextInt(3))),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text
                                                    + "\n```waiver\n"
                                                    + waiver(
                                                            1 + random.nextInt(3),
                                                            "**",
                                                            DAY.plusYears(9))
                                                    + "```\n"),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text.replace(
                                                    "accepted",
                                                    List.of(
                                                                    "rejected",
                                                                    "proposed",
                                                                    "deprecated",
                                                                    "superseded")
                                                            .get(random.nextInt(4)))),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text.replace("minSubjects: 0", "")
                                                    .replace(
                                                            "id: rule\n",
                                                            "id: rule\nexclude: { path: '**' }\n")),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text.replace(
                                                    "id: rule\n", "id: rule\nseverity: info\n")),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text.replace("effect: ask", "effect: info")
                                                    .replace("mode: ratchet", "")),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text ->
                                            text.replace("regex: bad", "regex: zzz")
                                                    .replace("regex: worse", "regex: zzz")),
                    (random, files) ->
                            record(
                                    random,
                                    files,
                                    text -> text.substring(0, random.nextInt(text.length()))),
                    (random, files) -> files.remove(RECORDS.get(random.nextInt(3))),
                    (random, files) ->
                            files.put(
                                    "docs/decisions/0009-more.md",
                                    Court.record(
                                            "accepted\nsupersedes: [D-000%s]"
                                                    .formatted(1 + random.nextInt(3)),
                                            "id: more\nkind: pattern\nmatch: { regex: never }")),
                    (random, files) ->
                            files.put(
                                    "docs/decisions/waivers/notes.txt",
                                    "x".repeat(random.nextInt(9))),
                    (_, files) -> files.put("CODEOWNERS", "* @everybody\n"),
                    (_, files) -> files.remove("CODEOWNERS"),
                    (random, files) ->
                            files.put(
                                    "agent.md",
                                    "---\nlimits: { turns: %s }\nrules:\n  may-weaken: [\"**\"]\n---\nDo it.\n"
                                            .formatted(random.nextInt(99_999))));

    private static void record(
            Random random,
            Map<String, String> files,
            java.util.function.UnaryOperator<String> edit) {
        files.computeIfPresent(RECORDS.get(random.nextInt(3)), (_, text) -> edit.apply(text));
    }

    private static Verdict judged(
            Map<String, String> before, Map<String, String> after, Phase phase, LocalDate day) {
        var tree = MemoryTree.of(before);
        var law = DecisionSet.read(tree, Expressions.none());
        return new Judge(Expressions.none())
                .judge(
                        law,
                        tree,
                        MemoryTree.of(after),
                        new Inquiry(phase, day, new Actor.Human("bob"), Set.of()));
    }

    private static List<String> charged(Verdict verdict) {
        return verdict.evidence().findings().stream()
                .filter(finding -> finding.constraint().startsWith("D-"))
                .map(finding -> finding.severity() + " " + finding.identity())
                .sorted()
                .toList();
    }

    @Test
    void no_edit_of_the_law_takes_a_finding_from_the_change_that_makes_it() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var before = base(random);
            var plain = broken(random, before);
            var tampered = new TreeMap<>(plain);
            for (int i = 0; i <= random.nextInt(4); i++) {
                TRICKS.get(random.nextInt(TRICKS.size())).accept(random, tampered);
            }
            var phase = List.of(Phase.CI, Phase.FINISH, Phase.EDIT).get(random.nextInt(3));
            var honest = judged(before, plain, phase, DAY);
            var sly = judged(before, tampered, phase, DAY);

            assertThat(charged(sly)).as("seed %s", seed).containsAll(charged(honest));
            assertThat(weight(sly)).as("seed %s", seed).isGreaterThanOrEqualTo(weight(honest));
            assertThat(sly.evidence().waived().size())
                    .as("seed %s", seed)
                    .isLessThanOrEqualTo(honest.evidence().waived().size());
        }
    }

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> 0;
            case Verdict.Escalate _ -> 1;
            case Verdict.Deny _ -> 2;
        };
    }

    /// Whatever day it is: up to its last day a waiver holds, after it the finding is back, with
    /// the day, the ticket and the owner.
    @Test
    void an_expired_waiver_comes_back_with_its_note() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var expires = day(random, -200, 200);
            var before = base(random);
            before.put(WAIVERS, waiver(1, "old/**", expires));
            var after = new TreeMap<>(before);
            after.put("old/z.txt", "bad\n");
            var today = day(random, -200, 200);
            if (today.isBefore(LocalDate.of(2026, 1, 1))) {
                continue;
            }
            var verdict = judged(before, after, Phase.CI, today);
            var own =
                    verdict.evidence().findings().stream()
                            .filter(one -> one.constraint().equals("D-0001#rule"))
                            .toList();

            if (today.isAfter(expires)) {
                assertThat(own)
                        .as("seed %s", seed)
                        .singleElement()
                        .satisfies(one ->
                                assertThat(one.message())
                                        .contains("its waiver expired on " + expires)
                                        .contains("ticket SHOP-1")
                                        .contains("owner shop"));
            } else {
                assertThat(own).as("seed %s", seed).isEmpty();
                assertThat(verdict.evidence().waived()).hasSize(1);
            }
        }
    }

    /// The ceiling is what the base holds, however often the same change is made smaller and
    /// larger.
    @Test
    void no_change_raises_its_own_ceiling() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var before = base(random);
            before.remove(WAIVERS);
            int held = random.nextInt(5);
            before.put("old/a.txt", lines(held));
            var after = new TreeMap<>(before);
            int mine = random.nextInt(5);
            int other = random.nextInt(5);
            after.put("old/a.txt", lines(mine));
            after.put("old/b.txt", lines(other));
            TRICKS.get(random.nextInt(TRICKS.size())).accept(random, after);
            var verdict = judged(before, after, Phase.CI, DAY);
            var own =
                    verdict.evidence().findings().stream()
                            .filter(one -> one.constraint().equals("D-0002#rule"))
                            .toList();

            assertThat(own.isEmpty())
                    .as("seed %s: %s held, %s and %s now", seed, held, mine, other)
                    .isEqualTo(mine + other <= held);
        }
    }

    private static String lines(int count) {
        var text = new StringBuilder("good\n");
        for (int i = 0; i < count; i++) {
            text.append("worse ").append(i).append('\n');
        }
        return text.toString();
    }
}
