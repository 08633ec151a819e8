package dev.lorimer.govern.propose;

import java.util.Comparator;

/// Something of somebody else's that code imports.
///
/// @param name dotted, as in `org.junit`
record Used(Sort sort, String name) implements Comparable<Used> {
    private static final Comparator<Used> ORDER =
            Comparator.comparing(Used::sort).thenComparing(Used::name);

    /// How much of it is meant.
    enum Sort {
        /// A library as a whole: all packages below the name.
        LIBRARY,
        /// One package, without those below it.
        PACKAGE,
        TYPE
    }

    @Override
    public int compareTo(Used other) {
        return ORDER.compare(this, other);
    }
}
