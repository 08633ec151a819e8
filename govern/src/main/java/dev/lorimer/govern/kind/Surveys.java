package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import java.util.LinkedHashMap;
import java.util.Map;

/// What constraints saw in whole trees, for as long as a judge lives. Safe for use by several
/// threads.
public final class Surveys {
    /// 500 constraints: more than a repository has.
    private static final int CONSTRAINTS_MAX = 500;

    private final Map<Constraint, Panorama> byConstraint = new LinkedHashMap<>(16, 0.75f, true);

    synchronized Panorama of(Constraint constraint) {
        var memory = byConstraint.computeIfAbsent(constraint, _ -> new Panorama());
        var oldest = byConstraint.keySet().iterator();
        while (byConstraint.size() > CONSTRAINTS_MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        return memory;
    }
}
