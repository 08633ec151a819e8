package dev.lorimer.app;

import dev.lorimer.run.Entry;
import dev.lorimer.run.RunState;
import java.util.List;

/// Entries told one after the other, from the first.
final class Story {
    private final Timeline timeline;
    private RunState state = RunState.EMPTY;

    Story(Timeline timeline) {
        this.timeline = timeline;
    }

    List<String> lines(Entry entry) {
        state = state.after(entry);
        return timeline.lines(entry, state);
    }

    RunState state() {
        return state;
    }
}
