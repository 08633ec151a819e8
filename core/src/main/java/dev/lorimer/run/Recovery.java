package dev.lorimer.run;

/// What becomes of a call that was interrupted between intent and outcome: a pure function of what
/// the journal says. Its processes are confirmed dead before anybody acts on the answer.
public sealed interface Recovery {
    /// Nothing outside has happened, or it may happen again with the same key: dispatch it again.
    record Again(String text) implements Recovery {}

    /// The workspace goes back to the tree from before; then dispatch the call again.
    record Restore(String tree, String text) implements Recovery {}

    /// Nobody knows whether it happened: a person has to say.
    record Ask(Question.InDoubt question) implements Recovery {}

    /// The effect class decides; see the table in ARCHITECTURE.md.
    static Recovery of(Entry.Intent intent) {
        return switch (intent.effect()) {
            case PURE -> new Again("it only reads; run again");
            case IDEMPOTENT -> new Again("sent again with the same key");
            case STAGED ->
                    new Restore(
                            intent.before(),
                            "the workspace was restored to the tree from before it; run again");
            case RECONCILABLE, COMPENSABLE, IRREVERSIBLE, OPAQUE ->
                    new Ask(
                            new Question.InDoubt(
                                    intent.summary(),
                                    "the process died after the call was about to start and"
                                            + " before its outcome was recorded"));
        };
    }
}
