package dev.lorimer.govern.verification;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the final answer says about files, commands and tests is what the log shows. What it says
/// beyond that is nobody's to recompute.
final class AnswerClaim {
    private static final Pattern FILE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]*\\.[A-Za-z][A-Za-z0-9]{0,9}");

    private static final Pattern DEED =
            Pattern.compile(
                    "(?i)(?:^|[^a-z])(created|added|wrote|changed|edited|updated|modified|deleted|removed)\\s+(?:the\\s+)?(?:new\\s+)?(?:file\\s+)?[`\"']?([A-Za-z0-9_][A-Za-z0-9_./-]*\\.[A-Za-z][A-Za-z0-9]{0,9})");

    private static final Pattern COMMAND =
            Pattern.compile("(?i)\\b(?:ran|running|executed)\\s+`([^`]{1,200})`");

    private static final Pattern COUNT =
            Pattern.compile(
                    "(?i)\\b([0-9]{1,9})\\s+(?:of\\s+[0-9]{1,9}\\s+)?(?:unit\\s+|integration\\s+|new\\s+|existing\\s+)?tests?\\s+(?:now\\s+)?(?:pass|succeed|are green|ran|were run|run)");

    private static final Pattern PASSING =
            Pattern.compile(
                    "(?i)\\b(?:tests?|test suite|build|checks?)\\s+(?:all\\s+|now\\s+)*(?:pass(?:es|ed)?|succeeds?|succeeded|(?:is|are) green)");

    /// Words that turn a sentence around.
    private static final Pattern DENIAL =
            Pattern.compile(
                    "(?i)\\b(?:not|no|never|none|without|cannot|nothing|fail(?:s|ed|ing)?)\\b|n't\\b");

    private final Matter matter;
    private final Tally tally = new Tally("answer");
    private final Set<String> known = new HashSet<>();
    private final Tree before;
    private final Tree after;
    private final Set<String> touched = new HashSet<>();
    private final String log;
    private int facts;

    private AnswerClaim(Matter matter) {
        this.matter = matter;
        this.before = matter.bench().tree(matter.base());
        this.after = matter.bench().tree(matter.tree());
        known.addAll(before.files().keySet());
        known.addAll(after.files().keySet());
        var change = TreeChange.between(before, after);
        change.files()
                .forEach(file -> {
                    touched.add(file.path());
                    change.origin(file.path()).ifPresent(touched::add);
                });
        this.log = String.join("\n", outputs(matter.history()));
    }

    static Claim of(Matter matter) {
        return new AnswerClaim(matter).claim();
    }

    /// What tools and checks gave, and what the model asked of them; the answer itself is no proof.
    private static List<String> outputs(RunHistory history) {
        var all = new ArrayList<String>();
        history.of("settled")
                .forEach(one -> all.add(one.body().path("result").path("text").asString("")));
        history.of("refused").forEach(one -> all.add(one.text("text")));
        for (var verified : history.of("verified")) {
            verified.body()
                    .path("checks")
                    .values()
                    .forEach(check -> all.add(check.path("output").asString("")));
        }
        return all;
    }

    private Claim claim() {
        var answer = matter.history().answer();
        for (var sentence : sentences(answer)) {
            files(sentence);
            if (!DENIAL.matcher(sentence).find()) {
                deeds(sentence);
                commands(sentence);
                tests(sentence);
            }
        }
        return tally.claim(
                facts == 0
                        ? "the final answer names nothing that the log could deny"
                        : "%s facts of the final answer are in the log and the trees"
                                .formatted(facts));
    }

    private static List<String> sentences(String text) {
        return Stream.of(text.split("(?:[.!?](?:\\s|$))|[\\n;]", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private void files(String sentence) {
        for (var found = FILE.matcher(sentence); found.find(); ) {
            var name = found.group();
            boolean file = name.contains("/") && !name.contains("//") && !within(sentence, found);
            if (file) {
                facts++;
                if (named(name).isEmpty() && !log.contains(name) && !asked(name)) {
                    tally.fails(
                            "it names \"%s\", which neither tree nor log knows".formatted(name));
                }
            }
        }
    }

    /// Part of an address or of an absolute path: no file of the repository.
    private static boolean within(String sentence, Matcher found) {
        return found.start() > 0 && "/:~@".indexOf(sentence.charAt(found.start() - 1)) >= 0;
    }

    private void deeds(String sentence) {
        for (var found = DEED.matcher(sentence); found.find(); ) {
            var verb = found.group(1).toLowerCase(Locale.ROOT);
            var name = found.group(2);
            var files = named(name);
            if (!files.isEmpty()) {
                facts++;
                if (files.stream().noneMatch(file -> did(verb, file))) {
                    tally.fails("it says \"%s %s\", and the change did not".formatted(verb, name));
                }
            }
        }
    }

    private boolean did(String verb, String file) {
        return switch (verb) {
            case "deleted", "removed" -> touched.contains(file) && !after.isFile(file);
            case "created" -> !before.isFile(file) && after.isFile(file);
            default -> touched.contains(file) && after.isFile(file);
        };
    }

    private List<String> named(String name) {
        return known.stream()
                .filter(path -> path.equals(name) || path.endsWith("/" + name))
                .sorted()
                .toList();
    }

    private void commands(String sentence) {
        for (var found = COMMAND.matcher(sentence); found.find(); ) {
            facts++;
            var command = found.group(1).strip();
            if (!asked(command) && verifiers().noneMatch(line -> line.contains(command))) {
                tally.fails("it says that `%s` was run, and no call ran it".formatted(command));
            }
        }
    }

    /// In the arguments of a call, however they are escaped.
    private boolean asked(String text) {
        return matter.history().calls().stream()
                .filter(call -> !call.tool().equals("finish"))
                .anyMatch(call ->
                        call.arguments().contains(text)
                                || call.arguments().replace("\\\"", "\"").contains(text));
    }

    private Stream<String> verifiers() {
        return matter.history().start().stream()
                .flatMap(start -> TaskIntent.texts(start.body().path("verifiers")).stream());
    }

    private void tests(String sentence) {
        for (var found = COUNT.matcher(sentence); found.find(); ) {
            facts++;
            var count = found.group(1);
            if (!Pattern.compile("(?:^|[^0-9.])" + count + "(?:$|[^0-9])").matcher(log).find()) {
                tally.fails("it counts %s tests, and no output of the log does".formatted(count));
            }
        }
        if (PASSING.matcher(sentence).find()) {
            facts++;
            if (!passedAtTheEnd() && !commandPassed()) {
                tally.fails("it says that tests or a build pass, and nothing in the log ran any");
            }
        }
    }

    private boolean passedAtTheEnd() {
        Optional<Event> last =
                matter.history().of("verified").stream()
                        .filter(event -> event.text("occasion").equals("FINISH"))
                        .reduce((_, later) -> later);
        return last.filter(event -> !event.body().path("checks").isEmpty())
                .filter(event ->
                        event.body().path("checks").values().stream()
                                .allMatch(
                                        check -> check.path("result").asString("").equals("PASS")))
                .isPresent();
    }

    private boolean commandPassed() {
        return matter.history().of("settled").stream()
                .anyMatch(event -> {
                    var result = event.body().path("result").path("text").asString("");
                    return result.startsWith("exit code 0")
                            && matter.history()
                                    .call(event.call())
                                    .filter(call -> !call.tool().equals("finish"))
                                    .isPresent();
                });
    }
}
