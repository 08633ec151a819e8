package dev.lorimer.models;

import dev.lorimer.model.ModelException;

/// Bytes that are no whole reply, found below the place that knows whose reply it is; [HttpModel]
/// turns it into the failure that callers see.
final class BrokenReply extends RuntimeException {
    private final ModelException.Kind kind;
    private final String why;

    private BrokenReply(ModelException.Kind kind, String why) {
        super(why);
        this.kind = kind;
        this.why = why;
    }

    /// What came is no valid reply and would not become one with more bytes.
    static BrokenReply malformed(String why) {
        return new BrokenReply(ModelException.Kind.MALFORMED_REPLY, why);
    }

    /// What came is the beginning of a reply.
    static BrokenReply cut(String why) {
        return new BrokenReply(ModelException.Kind.CUT, why);
    }

    String why() {
        return why;
    }

    ModelException.Kind kind() {
        return kind;
    }
}
