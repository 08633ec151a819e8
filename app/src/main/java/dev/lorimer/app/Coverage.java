package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.verification.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which commits evidence answers for, and which nobody does.
final class Coverage {
    /// So many files are looked at; whoever has more names the folder of one release.
    private static final int FILES_MAX = 10_000;

    private final Git git;
    private final Bundle bundle;
    private final List<TrustedKey> trusted;

    Coverage(Git git, Bundle bundle, List<TrustedKey> trusted) {
        this.git = git;
        this.bundle = bundle;
        this.trusted = List.copyOf(trusted);
    }

    /// How one commit stands.
    ///
    /// @param state `covered`, `refused` or `ungoverned`
    /// @param why the file that answers for it, or why none does
    record Row(String commit, String state, String author, String subject, String why) {}

    /// @param start the law there is the one that counts
    List<Row> rows(String start, String end, List<Path> places) {
        var law = Bundle.law(git, start);
        Map<String, Row> known = new LinkedHashMap<>();
        for (var file : files(places)) {
            answered(file, law, known);
        }
        var rows = new ArrayList<Row>();
        for (var line : log(start, end)) {
            var parts = line.split("\u0001", 3);
            var said =
                    known.getOrDefault(
                            parts[0],
                            new Row(parts[0], "ungoverned", "", "", "no evidence answers for it"));
            rows.add(new Row(parts[0], said.state(), parts[1], parts[2], said.why()));
        }
        return rows;
    }

    private List<String> log(String start, String end) {
        var text = git.text("log", "--format=%H%x01%an%x01%s", end, "^" + start);
        return text.isEmpty() ? List.of() : text.lines().toList();
    }

    /// What one file says about the commits that it names.
    private void answered(Path file, String law, Map<String, Row> known) {
        Set<String> commits = new HashSet<>();
        String state;
        String why;
        try {
            var statement = Attestation.opened(Files.readString(file), trusted);
            var claim = Attestation.claim(statement);
            commits.addAll(
                    git.text("rev-list", claim.commit(), "^" + claim.base()).lines().toList());
            var again = bundle.again(statement);
            var attested =
                    Json.object(statement)
                            .map(json -> json.path("predicate").path("decisions"))
                            .map(JsonNode::asString)
                            .orElse("");
            if (!again.differences().isEmpty()) {
                state = "ungoverned";
                why = "%s does not hold: %s".formatted(file, again.differences().getFirst());
            } else if (!attested.equals(law)) {
                state = "ungoverned";
                why = "%s was judged by other decisions than those of the base".formatted(file);
            } else if (!again.stands()) {
                state = "refused";
                why = "%s says that it does not stand".formatted(file);
            } else {
                state = "covered";
                why = file.toString();
            }
        } catch (IOException | RuntimeException e) {
            // One file that is no evidence must not hide what the others say.
            state = "ungoverned";
            why = "%s: %s".formatted(file, Main.line(e));
        }
        for (var commit : commits) {
            var row = new Row(commit, state, "", "", why);
            known.merge(commit, row, Coverage::better);
        }
    }

    private static Row better(Row one, Row other) {
        // A refusal is never outdone by another file's consent.
        var order = List.of("refused", "covered", "ungoverned");
        return order.indexOf(one.state()) <= order.indexOf(other.state()) ? one : other;
    }

    private static List<Path> files(List<Path> places) {
        var files = new ArrayList<Path>();
        for (var place : places) {
            if (!Files.isDirectory(place)) {
                files.add(place);
                continue;
            }
            try (var inside = Files.walk(place)) {
                inside.filter(Files::isRegularFile)
                        .filter(file -> file.getFileName().toString().endsWith(".json"))
                        .sorted()
                        .limit(FILES_MAX)
                        .forEach(files::add);
            } catch (IOException e) {
                throw Failure.usage("the folder \"%s\" can not be read", place);
            }
        }
        return files;
    }
}
