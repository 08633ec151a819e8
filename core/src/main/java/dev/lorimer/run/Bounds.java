package dev.lorimer.run;

/// How many mistakes a model may make before the run ends.
///
/// @param calls calls of one reply that are looked at; the others are refused
/// @param mistakes replies in a row of which no call could be made
/// @param repeats equal calls in a row with equal results before the model is told so; after as
///   many again the run ends
public record Bounds(int calls, int mistakes, int repeats) {
    /// Models ask for up to a dozen calls at once when they read; 32 leaves room, and keeps what
    /// one reply can set off small. Eight replies that can not be carried out are no slips. Three
    /// equal results are what a poll may see by chance.
    public static final Bounds DEFAULT = new Bounds(32, 8, 3);

    public Bounds {
        if (calls < 1 || mistakes < 1 || repeats < 2) {
            throw new IllegalArgumentException(
                    "bounds of %d calls, %d mistakes and %d repeats leave no room to work; give at least 1, 1 and 2"
                            .formatted(calls, mistakes, repeats));
        }
    }
}
