package dev.lorimer.bench.peers;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.lorimer.bench.TurnPeer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/// LangChain4j's model and messages in the shortest loop that uses them. It asks for whole replies,
/// which are less work than streams, and keeps nothing.
public final class LangChain4jTurns implements TurnPeer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final ToolSpecification LOOKUP =
            ToolSpecification.builder()
                    .name("lookup")
                    .description("looks up a key")
                    .parameters(
                            JsonObjectSchema.builder()
                                    .addStringProperty("key")
                                    .required("key")
                                    .additionalProperties(false)
                                    .build())
                    .build();

    @Override
    public String name() {
        return "LangChain4j's model in the shortest loop, nothing kept";
    }

    @Override
    public Loop at(URI server, String task, UnaryOperator<String> lookup) {
        ChatModel model =
                OpenAiChatModel.builder()
                        .baseUrl(server.toString())
                        .apiKey("none")
                        .modelName("stub")
                        .maxTokens(1_000)
                        .build();
        return turns -> run(model, task, lookup, turns);
    }

    private static void run(
            ChatModel model, String task, UnaryOperator<String> lookup, int turns) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(SystemMessage.from("Look things up."));
        messages.add(UserMessage.from(task));
        for (int turn = 0; turn < turns; turn++) {
            var request =
                    ChatRequest.builder().messages(messages).toolSpecifications(LOOKUP).build();
            var said = model.chat(request).aiMessage();
            messages.add(said);
            for (ToolExecutionRequest call : said.toolExecutionRequests()) {
                String key = JSON.readTree(call.arguments()).path("key").asString();
                messages.add(ToolExecutionResultMessage.from(call, lookup.apply(key)));
            }
        }
    }
}
