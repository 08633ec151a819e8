package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.journal.RunId;
import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.route.Purpose;
import dev.lorimer.route.Reason;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What happened in a run: the only things ever recorded, each durable before the run goes on.
///
/// Calls are named by their place, `3.1` being the first call of the third reply, since providers'
/// own ids may be missing or repeat.
public sealed interface Entry {
    /// The task was taken.
    ///
    /// @param base the tree that the run starts from
    /// @param verifiers names of the checks that decide whether the run is done
    /// @param setup what the caller needs to make the same [Run] again in another process
    record Started(
            Task task,
            String base,
            Briefing briefing,
            Limits limits,
            List<String> verifiers,
            JsonNode setup)
            implements Entry {}

    /// The verifiers looked at a tree.
    record Verified(Occasion occasion, String tree, List<Verifier.Check> checks) implements Entry {
        public boolean passed() {
            return checks.stream().allMatch(check -> check.result() == Verifier.Result.PASS);
        }

        public Duration took() {
            return checks.stream().map(Verifier.Check::took).reduce(Duration.ZERO, Duration::plus);
        }
    }

    /// Why the verifiers looked.
    enum Occasion {
        /// Before the first change.
        BASELINE,
        /// The model asked to finish.
        FINISH
    }

    /// The model answered; none of its calls has been dispatched yet.
    record Replied(
            Message.Assistant message,
            Reply.Usage usage,
            Reply.Stop stop,
            String model,
            Duration took)
            implements Entry {}

    /// A request to the model gave no reply, or could not be made.
    ///
    /// @param next what the harness does about it
    /// @param until for a retry, when the model is asked again; for a parked run, when it is
    ///   overdue
    /// @param cost what it took all the same; journals of old do not say
    record Faltered(
            ModelException.Kind kind,
            String message,
            Next next,
            Optional<Instant> until,
            Optional<Cost> cost)
            implements Entry {
        /// It cost nothing that is known.
        public Faltered(
                ModelException.Kind kind, String message, Next next, Optional<Instant> until) {
            this(kind, message, next, until, Optional.empty());
        }

        public enum Next {
            RETRY,
            /// The run waits until a person resumes it.
            PARK,
            /// Another model is asked.
            FALL_BACK,
            /// The conversation is made shorter, then the model is asked again.
            COMPACT
        }
    }

    /// Another model is asked from now on.
    ///
    /// @param from its name in the route
    /// @param to its name in the route
    /// @param purpose of the first request to it
    /// @param backAt when the one before may serve again
    record Switched(
            String from, String to, Reason reason, Purpose purpose, Optional<Instant> backAt)
            implements Entry {}

    /// What was said long ago was replaced, for the model, by a summary. The entries stay.
    ///
    /// @param text what the model reads in place of it
    /// @param persons what persons said before the cut, word for word: it reads that as well
    /// @param model who wrote it, as the provider reports it; empty when the harness did
    /// @param cost of the request for it
    record Compacted(
            Cut cut, String text, List<String> persons, Sizes sizes, String model, Cost cost)
            implements Entry {}

    /// A person took up a run that waited for the model.
    record Resumed() implements Entry {}

    /// The harness said something to the model between its turns.
    record Told(String text) implements Entry {}

    /// A message to this run was taken from the journal. What a person says reaches the model as
    /// soon as no call is open.
    ///
    /// @param signal its number in the journal
    /// @param kind `say` or `cancel`
    record Heard(long signal, String kind, String text, String by) implements Entry {}

    /// A call that was not, or not validly, made: the model reads why.
    record Refused(String call, Refusal refusal, String text) implements Entry {}

    /// A person has to say what becomes of a call.
    record Asked(String call, Question question) implements Entry {}

    /// A person said it.
    record Answered(String call, Answer answer, String note, String by) implements Entry {}

    /// Nobody has answered in time.
    record Overdue() implements Entry {}

    /// The effect is about to happen.
    record Intended(String call, Intent intent) implements Entry {}

    /// An attempt ended and nobody knows what became of it: a timeout, a lost connection.
    record Lost(String call, String why) implements Entry {}

    /// The call waits, and nothing else happens meanwhile.
    record Parked(String call, Pause pause) implements Entry {}

    /// What the call did, or may have done, is about to be taken back.
    ///
    /// @param then what follows when nothing of it is left
    record Undoing(String call, Then then) implements Entry {}

    /// Nothing of the call is left, or it could not be taken back.
    record Undone(String call, Tool.Result result) implements Entry {}

    /// The outcome of a call is known.
    ///
    /// @param tree the workspace afterwards
    /// @param plan the new plan, when the call was one
    record Settled(
            String call,
            Tool.Result result,
            String tree,
            Optional<List<Effect.PlanItem>> plan,
            Duration took)
            implements Entry {}

    /// An interrupted call was contained and its workspace restored; it is dispatched again.
    record Recovered(String call, String text) implements Entry {}

    /// The whole change was held against the decisions.
    record Reviewed(String tree, String verdict, List<Finding> findings) implements Entry {}

    /// The run is to end so; before that, what can be taken back of it is taken back.
    record Compensating(Outcome outcome) implements Entry {}

    /// The run came to its outcome.
    record Finished(Outcome outcome) implements Entry {}

    /// The change was brought to the user's branch or folder.
    record Landed(String how, String result) implements Entry {}

    /// What the run is to do, in the user's words.
    ///
    /// @param intent what was meant, frozen and signed before the run began, as a DSSE envelope;
    ///   journals of old have none
    record Task(String text, Optional<String> intent) {
        /// With nothing frozen.
        public Task(String text) {
            this(text, Optional.empty());
        }
    }

    /// The decisions in force for this task, as the model reads them in every request.
    ///
    /// @param decisions hash of the whole decision set
    record Briefing(String decisions, String text) {}

    /// What a request took.
    record Cost(Reply.Usage usage, Duration took) {
        static final Cost NONE = new Cost(Reply.Usage.NONE, Duration.ZERO);
    }

    /// Where a conversation is cut: no call is open there.
    ///
    /// @param upTo the first entry whose messages are kept word for word
    /// @param turns replies before it
    /// @param kept how many messages are kept
    record Cut(long upTo, int turns, int kept) {}

    /// How long a conversation was and is, in estimated tokens.
    record Sizes(long before, long after) {
        /// A cut that frees less than a tenth is followed by the next one at once.
        private static final int TENTH = 10;

        /// Whether it has freed so much that it was worth it.
        boolean worthwhile() {
            return before - after >= before / TENTH;
        }
    }

    /// Where a run ends as exhausted. Active time counts, waiting does not.
    ///
    /// @param deadline when it ends, however much it has waited
    record Limits(int turns, long tokens, Duration active, Optional<Instant> deadline) {
        /// Without a deadline.
        public Limits(int turns, long tokens, Duration active) {
            this(turns, tokens, active, Optional.empty());
        }

        /// Published traces of coding agents end below 60 turns; this leaves room and still stops a
        /// model that never finishes within a few dollars.
        public static final Limits DEFAULT = new Limits(100, 4_000_000, Duration.ofHours(2));
    }

    /// What follows an undo.
    enum Then {
        /// The call is looked at afresh.
        AGAIN,
        /// The call is over.
        CLOSE
    }

    /// What a call waits for, whatever comes first; a message from a person ends it too.
    record Pause(Instant until, Optional<RunId> run, String summary) {}

    /// What was decided before an effect.
    ///
    /// @param before the workspace's tree before it
    /// @param decisions hash of the decision set that allowed it
    /// @param granted identities of findings that a person's approval covers, consumed here
    record Intent(
            EffectClass effect,
            String summary,
            String key,
            String before,
            String decisions,
            List<String> granted) {}
}
