package dev.lorimer.govern.kind;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Programs.Answer;
import dev.lorimer.govern.decision.Rule;
import java.util.ArrayList;
import java.util.List;

/// Asks an external program.
final class ProgramCheck {
    private static final Pattern PLACED =
            Pattern.compile("^([^:\\s][^:]*):(?:(\\d{1,9}):)?(?:\\d{1,9}:)?\\s*(.*)$");

    private final Rule.Check rule;

    ProgramCheck(Rule.Check rule) {
        this.rule = rule;
    }

    Sighting look(Docket docket, Side side) {
        return switch (docket.engines().programs().run(rule.command(), side.tree())) {
            case Answer.Passed _ -> Sighting.nothing();
            case Answer.Undecided undecided ->
                    Sighting.gap(
                            "",
                            0,
                            "\"%s\" could not decide: %s"
                                    .formatted(String.join(" ", rule.command()), undecided.why()));
            case Answer.Failed failed ->
                    new Sighting(violations(side, failed.findings()), List.of());
        };
    }

    private List<Violation> violations(Side side, List<String> lines) {
        var found = new ArrayList<Violation>();
        var command = String.join(" ", rule.command());
        for (var line : lines) {
            var placed = PLACED.matcher(line);
            boolean known = placed.find() && side.tree().isFile(placed.group(1));
            var path = known ? placed.group(1) : "";
            var number = known ? placed.group(2) : null;
            var message = known ? placed.group(3) : line;
            found.add(
                    new Violation(
                            path,
                            number == null ? 0 : Integer.parseInt(number),
                            path.isEmpty() ? "change" : path,
                            command,
                            message,
                            "\"%s\" says: %s".formatted(command, message)));
        }
        if (found.isEmpty()) {
            found.add(
                    new Violation(
                            "",
                            0,
                            "change",
                            command,
                            "",
                            "\"%s\" failed without a word".formatted(command)));
        }
        return found;
    }
}
