package dev.lorimer.govern.propose;

/// What a proposal is about; the order is that in which they are shown.
public enum Sort {
    /// A library that was common in history and is used nowhere now.
    ABANDONED_LIBRARY(40),
    /// One library for a purpose that has several.
    SINGLE_LIBRARY(10),
    /// Packages that use each other in one direction only.
    LAYERS(8),
    /// Packages that form no circle.
    NO_CYCLES(6),
    /// A package that knows none of its siblings, or that none of them knows.
    BOUNDARY(10),
    /// A package of a library, or of the platform, that was common and is used nowhere now.
    ABANDONED_PACKAGE(12),
    /// A type that was common and is used nowhere now.
    ABANDONED_TYPE(10),
    /// A library that was common in the code and is left in tests only.
    ABANDONED_IN_MAIN(6),
    /// A library that went with the code that used it: nobody may have decided against it.
    DELETED_LIBRARY(20),
    /// Types of a sort that all have names of a form.
    NAMING(10);

    private final int atMost;

    Sort(int atMost) {
        this.atMost = atMost;
    }

    /// How many of the sort are proposed at most: with more of them nobody reads to the end.
    int atMost() {
        return atMost;
    }

    /// The sort in words, as in `abandoned library`.
    public String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
