package dev.lorimer.govern.verification;

import dev.lorimer.govern.decision.Problem;

/// Everything was judged by the decisions as they stood where the run began.
final class LawClaim {
    private LawClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("decisions");
        var law = matter.bench().law(matter.base());
        var start = matter.history().start();
        var briefed =
                start.map(event -> event.body().path("briefing").path("decisions").asString(""));
        check(tally, "the start", briefed.orElse(""), law.hash());
        for (var event : matter.history().of("intended")) {
            check(
                    tally,
                    event.place(),
                    event.body().path("intent").path("decisions").asString(""),
                    law.hash());
        }
        law.problems().stream()
                .filter(problem -> problem.level() == Problem.Level.LAWLESS)
                .forEach(problem ->
                        tally.open(
                                "%s:%s can not be read: %s"
                                        .formatted(
                                                problem.file(),
                                                problem.line(),
                                                problem.message())));
        return tally.claim("decision set %s, read anew from the base".formatted(law.hash()));
    }

    private static void check(Tally tally, String where, String recorded, String hash) {
        if (!recorded.equals(hash)) {
            tally.fails(
                    "%s names decision set \"%s\", but the base holds %s"
                            .formatted(where, recorded, hash));
        }
    }
}
