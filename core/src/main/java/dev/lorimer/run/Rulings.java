package dev.lorimer.run;

import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Finding;
import java.util.List;

/// What of a verdict's evidence concerns the one who is refused.
final class Rulings {
    private Rulings() {}

    /// The findings that block: denied, or to be asked about.
    static List<Finding> blocking(Evidence evidence) {
        return evidence.findings().stream().filter(Finding::blocks).toList();
    }

    static List<String> identities(List<Finding> findings) {
        return findings.stream().map(Finding::identity).distinct().toList();
    }
}
