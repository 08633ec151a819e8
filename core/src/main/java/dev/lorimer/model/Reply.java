package dev.lorimer.model;

/// One whole reply.
///
/// @param model the model's name as the provider reports it
public record Reply(Message.Assistant message, Usage usage, Stop stop, String model) {

    /// Tokens as the provider counts them; 0 where it does not say.
    ///
    /// @param input all prompt tokens, cached ones included
    /// @param output all generated tokens, reasoning included
    /// @param cached prompt tokens served from the provider's cache; part of `input`
    /// @param written prompt tokens written to the provider's cache; part of `input`
    /// @param reasoned tokens spent on reasoning; part of `output`
    public record Usage(long input, long output, long cached, long written, long reasoned) {
        public static final Usage NONE = new Usage(0, 0, 0);

        /// Nothing written to a cache, and no reasoning known of.
        public Usage(long input, long output, long cached) {
            this(input, output, cached, 0, 0);
        }

        public Usage plus(Usage other) {
            return new Usage(
                    input + other.input,
                    output + other.output,
                    cached + other.cached,
                    written + other.written,
                    reasoned + other.reasoned);
        }
    }

    /// Why the reply ended.
    public enum Stop {
        /// The model had said all it wanted.
        END,
        /// It waits for the results of its calls.
        CALLS,
        /// It hit the output limit: its calls may be cut and are not run.
        LENGTH,
        /// It, or a filter, refused.
        REFUSED
    }
}
