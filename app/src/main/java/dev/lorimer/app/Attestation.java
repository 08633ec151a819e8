package dev.lorimer.app;

import static dev.lorimer.app.AgentDialect.object;

import dev.lorimer.govern.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A verdict as an in-toto Statement v1 in a DSSE envelope.
final class Attestation {
    static final String STATEMENT = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "urn:lorimer:constraint-verdict:v1";
    private static final String PAYLOAD = "application/vnd.in-toto+json";

    private Attestation() {}

    /// What is attested, and what it takes to judge it again.
    record Claim(String commit, String tree, String base, String date, String phase) {}

    static String statement(Claim claim, Judging.Ruling ruling) {
        var verdict = Json.object(Report.json(ruling.verdict())).orElseThrow();
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
                        object(
                                "engine", Main.NAME_AND_VERSION,
                                "base", claim.base(),
                                "date", claim.date(),
                                "phase", claim.phase(),
                                "decisions", ruling.law().hash(),
                                "verdict", verdict)));
    }

    static String sealed(String statement, String key, Keys keys) {
        var payload = statement.getBytes(StandardCharsets.UTF_8);
        var shown = keys.show(key);
        return Json.text(
                object(
                        "payloadType",
                        PAYLOAD,
                        "payload",
                        Base64.getEncoder().encodeToString(payload),
                        "signatures",
                        List.of(
                                object(
                                        "keyid", shown.id(),
                                        "sig",
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                keys.sign(
                                                                        key, signed(payload)))))));
    }

    /// DSSE's encoding before signing: type and body with their lengths, so that neither can pass
    /// for a part of the other.
    private static byte[] signed(byte[] payload) {
        var head = "DSSEv1 %d %s %d ".formatted(PAYLOAD.length(), PAYLOAD, payload.length);
        var bytes = head.getBytes(StandardCharsets.UTF_8);
        var all = new byte[bytes.length + payload.length];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(payload, 0, all, bytes.length, payload.length);
        return all;
    }

    /// The statement of an envelope that one of `trusted` has signed.
    static String opened(String envelope, List<Keys.Public> trusted) {
        var json =
                Json.object(envelope)
                        .orElseThrow(() ->
                                Failure.no("the file is no envelope: it holds no JSON object"));
        if (!json.path("payloadType").asString("").equals(PAYLOAD)) {
            throw Failure.no("the envelope's payload type is not \"%s\"", PAYLOAD);
        }
        var payload = decoded(json.path("payload").asString(""));
        var ids = new ArrayList<String>();
        for (var signature : json.path("signatures").values()) {
            var id = signature.path("keyid").asString("");
            ids.add(id);
            var known = trusted.stream().filter(key -> key.id().equals(id)).findFirst();
            if (known.isPresent()
                    && Keys.isSigned(
                            known.get().encoded(),
                            signed(payload),
                            decoded(signature.path("sig").asString("")))) {
                return new String(payload, StandardCharsets.UTF_8);
            }
        }
        throw Failure.no(
                "no signature of the envelope holds (key ids: %s; trusted: %s)",
                String.join(", ", ids), trusted.stream().map(Keys.Public::id).toList());
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw Failure.no("the envelope holds something that is no base64");
        }
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
                predicate.path("phase").asString(""));
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
        differences.add("%s: attested %s, now %s".formatted(at, shortened(old), shortened(now)));
    }

    private static String shortened(JsonNode value) {
        var text = value.toString();
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
