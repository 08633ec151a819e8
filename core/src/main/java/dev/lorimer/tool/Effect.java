package dev.lorimer.tool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a call would do, as data: made by [Tool#describe] before anything is done, so that a judge
/// can stand between intention and effect. The case is the effect class: it decides what happens
/// when the process dies between intent and result.
public sealed interface Effect {
    /// One line for people, for example `edit src/App.java`.
    String summary();

    /// Reads only: run again.
    record Pure(String summary) implements Effect {}

    /// Safe to send again with the same key.
    record Idempotent(String summary) implements Effect {}

    /// Changes the outside world; when interrupted, [Tool#probe] is asked whether it happened.
    record Reconcilable(String summary) implements Effect {}

    /// Changes the outside world; when interrupted, [Tool#probe] is asked, else [Tool#undo] takes
    /// it back.
    record Compensable(String summary) implements Effect {}

    /// Changes the workspace and nothing else: restore the tree from before, run again.
    record Staged(String summary, Edits edits) implements Effect {}

    /// Changes the outside world, once: in doubt when interrupted.
    record Irreversible(String summary) implements Effect {}

    /// Nobody said: treated as irreversible, and it may change the workspace too.
    record Opaque(String summary) implements Effect {}

    /// Replaces the run's plan; changes nothing else.
    record Planned(List<PlanItem> items) implements Effect {
        public Planned {
            items = List.copyOf(items);
        }

        @Override
        public String summary() {
            return "plan of " + items.size() + (items.size() == 1 ? " item" : " items");
        }
    }

    /// Does nothing for a while: until the time has passed, a person has sent a message, or the
    /// named run has ended.
    record Wait(String summary, Duration time, Optional<String> run) implements Effect {}

    /// Asks to end the run; checks decide.
    record Finish(String summary) implements Effect {}

    /// What a staged effect will change.
    sealed interface Edits {
        /// Known before it is done, so it is judged before anything is written.
        record Known(List<FileEdit> files) implements Edits {
            public Known {
                files = List.copyOf(files);
            }
        }

        /// Known only afterwards: judged on the tree it leaves.
        record Unknown() implements Edits {}
    }

    /// The whole new text of one file, by its path relative to the workspace, with `/`.
    record FileEdit(String path, String content) {}

    /// One line of the plan.
    record PlanItem(String text, Status status) {
        /// Lower case on the wire.
        public enum Status {
            PENDING,
            ACTIVE,
            DONE
        }
    }
}
