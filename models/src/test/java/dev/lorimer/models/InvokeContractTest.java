package dev.lorimer.models;

/// InvokeModel with a model whose own language is Anthropic's Messages.
class InvokeContractTest extends InvokeContract {
    InvokeContractTest() {
        super(new AnthropicContractTest(), "anthropic.claude-sonnet-4-5-20250929-v1:0");
    }
}
