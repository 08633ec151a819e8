package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.source.FactIndex;

/// What lies on a judge's desk through many judgements. Safe for use by several threads.
///
/// @param index what is known of files already
/// @param recollection what constraints saw in whole trees already
public record Desk(Engines engines, FactIndex index, Recollection recollection) {
    public static Desk of(Engines engines, FactIndex index) {
        return new Desk(engines, index, new Recollection());
    }
}
