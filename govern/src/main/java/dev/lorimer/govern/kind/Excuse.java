package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.source.Reference;
import dev.lorimer.govern.source.Site;
import java.util.List;

/// Where code may do what a rule forbids it elsewhere. Code of which nobody can tell where it
/// stands has no excuse.
record Excuse(Rule.Unless unless) {
    boolean file(String path) {
        return unless.paths().stream().anyMatch(glob -> glob.matches(path));
    }

    /// Also holds inside of what is excused.
    boolean site(Site site) {
        return marked(site.annotations()) || isIn(site.subject());
    }

    boolean marked(List<Reference> annotations) {
        for (NamePattern pattern : unless.annotations()) {
            for (var annotation : annotations) {
                if (annotation.isType(pattern)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isIn(String subject) {
        if (unless.types().isEmpty()) {
            return false;
        }
        var type = Reference.named(List.of(subject.split("\\.", -1)));
        return unless.types().stream().anyMatch(type::isType);
    }
}
