package dev.lorimer.govern.verification;

import dev.lorimer.govern.Place;

/// One way in which a change asks less of the code than its tests did before.
///
/// @param what on one line
/// @param certain false when only a person can tell whether it is one
public record Weakening(Place place, String what, boolean certain) {
    static Weakening sure(String file, int line, String what) {
        return new Weakening(new Place(file, line), what, true);
    }

    static Weakening open(String file, int line, String what) {
        return new Weakening(new Place(file, line), what, false);
    }
}
