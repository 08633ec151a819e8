package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;

/// InvokeModel with a model whose own language is Chat Completions: without the last word, and with
/// the service's own account of what it cost.
class InvokeChatContractTest extends InvokeContract {
    private static final String METRICS =
            ",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":3,\"outputTokenCount\":1}}";

    InvokeChatContractTest() {
        super(new OpenAiChatContractTest(), "openai.gpt-oss-120b-1:0");
    }

    @Override
    List<String> saying(String text) {
        return ended(super.saying(text));
    }

    @Override
    List<String> cutShort(String text) {
        return ended(super.cutShort(text));
    }

    @Override
    List<String> calling(ToolCall... calls) {
        return ended(super.calling(calls));
    }

    private static List<String> ended(List<String> events) {
        var ended = new ArrayList<>(events);
        ended.remove("[DONE]");
        // Nothing comes after the finish reason here but what it cost.
        int last = ended.size() - 1;
        ended.set(last, ended.get(last).replaceFirst("}$", METRICS));
        return ended;
    }
}
