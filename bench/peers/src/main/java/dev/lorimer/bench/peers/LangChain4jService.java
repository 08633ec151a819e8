package dev.lorimer.bench.peers;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.lorimer.bench.TurnPeer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// LangChain4j's own agent loop, an AI service with one tool and its usual memory, which keeps
/// nothing on disk. It asks for whole replies, which are less work than streams.
public final class LangChain4jService implements TurnPeer {
    /// More than a run has, so that nothing is dropped.
    private static final int MESSAGES_MAX = 100_000;

    /// What AI services are asked through.
    interface Assistant {
        @SystemMessage("Look things up.")
        String chat(String task);
    }

    /// @param left how many turns are still to come
    record Lookup(UnaryOperator<String> lookup, AtomicInteger left) {
        @Tool("looks up a key")
        String lookup(@P("key") String key) {
            if (left.decrementAndGet() == 0) {
                // The server never stops asking, and the service has no limit that is no error.
                throw new Enough();
            }
            return lookup.apply(key);
        }
    }

    /// The last turn is over.
    private static final class Enough extends RuntimeException {
        Enough() {
            super("enough", null, false, false);
        }
    }

    @Override
    public String name() {
        return "LangChain4j's AI service, nothing kept";
    }

    @Override
    public Loop at(URI server, String task, UnaryOperator<String> lookup) {
        var model =
                OpenAiChatModel.builder()
                        .baseUrl(server.toString())
                        .apiKey("none")
                        .modelName("stub")
                        .maxTokens(1_000)
                        .build();
        return turns -> {
            var tool = new Lookup(lookup, new AtomicInteger(turns));
            var assistant =
                    AiServices.builder(Assistant.class)
                            .chatModel(model)
                            .tools(tool)
                            .chatMemory(MessageWindowChatMemory.withMaxMessages(MESSAGES_MAX))
                            .maxSequentialToolsInvocations(turns + 1)
                            .toolExecutionErrorHandler(
                                    (failure, _) -> {
                                        throw new Enough();
                                    })
                            .build();
            try {
                assistant.chat(task);
                throw new IllegalStateException("the service ended early");
            } catch (Enough last) {
                // All turns were taken.
            }
        };
    }
}
