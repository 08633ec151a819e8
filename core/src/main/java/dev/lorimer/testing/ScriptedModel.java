package dev.lorimer.testing;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A model that plays a written part: no network, no key, no chance.
///
/// Which reply comes next is read off the request: the n-th when the conversation holds n-1
/// assistant messages. A run that is resumed in another process therefore goes on where it was.
/// When the conversation was cut, the replies that its summary stands for count too; asked for a
/// summary, it gives one that is not in the script. Only failures are counted by the object itself:
/// those written before a reply are played once each, then the reply itself.
///
/// As a file it is `{"replies":[{"text":"…","calls":[{"name":"edit_file","arguments":{…}}]}]}`. A
/// reply may have a `stop` (END, CALLS, LENGTH, REFUSED), a call an `id`. Arguments written as a
/// string are played as they stand, valid JSON or not. `{"fail":"RATE_LIMITED",
/// "retry_after_ms":500}` is a failure of that kind.
public final class ScriptedModel implements Model {
    /// Letters that make one token, the usual rule of thumb for English text and code. Only here so
    /// that a timeline shows tokens; the numbers are the same on every run.
    private static final int LETTERS_PER_TOKEN = 4;

    private final String name;
    private final List<ScriptedReply.Says> replies = new ArrayList<>();

    /// Failures to play before the reply at the same index; one more list than replies.
    private final List<List<ScriptedReply.Fails>> failures = new ArrayList<>();

    private final List<AtomicInteger> played = new ArrayList<>();

    public ScriptedModel(ScriptedReply... script) {
        this("script", List.of(script));
    }

    /// @param name what [#name] gives
    public ScriptedModel(String name, List<ScriptedReply> script) {
        this.name = name;
        var before = new ArrayList<ScriptedReply.Fails>();
        for (ScriptedReply line : script) {
            switch (line) {
                case ScriptedReply.Fails fails -> before.add(fails);
                case ScriptedReply.Says says -> {
                    replies.add(says);
                    failuresBeforeNext(before);
                }
            }
        }
        failuresBeforeNext(before);
    }

    /// Reads a script file; its name is `script:` and the path as given.
    ///
    /// @throws ScriptException when the file is missing or not a script
    public static ScriptedModel read(Path file) {
        return new ScriptedModel("script:" + file, Script.read(file));
    }

    /// @param source where the text comes from, for messages
    /// @throws ScriptException when the text is not a script
    public static ScriptedModel parse(String source, String text) {
        return new ScriptedModel("script:" + source, Script.parse(source, text));
    }

    private void failuresBeforeNext(List<ScriptedReply.Fails> before) {
        failures.add(List.copyOf(before));
        played.add(new AtomicInteger());
        before.clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply complete(Request request, Consumer<String> onText) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the scripted reply was cancelled");
        }
        if (wantsSummary(request)) {
            var message = new Message.Assistant(SUMMARY, List.of(), List.of());
            return new Reply(message, usage(request, message), Reply.Stop.END, name);
        }
        int index =
                summarised(request)
                        + (int)
                                request.messages().stream()
                                        .filter(Message.Assistant.class::isInstance)
                                        .count();
        if (index <= replies.size()) {
            playFailure(index);
        }
        if (index >= replies.size()) {
            throw exhausted(index);
        }
        ScriptedReply.Says says = replies.get(index);
        if (!says.text().isEmpty()) {
            onText.accept(says.text());
        }
        var message = new Message.Assistant(says.text(), calls(says, index + 1), List.of());
        return new Reply(message, usage(request, message), says.stop(), name);
    }

    private static final String SUMMARY =
            """
            ## Goal
            The task.
            ## Done
            What the script says up to here.
            ## Open
            The rest of the script.
            """;

    /// How a request for a summary ends, and how a summary begins; `docs/what-the-model-reads.md`
    /// has both.
    private static final String WANTED =
            "This conversation is about to be replaced by a summary, and you write it.";

    private static final Pattern TITLE = Pattern.compile("# Turns 1 to (\\d{1,9}), in short\n");

    private static boolean wantsSummary(Request request) {
        return !request.messages().isEmpty()
                && request.messages().getLast() instanceof Message.User user
                && user.text().startsWith(WANTED);
    }

    /// Replies that a summary stands for; it follows the task.
    private static int summarised(Request request) {
        if (request.messages().size() < 2
                || !(request.messages().get(1) instanceof Message.User user)) {
            return 0;
        }
        var title = TITLE.matcher(user.text());
        return title.lookingAt() ? Integer.parseInt(title.group(1)) : 0;
    }

    private void playFailure(int index) {
        List<ScriptedReply.Fails> here = failures.get(index);
        int next = played.get(index).getAndUpdate(count -> Math.min(count + 1, here.size()));
        if (next < here.size()) {
            ScriptedReply.Fails fails = here.get(next);
            throw new ModelException(
                    fails.kind(),
                    "the script plays the failure \"" + fails.kind() + "\" here, as written",
                    fails.retryAfter());
        }
    }

    private ModelException exhausted(int index) {
        return new ModelException(
                ModelException.Kind.INVALID_REQUEST,
                "the script has "
                        + replies.size()
                        + (replies.size() == 1 ? " reply" : " replies")
                        + " and the run asks for reply "
                        + (index + 1)
                        + "; add one or end with finish");
    }

    private static List<Message.ToolCall> calls(ScriptedReply.Says says, int reply) {
        var calls = new ArrayList<Message.ToolCall>();
        for (ScriptedReply.Call call : says.calls()) {
            String id = call.id().orElse("call-" + reply + "-" + (calls.size() + 1));
            calls.add(new Message.ToolCall(id, call.name(), call.arguments()));
        }
        return calls;
    }

    private static Reply.Usage usage(Request request, Message.Assistant reply) {
        long letters = request.system().length();
        for (Request.ToolDefinition tool : request.tools()) {
            letters +=
                    tool.name().length()
                            + tool.description().length()
                            + tool.inputSchema().length();
        }
        for (Message message : request.messages()) {
            letters += letters(message);
        }
        return new Reply.Usage(tokens(letters), tokens(letters(reply)), 0);
    }

    private static long letters(Message message) {
        return switch (message) {
            case Message.User user -> user.text().length();
            case Message.ToolResult result -> result.text().length();
            case Message.Assistant assistant ->
                    assistant.text().length()
                            + assistant.calls().stream()
                                    .mapToLong(c -> c.name().length() + c.arguments().length())
                                    .sum();
        };
    }

    private static long tokens(long letters) {
        return (letters + LETTERS_PER_TOKEN - 1) / LETTERS_PER_TOKEN;
    }
}
