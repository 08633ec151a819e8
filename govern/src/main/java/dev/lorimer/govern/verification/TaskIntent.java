package dev.lorimer.govern.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// What was meant, frozen before a run begins: what it is to do, from where, within which bounds,
/// and by which checks it will be known to be done.
///
/// @param run its name, so that no other run can be passed off as the one that was meant
/// @param goal SHA-256 of the task's text, in hex
/// @param checks the names of the acceptance checks; commands are named by their line
public record TaskIntent(
        String run, String goal, Basis basis, Scope scope, Budget budget, List<String> checks) {
    /// What an envelope says that it holds.
    public static final String TYPE = "application/vnd.lorimer.task-intent+json";

    /// What the run starts from.
    ///
    /// @param commit empty when files without a commit are worked on
    /// @param decisions the hash of the decision set
    public record Basis(String commit, String tree, String decisions) {}

    /// What the run may touch.
    ///
    /// @param paths patterns of the files that it may change; none given means all
    /// @param tools names of the tools that it may call
    /// @param mayWeaken patterns of files whose tests it may delete, disable or strip
    public record Scope(List<String> paths, List<String> tools, List<String> mayWeaken) {
        public Scope {
            paths = List.copyOf(paths);
            tools = List.copyOf(tools);
            mayWeaken = List.copyOf(mayWeaken);
        }
    }

    /// Where the run ends, however far it has come.
    ///
    /// @param seconds of work; waiting does not count
    public record Budget(int turns, long tokens, long seconds) {}

    public TaskIntent {
        checks = List.copyOf(checks);
    }

    /// The digest that stands for a task's text.
    public static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /// In an envelope, signed where there is a key.
    public String sealed(Optional<Signer> signer) {
        return Envelope.of(TYPE, json(), signer);
    }

    String json() {
        return Canonical.text(
                Canonical.map(
                        "run",
                        run,
                        "goal",
                        goal,
                        "basis",
                        Canonical.map(
                                "commit", basis.commit(),
                                "tree", basis.tree(),
                                "decisions", basis.decisions()),
                        "scope",
                        Canonical.map(
                                "paths", scope.paths(),
                                "tools", scope.tools(),
                                "mayWeaken", scope.mayWeaken()),
                        "budget",
                        Canonical.map(
                                "turns", budget.turns(),
                                "tokens", budget.tokens(),
                                "seconds", budget.seconds()),
                        "checks",
                        checks));
    }

    /// Nothing when the text is no intent as it is written here, byte for byte.
    static Optional<TaskIntent> of(String text) {
        return Canonical.object(text)
                .map(TaskIntent::read)
                .filter(intent -> intent.json().equals(text));
    }

    private static TaskIntent read(JsonNode json) {
        var basis = json.path("basis");
        var scope = json.path("scope");
        var budget = json.path("budget");
        return new TaskIntent(
                json.path("run").asString(""),
                json.path("goal").asString(""),
                new Basis(
                        basis.path("commit").asString(""),
                        basis.path("tree").asString(""),
                        basis.path("decisions").asString("")),
                new Scope(
                        texts(scope.path("paths")),
                        texts(scope.path("tools")),
                        texts(scope.path("mayWeaken"))),
                new Budget(
                        budget.path("turns").asInt(0),
                        budget.path("tokens").asLong(0),
                        budget.path("seconds").asLong(0)),
                texts(json.path("checks")));
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.asString(""))
                .toList();
    }
}
