package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Replies as JSON values of a given form, from any model.
///
/// The provider holds its model to the form where it can; here every reply is checked against the
/// whole schema, and the model is told its mistakes and asked again, a bounded number of times.
public final class FormedReplies {
    /// A model that has missed the form three times misses it for good.
    public static final int REPAIRS_MAX = 2;

    private final Model model;
    private final int repairsMax;

    /// Repairs at most [#REPAIRS_MAX] times.
    public FormedReplies(Model model) {
        this(model, REPAIRS_MAX);
    }

    /// @param repairsMax how often a reply that misses the form is sent back, 0 for never
    public FormedReplies(Model model, int repairsMax) {
        if (repairsMax < 0) {
            throw new IllegalArgumentException(
                    "repairs " + repairsMax + " is negative; give 0 for none");
        }
        this.model = model;
        this.repairsMax = repairsMax;
    }

    /// A value of the form that was asked for.
    ///
    /// @param reply the one that holds it
    /// @param usage of all replies, those that missed the form too
    /// @param repairs how many of them did
    public record Formed(JsonNode value, Reply reply, Reply.Usage usage, int repairs) {}

    /// Asks until the reply has the form. Blocks like [Model#complete], once for each request.
    ///
    /// @param request with a form in its manner, and without tools: a call is no value
    /// @param onText told the text of every attempt, one after the other
    /// @throws ModelException [ModelException.Kind#MALFORMED_REPLY] when no attempt had the form,
    ///   [ModelException.Kind#REFUSED] when the model would not,
    ///   [ModelException.Kind#INVALID_REQUEST] when the schema can not be used, and as
    ///   [Model#complete]
    public Formed ask(Request request, Consumer<String> onText) throws InterruptedException {
        Request.Form form = form(request);
        FormCheck check = FormCheck.of(form);
        var messages = new ArrayList<>(request.messages());
        Reply.Usage usage = Reply.Usage.NONE;
        for (int repairs = 0; ; repairs++) {
            Reply reply = model.complete(with(request, messages), onText);
            usage = usage.plus(reply.usage());
            List<String> mistakes;
            switch (finding(reply, check)) {
                case FormCheck.Finding.Fits(JsonNode value) -> {
                    return new Formed(value, reply, usage, repairs);
                }
                case FormCheck.Finding.Fails(List<String> found) -> mistakes = found;
            }
            if (repairs == repairsMax) {
                throw missed(form, repairs, mistakes);
            }
            // Calls would want results; what was said is enough to mend it.
            Message.Assistant said = reply.message();
            messages.add(new Message.Assistant(said.text(), List.of(), List.of()));
            messages.add(new Message.User(request(form, mistakes)));
        }
    }

    private static Request.Form form(Request request) {
        if (!request.tools().isEmpty()) {
            throw new IllegalArgumentException(
                    "the request has tools, and a call is no value; leave the tools out");
        }
        return request.manner()
                .form()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the request asks for no form; put one into its manner"));
    }

    private static Request with(Request request, List<Message> messages) {
        return new Request(
                request.system(),
                request.tools(),
                messages,
                request.outputTokensMax(),
                request.manner());
    }

    private FormCheck.Finding finding(Reply reply, FormCheck check) {
        return switch (reply.stop()) {
            case END -> check.of(reply.message().text());
            case CALLS -> new FormCheck.Finding.Fails(List.of("it calls a tool; there is none"));
            case LENGTH ->
                    new FormCheck.Finding.Fails(
                            List.of("it was cut off at the limit of its length; write less"));
            case REFUSED ->
                    throw new ModelException(
                            ModelException.Kind.REFUSED,
                            Wording.message(
                                    model.name() + " refused",
                                    reply.message().text(),
                                    "; ask for something else",
                                    Optional.empty()));
        };
    }

    private static String request(Request.Form form, List<String> mistakes) {
        return "That reply does not have the form that was asked for:\n- "
                + String.join("\n- ", mistakes)
                + "\nWrite the whole value again. "
                + FormWords.of(form);
    }

    private ModelException missed(Request.Form form, int repairs, List<String> mistakes) {
        return new ModelException(
                ModelException.Kind.MALFORMED_REPLY,
                Wording.message(
                        model.name()
                                + " missed the form \""
                                + Wording.shortened(form.name(), 64)
                                + "\" "
                                + (repairs + 1)
                                + " times:",
                        String.join("; ", mistakes),
                        "; make the schema simpler or take another model",
                        Optional.empty()));
    }
}
