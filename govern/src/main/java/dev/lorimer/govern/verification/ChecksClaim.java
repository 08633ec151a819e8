package dev.lorimer.govern.verification;

import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The acceptance checks that were frozen before the run are those that passed, on exactly the tree
/// that it left.
final class ChecksClaim {
    private static final Set<String> INTERPRETERS =
            Set.of(
                    "sh", "bash", "dash", "zsh", "ksh", "python", "python3", "node", "ruby", "perl",
                    "php", "java", "pytest", "source", ".", "exec", "env", "time", "nice", "sudo",
                    "command", "xargs");

    private ChecksClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("checks");
        var start = matter.history().start();
        var frozen =
                matter.intent()
                        .map(TaskIntent::checks)
                        .or(() ->
                                start.map(
                                        event -> TaskIntent.texts(event.body().path("verifiers"))))
                        .orElse(List.of());
        if (frozen.isEmpty()) {
            tally.open(
                    "no acceptance check was frozen, so nothing says when the task is done; give some with --verify");
            return tally.claim("");
        }
        var last =
                matter.history().of("verified").stream()
                        .filter(event -> event.text("occasion").equals("FINISH"))
                        .reduce((_, later) -> later);
        if (last.isEmpty()) {
            tally.open("the acceptance checks were never run on a finished change");
        } else {
            passed(last.get(), frozen, matter, tally);
        }
        edited(frozen, matter, tally);
        return tally.claim(
                "%s passed on tree %s"
                        .formatted(
                                frozen.size() == 1 ? "the check" : frozen.size() + " checks",
                                matter.tree()));
    }

    private static void passed(Event event, List<String> frozen, Matter matter, Tally tally) {
        if (!event.text("tree").equals(matter.tree())) {
            tally.fails(
                    "%s looked at tree %s; what the run left is %s"
                            .formatted(event.place(), event.text("tree"), matter.tree()));
        }
        var names = new ArrayList<String>();
        for (var check : event.body().path("checks").values()) {
            var name = check.path("verifier").asString("");
            names.add(name);
            switch (check.path("result").asString("")) {
                case "PASS" -> {}
                case "FAIL" -> tally.fails("check \"%s\" did not pass".formatted(name));
                default -> tally.open("check \"%s\" could not decide".formatted(name));
            }
        }
        if (!names.equals(frozen)) {
            tally.fails(
                    "%s ran the checks \"%s\", frozen were \"%s\""
                            .formatted(
                                    event.place(),
                                    String.join("\", \"", names),
                                    String.join("\", \"", frozen)));
        }
    }

    /// A check that runs a file of the change is a check that the change wrote itself.
    private static void edited(List<String> frozen, Matter matter, Tally tally) {
        var before = matter.bench().tree(matter.base());
        var change = TreeChange.between(before, matter.bench().tree(matter.tree()));
        Set<String> touched = new HashSet<>();
        for (var file : change.files()) {
            touched.add(file.path());
            change.origin(file.path()).ifPresent(touched::add);
        }
        for (var line : frozen) {
            for (var program : programs(line)) {
                if (touched.contains(program)) {
                    tally.open(
                            "check \"%s\" runs \"%s\", which this change edits; a person has to look"
                                    .formatted(line, program));
                }
            }
        }
    }

    /// What a command line runs, as far as it shows: the first word of each of its commands, and
    /// what follows an interpreter. What a command only reads is the change's own business.
    static List<String> programs(String line) {
        var programs = new ArrayList<String>();
        for (var command : line.split("[;|&()\n]+", -1)) {
            boolean runs = true;
            for (var word : command.strip().split("[\\s'\"]+", -1)) {
                if (word.contains("=") || word.startsWith("-")) {
                    continue;
                }
                if (!runs) {
                    break;
                }
                programs.add(word.startsWith("./") ? word.substring(2) : word);
                runs = INTERPRETERS.contains(word.substring(word.lastIndexOf('/') + 1));
            }
        }
        return programs;
    }
}
