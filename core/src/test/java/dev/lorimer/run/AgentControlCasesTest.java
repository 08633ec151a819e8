package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static dev.lorimer.run.Bench.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published cases of the Agent Control Specification, as far as they meet our tool plane
/// (docs/acs.md): what one policy says before one tool call decides whether the tool runs.
///
/// Give the folder of its checkout with `-Dlorimer.acs=FOLDER`; the cases are no part of this
/// project. Two sets are read: `tests/conformance/cases` and `conformance/agent-hooks/vectors`.
class AgentControlCasesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path folder;

    /// What a case comes to here.
    ///
    /// @param known whether the tool is there at all
    /// @param word what the policy says: allow, deny, ask
    /// @param answers what persons answer, in order
    /// @param runs whether the tool has to run
    private record Plan(boolean known, String word, List<Answer> answers, boolean runs) {}

    @Test
    void what_a_policy_says_before_a_call_decides_whether_the_tool_runs() throws Exception {
        var root = System.getProperty("lorimer.acs", "");
        assumeTrue(
                !root.isEmpty(),
                "SKIPPED: no cases; give a checkout of the specification with -Dlorimer.acs=FOLDER");
        var wrong = new ArrayList<String>();
        var without = new TreeMap<String, Integer>();
        int played = 0;
        for (var file : cases(Path.of(root))) {
            var json = JSON.readTree(Files.readString(file));
            var plan = json.has("scenario") ? vector(json) : manifest(json);
            if (plan.isEmpty()) {
                without.merge(json.has("scenario") ? "loops" : "manifests", 1, Integer::sum);
                continue;
            }
            played++;
            if (played(plan.get(), Files.createDirectory(folder.resolve("case-" + played)))
                    != plan.get().runs()) {
                wrong.add(file.getFileName() + ": " + plan.get());
            }
        }
        System.out.printf(
                "agent control: %d cases played, without counterpart: %s%n", played, without);

        assertThat(played).isPositive();
        assertThat(wrong).isEmpty();
    }

    private static List<Path> cases(Path root) throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : List.of("tests/conformance/cases", "conformance/agent-hooks/vectors")) {
            try (var found = Files.list(root.resolve(folder))) {
                found.filter(file -> file.toString().endsWith(".json"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /// One evaluation of a manifest: only those right before a tool call meet us, with a policy
    /// that answers in a word of its own and changes no arguments.
    private static Optional<Plan> manifest(JsonNode json) {
        var said = json.path("policy_response");
        boolean meets =
                json.path("intervention_point").asString("").equals("pre_tool_call")
                        && !json.has("policy_behavior")
                        && !said.has("transform")
                        && !said.has("effects")
                        && !json.has("limits");
        var tool = json.path("snapshot").path("tool_call").path("name").asString("");
        var manifest = json.path("manifest_yaml").asString("");
        int tools = manifest.indexOf("\ntools:");
        boolean known = tools >= 0 && manifest.indexOf("\n  " + tool + ":", tools) > 0;
        return meets
                ? word(said)
                        .map(word ->
                                new Plan(
                                        known,
                                        word,
                                        List.of(),
                                        json.path("expected")
                                                .path("decision")
                                                .asString("")
                                                .equals("allow")))
                : Optional.empty();
    }

    /// One loop: only those with one policy, which speaks right before the tool call.
    private static Optional<Plan> vector(JsonNode json) {
        var speaks = json.path("interceptor_script");
        var expect = json.path("expect");
        boolean meets =
                speaks.size() == 1
                        && speaks.path(0).path("at").asString("").equals("pre_tool_call")
                        && speaks.path(0).has("return")
                        && !speaks.path(0).path("return").has("evidence")
                        && !json.has("mode")
                        && !json.has("composition")
                        && !json.has("identity_provider")
                        && expect.path("run_outcome").asString("").equals("completed")
                        && (expect.has("tool_not_invoked") || expect.has("tool_invocations"));
        return meets
                ? word(speaks.path(0).path("return"))
                        .flatMap(word ->
                                answers(json.path("approval_script"))
                                        .map(answers ->
                                                new Plan(
                                                        true,
                                                        word,
                                                        answers,
                                                        expect.has("tool_invocations"))))
                : Optional.empty();
    }

    private static Optional<String> word(JsonNode verdict) {
        boolean approval = verdict.has("approval");
        return switch (verdict.path("decision").asString("")) {
            case "allow", "warn" -> Optional.of("fine");
            case "deny" -> Optional.of(approval ? "odd" : "evil");
            case "escalate" -> Optional.of("odd");
            default -> Optional.empty();
        };
    }

    /// Empty where an answer is one that nobody can give here: with a verdict of its own beside the
    /// word, for another call, for a changed call.
    private static Optional<List<Answer>> answers(JsonNode script) {
        var answers = new ArrayList<Answer>();
        for (var one : script) {
            var resolve = one.path("resolve");
            if (resolve.has("fault")) {
                continue;
            }
            var outcome = resolve.path("outcome").asString("");
            var decision = resolve.path("verdict").path("decision").asString("");
            if (resolve.has("identity_override")
                    || (outcome.equals("approve") && !decision.equals("allow"))) {
                return Optional.empty();
            }
            answers.add(outcome.equals("approve") ? new Answer.Approve() : new Answer.Deny());
        }
        return Optional.of(answers);
    }

    /// Whether the tool ran.
    private static boolean played(Plan plan, Path folder) throws InterruptedException {
        var name = plan.known() ? "write" : "delete_records";
        var arguments = "{\"path\":\"app.txt\",\"content\":\"right %s\"}".formatted(plan.word());
        var finish = call("finish", "{\"text\":\"done\"}");
        var bench = new Bench(folder, script(calls(call(name, arguments)), calls(finish)));
        var state = bench.start();
        for (var answer : plan.answers()) {
            if (state.phase() instanceof Phase.Waiting waiting) {
                bench.answer(waiting.open().getFirst().id(), answer);
                state = bench.resume();
            }
        }
        return !bench.text().equals("wrong");
    }
}
