package dev.lorimer.app;

import static dev.lorimer.app.AgentDialect.object;

import dev.lorimer.govern.Report;
import dev.lorimer.govern.verification.Envelope;
import dev.lorimer.govern.verification.Envelope.Opened;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.Signer;
import dev.lorimer.govern.verification.TrustedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A verdict as an in-toto Statement v1 in a DSSE envelope, with the run behind it where there is
/// one.
final class Attestation {
    static final String STATEMENT = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "urn:lorimer:constraint-verdict:v1";
    private static final String PAYLOAD = "application/vnd.in-toto+json";

    private Attestation() {}

    /// What is attested, and what it takes to judge it again.
    ///
    /// @param run the run that made the change, if one did
    record Claim(
            String commit,
            String tree,
            String base,
            String date,
            String phase,
            Optional<Origin> run) {}

    /// A run as a source of evidence.
    ///
    /// @param entries how many it had
    /// @param unsigned whether its unsigned intent was let pass
    record Origin(String name, int entries, boolean unsigned) {}

    static String statement(Claim claim, Judging.Ruling ruling, Optional<Examined> examined) {
        var predicate = new LinkedHashMap<String, Object>();
        predicate.put("engine", Main.NAME_AND_VERSION);
        predicate.put("base", claim.base());
        predicate.put("date", claim.date());
        predicate.put("phase", claim.phase());
        predicate.put("decisions", ruling.law().hash());
        predicate.put("verdict", json(Report.json(ruling.verdict())));
        examined.ifPresent(run -> predicate.put("run", json(run.json())));
        claim.run().ifPresent(run -> predicate.put("unsignedIntentLetPass", run.unsigned()));
        return Json.line(
                object(
                        "_type",
                        STATEMENT,
                        "subject",
                        List.of(
                                object(
                                        "name",
                                        "commit",
                                        "digest",
                                        object("gitCommit", claim.commit())),
                                object("name", "tree", "digest", object("gitTree", claim.tree()))),
                        "predicateType",
                        PREDICATE,
                        "predicate",
                        predicate));
    }

    private static JsonNode json(String text) {
        return Json.object(text).orElseThrow();
    }

    static String sealed(String statement, Signer signer) {
        return Envelope.of(PAYLOAD, statement, Optional.of(signer)) + "\n";
    }

    /// The statement of an envelope that one of `trusted` has signed.
    static String opened(String envelope, List<TrustedKey> trusted) {
        return switch (Envelope.open(envelope, PAYLOAD, trusted)) {
            case Opened.Signed(var text, var _) when envelope.equals(envelope.strip() + "\n") ->
                    text;
            case Opened.Signed _ ->
                    throw Failure.no(
                            "the file is not as it was written: it has more than its one line");
            case Opened.Unproven(var _, var by) ->
                    throw Failure.no(
                            "no signature of the envelope holds (key ids: %s; trusted: %s)",
                            String.join(", ", by), trusted.stream().map(TrustedKey::id).toList());
            case Opened.Broken(var why) -> throw Failure.no("the file is no envelope: %s", why);
        };
    }

    static Claim claim(String statement) {
        var json =
                Json.object(statement)
                        .orElseThrow(() -> Failure.no("the statement is no JSON object"));
        var predicate = json.path("predicate");
        boolean ours =
                json.path("_type").asString("").equals(STATEMENT)
                        && json.path("predicateType").asString("").equals(PREDICATE);
        if (!ours) {
            throw Failure.no("the statement is not about a verdict of this judge");
        }
        return new Claim(
                hash(json.path("subject").path(0).path("digest").path("gitCommit")),
                hash(json.path("subject").path(1).path("digest").path("gitTree")),
                hash(predicate.path("base")),
                predicate.path("date").asString(""),
                predicate.path("phase").asString(""),
                origin(predicate));
    }

    private static Optional<Origin> origin(JsonNode predicate) {
        var run = predicate.path("run");
        return run.isObject()
                ? Optional.of(
                        new Origin(
                                run.path("run").asString(""),
                                run.path("journal").path("entries").asInt(0),
                                predicate.path("unsignedIntentLetPass").asBoolean(false)))
                : Optional.empty();
    }

    private static String hash(JsonNode text) {
        return Optional.of(text.asString(""))
                .filter(value ->
                        (value.length() == 40 || value.length() == 64)
                                && value.chars().allMatch(c -> Character.digit(c, 16) >= 0))
                .orElseThrow(() -> Failure.no("the statement names no commit where it has to"));
    }

    /// Where two statements differ, in words.
    static List<String> differences(String attested, String again) {
        var differences = new ArrayList<String>();
        compare(
                "",
                Json.object(attested).orElseThrow(),
                Json.object(again).orElseThrow(),
                differences);
        if (differences.isEmpty() && !attested.equals(again)) {
            differences.add("the statement is not written as this judge writes it");
        }
        return differences;
    }

    private static void compare(String at, JsonNode old, JsonNode now, List<String> differences) {
        if (old.equals(now)) {
            return;
        }
        if (old.isObject() && now.isObject()) {
            var names = new TreeSet<>(old.propertyNames());
            names.addAll(now.propertyNames());
            names.forEach(name ->
                    compare(
                            at.isEmpty() ? name : at + "." + name,
                            old.path(name),
                            now.path(name),
                            differences));
            return;
        }
        if (old.isArray() && now.isArray() && old.size() == now.size()) {
            for (int i = 0; i < old.size(); i++) {
                compare("%s[%s]".formatted(at, i), old.path(i), now.path(i), differences);
            }
            return;
        }
        differences.add("%s: attested %s, now %s".formatted(at, shortened(old), shortened(now)));
    }

    private static String shortened(JsonNode value) {
        var text = value.toString();
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
