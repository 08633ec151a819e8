package dev.lorimer.run;

import dev.lorimer.model.Reply;
import dev.lorimer.route.Bill;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The replies of a run in its entries, entry by entry.
final class Billing implements Bill {
    private final List<Item> items = new ArrayList<>();

    /// Empty before any switch, which means the first candidate.
    private String current = "";

    void take(Entry entry) {
        if (entry instanceof Entry.Switched switched) {
            current = switched.to();
        } else if (entry instanceof Entry.Replied replied) {
            add(replied.usage());
        } else if (entry instanceof Entry.Compacted compacted && !compacted.model().isEmpty()) {
            add(compacted.cost().usage());
        }
    }

    private void add(Reply.Usage usage) {
        items.add(new Item(current, usage));
    }

    @Override
    public List<Item> items() {
        return Collections.unmodifiableList(items);
    }
}
