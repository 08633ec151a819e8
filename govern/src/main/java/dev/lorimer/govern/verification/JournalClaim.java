package dev.lorimer.govern.verification;

/// The entries are there, in order, and can be read.
final class JournalClaim {
    private JournalClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("journal");
        var lines = matter.transcript().lines();
        if (lines.isEmpty()) {
            tally.fails("the run has no entries");
        }
        matter.history().faults().forEach(tally::fails);
        if (!lines.isEmpty() && matter.history().start().isEmpty()) {
            tally.fails("the first entry is not the start of a run");
        }
        if (matter.history().of("started").size() > 1) {
            tally.fails("the run was started more than once");
        }
        long epoch = 0;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.seq() != i) {
                tally.fails("entry %s stands where entry %s belongs".formatted(line.seq(), i));
            }
            if (line.epoch() < epoch) {
                tally.fails(
                        "entry %s was written under epoch %s after epoch %s had begun"
                                .formatted(line.seq(), line.epoch(), epoch));
            }
            epoch = Math.max(epoch, line.epoch());
        }
        for (var event : matter.history().unknown()) {
            tally.open(
                    "%s is of a kind that this version does not know; verify with the version that wrote it"
                            .formatted(event.place()));
        }
        return tally.claim(
                "%s entries in order, the last with hash %s"
                        .formatted(lines.size(), matter.transcript().head()));
    }
}
