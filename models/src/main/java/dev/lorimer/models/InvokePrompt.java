package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A conversation for models behind InvokeModel that take texts alone: a prompt in the marks that
/// the model was trained with, or a message and those before it.
final class InvokePrompt {
    private InvokePrompt() {}

    /// @throws ModelException when there is more in the conversation than texts: such a model would
    ///   be asked for what it can not do
    static ObjectNode body(InvokeFamily family, Asked asked) {
        check(asked);
        List<Turn> turns = Turn.closed(asked.request());
        String system = system(asked.request());
        int most = asked.request().outputTokensMax();
        ObjectNode body = StrictText.newObject();
        return switch (family) {
            case TITAN -> {
                body.put("inputText", titan(system, turns));
                body.putObject("textGenerationConfig").put("maxTokenCount", most);
                yield body;
            }
            case LLAMA_4 ->
                    body.put("prompt", llama(system, turns, "header_start", "header_end", "eot"))
                            .put("max_gen_len", most);
            case LLAMA_3 ->
                    body.put(
                                    "prompt",
                                    llama(
                                            system,
                                            turns,
                                            "start_header_id",
                                            "end_header_id",
                                            "eot_id"))
                            .put("max_gen_len", most);
            case INSTRUCT -> body.put("prompt", instruct(system, turns)).put("max_tokens", most);
            case COMMAND -> command(system, turns, body).put("max_tokens", most);
            case CLAUDE, NOVA, CHAT ->
                    throw new IllegalArgumentException(family + " takes more than texts");
        };
    }

    private static void check(Asked asked) {
        Request request = asked.request();
        boolean tools = !request.tools().isEmpty();
        boolean images = false;
        for (Message message : request.messages()) {
            switch (message) {
                case Message.User user -> images |= !user.images().isEmpty();
                case Message.Assistant said -> tools |= !said.calls().isEmpty();
                case Message.ToolResult _ -> tools = true;
            }
        }
        if (tools || images) {
            throw new ModelException(
                    ModelException.Kind.INVALID_REQUEST,
                    "the conversation can not be sent: model \""
                            + Wording.shortened(Wording.line(asked.model()), 120)
                            + "\" takes texts alone, and there "
                            + (tools ? "are tools" : "is a picture")
                            + " in it; take another model");
        }
    }

    private static String system(Request request) {
        return request.manner()
                .form()
                .map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                .orElse(request.system());
    }

    private static String text(Turn turn) {
        return switch (turn) {
            case Turn.Asks asks -> String.join("\n\n", asks.texts());
            case Turn.Answers answers -> answers.message().text();
        };
    }

    // https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
    private static String titan(String system, List<Turn> turns) {
        var prompt = new StringBuilder(system.isBlank() ? "" : system + "\n\n");
        for (Turn turn : turns) {
            prompt.append(turn instanceof Turn.Asks ? "User: " : "Bot: ")
                    .append(text(turn))
                    .append('\n');
        }
        return prompt.append("Bot:").toString();
    }

    // https://www.llama.com/docs/model-cards-and-prompt-formats
    private static String llama(
            String system, List<Turn> turns, String begin, String end, String over) {
        var prompt = new StringBuilder("<|begin_of_text|>");
        String block = "<|" + begin + "|>%s<|" + end + "|>\n\n";
        if (!system.isBlank()) {
            prompt.append(block.formatted("system")).append(unmarked(system));
            prompt.append("<|" + over + "|>");
        }
        for (Turn turn : turns) {
            String side = turn instanceof Turn.Asks ? "user" : "assistant";
            prompt.append(block.formatted(side)).append(unmarked(text(turn)));
            prompt.append("<|" + over + "|>");
        }
        return prompt.append(block.formatted("assistant")).toString();
    }

    /// A text in which nothing ends it: whoever wrote it speaks for one side only.
    private static String unmarked(String text) {
        return text.replace("<|", "< |");
    }

    // https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html
    private static String instruct(String system, List<Turn> turns) {
        var prompt = new StringBuilder("<s>");
        String before = system.isBlank() ? "" : system + "\n\n";
        for (Turn turn : turns) {
            String text =
                    (before + text(turn)).replaceAll("\\[(/?INST)]", "[ $1]").replace("s>", "s >");
            prompt.append(
                    turn instanceof Turn.Asks ? "[INST] " + text + " [/INST]" : text + "</s>");
            before = "";
        }
        return prompt.toString();
    }

    // https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
    private static ObjectNode command(String system, List<Turn> turns, ObjectNode body) {
        if (!system.isBlank()) {
            body.put("preamble", system);
        }
        ArrayNode before = body.putArray("chat_history");
        for (Turn turn : turns.subList(0, turns.size() - 1)) {
            before.addObject()
                    .put("role", turn instanceof Turn.Asks ? "USER" : "CHATBOT")
                    .put("message", text(turn));
        }
        return body.put("message", text(turns.getLast()));
    }
}
