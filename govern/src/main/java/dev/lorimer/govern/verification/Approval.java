package dev.lorimer.govern.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A person's answer about one call.
///
/// @param call its place in the run
/// @param answer as `approve`
/// @param findings the identities of the findings that were asked about
public record Approval(
        String call, String summary, String answer, String by, String at, List<String> findings) {
    public Approval {
        findings = List.copyOf(findings);
    }

    static List<Approval> all(RunHistory history) {
        Map<String, Event> asked = new HashMap<>();
        var all = new ArrayList<Approval>();
        for (var event : history.events()) {
            if (event.is("asked")) {
                asked.put(event.call(), event);
            } else if (event.is("answered")) {
                var question =
                        Optional.ofNullable(asked.remove(event.call()))
                                .map(one -> one.body().path("question"));
                var findings = new ArrayList<String>();
                question.ifPresent(one ->
                        one.path("findings")
                                .values()
                                .forEach(finding ->
                                        findings.add(finding.path("identity").asString(""))));
                all.add(
                        new Approval(
                                event.call(),
                                question.map(one -> one.path("summary").asString("")).orElse(""),
                                event.body()
                                        .path("answer")
                                        .path("type")
                                        .asString("")
                                        .toLowerCase(java.util.Locale.ROOT),
                                event.text("by"),
                                event.at().toString(),
                                findings));
            }
        }
        return List.copyOf(all);
    }
}
