package dev.lorimer.route;

import dev.lorimer.model.Reply;
import java.util.List;

/// Who gave the replies of a run so far, and what each of them took: what a rule needs to say what
/// they cost. It is put together when it is asked for, since few rules ask.
public interface Bill {
    /// @param candidate as the route names it
    record Item(String candidate, Reply.Usage usage) {}

    /// In the order of the replies, summaries among them.
    List<Item> items();
}
