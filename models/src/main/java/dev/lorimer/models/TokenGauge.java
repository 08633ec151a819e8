package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;

/// Guesses what a request will cost before it is sent, and learns from what earlier ones did.
final class TokenGauge {
    /// English text has 4 letters a token, code and JSON 3; the first guess is on the dear side.
    private static final double TOKENS_PER_LETTER = 0.3;

    /// What the providers' pages give for a picture of a million pixels.
    private static final long IMAGE_TOKENS = 1_500;

    private static final double OUTPUT_FIRST = 500;

    /// Weight of the newest reply: about the last ten count.
    private static final double NEWEST = 0.1;

    private double perLetter = TOKENS_PER_LETTER;
    private double output = OUTPUT_FIRST;

    /// What is known of a request before it is sent.
    ///
    /// @param letters of all its texts
    record Size(long letters, long images, int outputTokensMax) {
        static Size of(Request request) {
            long letters = request.system().length();
            long images = 0;
            for (Request.ToolDefinition tool : request.tools()) {
                letters += tool.name().length();
                letters += tool.description().length() + tool.inputSchema().length();
            }
            for (Message message : request.messages()) {
                letters += letters(message);
                images += message instanceof Message.User user ? user.images().size() : 0;
            }
            return new Size(letters, images, request.outputTokensMax());
        }

        private static long letters(Message message) {
            return switch (message) {
                case Message.User user -> user.text().length();
                case Message.ToolResult result -> result.text().length();
                case Message.Assistant assistant ->
                        assistant.text().length()
                                + assistant.calls().stream()
                                        .mapToLong(call ->
                                                call.name().length() + call.arguments().length())
                                        .sum();
            };
        }
    }

    Cost guess(Size size) {
        long input = (long) (size.letters() * perLetter) + size.images() * IMAGE_TOKENS;
        return new Cost(input, (long) Math.min(output, size.outputTokensMax()));
    }

    /// @param usage as the provider reports it; zeros are no report
    void learn(Size size, Reply.Usage usage) {
        long text = usage.input() - size.images() * IMAGE_TOKENS;
        if (text > 0 && size.letters() > 0) {
            perLetter += NEWEST * ((double) text / size.letters() - perLetter);
        }
        if (usage.output() > 0) {
            output += NEWEST * (usage.output() - output);
        }
    }
}
