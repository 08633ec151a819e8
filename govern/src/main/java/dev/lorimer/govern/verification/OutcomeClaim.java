package dev.lorimer.govern.verification;

/// The run ended as done, and the branch holds exactly what it left.
final class OutcomeClaim {
    private OutcomeClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("outcome");
        var history = matter.history();
        switch (history.outcome()) {
            case "Done" -> {}
            case "" -> tally.open("the run has not ended");
            default ->
                    tally.fails(
                            "the run did not end as done: %s, %s"
                                    .formatted(
                                            history.outcome().toLowerCase(java.util.Locale.ROOT),
                                            history.answer()));
        }
        boolean late =
                history.last("finished")
                        .filter(end ->
                                history.events().stream()
                                        .anyMatch(event ->
                                                event.seq() > end.seq() && !event.is("landed")))
                        .isPresent();
        if (late) {
            tally.fails("there are entries after the end that are no landing");
        }
        var said = "done";
        if (matter.transcript().branch().isPresent()) {
            said = "done; " + branch(matter, matter.transcript().branch().get(), tally);
        }
        return tally.claim(said);
    }

    private static String branch(Matter matter, Transcript.Branch branch, Tally tally) {
        var git = matter.bench().git();
        var base = git.tryRun("rev-parse", "--verify", "--quiet", branch.base() + "^{tree}");
        if (base.exit() != 0 || !base.text().strip().equals(matter.base())) {
            tally.fails(
                    "commit %s, from which it started, does not hold tree %s"
                            .formatted(branch.base(), matter.base()));
        }
        if (matter.base().equals(matter.tree())) {
            return "no file changed";
        }
        var commit =
                git.tryRun(
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        branch.ref() + "^{commit}");
        if (commit.exit() != 0) {
            tally.open("its branch \"%s\" is gone".formatted(branch.ref()));
            return "";
        }
        var id = commit.text().strip();
        if (id.equals(branch.base())) {
            tally.open("its branch does not hold the result yet; lorimer resume commits it");
            return "";
        }
        var held = git.text("rev-parse", id + "^{tree}", id + "^@").lines().toList();
        if (!held.getFirst().equals(matter.tree())) {
            tally.fails(
                    "its branch holds tree %s, but the run left %s"
                            .formatted(held.getFirst(), matter.tree()));
        }
        if (held.size() != 2 || !held.get(1).equals(branch.base())) {
            tally.fails("its commit does not follow the commit that it started from");
        }
        return "commit " + id;
    }
}
