package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvokeFamilyTest {
    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-3-haiku-20240307-v1:0, CLAUDE",
        "us.anthropic.claude-3-5-sonnet-20240620-v1:0, CLAUDE",
        "global.anthropic.claude-opus-4-6-v1, CLAUDE",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0, CLAUDE",
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, NOVA",
        "apac.amazon.nova-micro-v1:0, NOVA",
        "us.amazon.nova-2-lite-v1:0, NOVA",
        "amazon.titan-text-lite-v1, TITAN",
        "amazon.titan-tg1-large, TITAN",
        "us.meta.llama3-3-70b-instruct-v1:0, LLAMA_3",
        "us.meta.llama4-scout-17b-instruct-v1:0, LLAMA_4",
        "mistral.mistral-7b-instruct-v0:2, INSTRUCT",
        "mistral.mixtral-8x7b-instruct-v0:1, INSTRUCT",
        "us.mistral.pixtral-large-2502-v1:0, CHAT",
        "mistral.mistral-large-2407-v1:0, CHAT",
        "openai.gpt-oss-20b-1:0, CHAT",
        "qwen.qwen3-32b-v1:0, CHAT",
        "deepseek.v3-v1:0, CHAT",
        "ai21.jamba-1-5-large-v1:0, CHAT",
        "moonshotai.kimi-k2.5, CHAT",
        "cohere.command-r-plus-v1:0, COMMAND",
    })
    void a_name_tells_of_its_language(String model, InvokeFamily family) {
        assertThat(InvokeFamily.of(model)).contains(family);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cohere.embed-v4:0",
                "amazon.titan-embed-text-v2:0",
                "amazon.titan-image-generator-v2:0",
                "amazon.nova-canvas-v1:0",
                "amazon.nova-2-multimodal-embeddings-v1:0",
                "amazon.rerank-v1:0",
                "us.deepseek.r1-v1:0",
                "stability.sd3-5-large-v1:0",
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
                "arn:aws:bedrock:us-east-1:123456789012:imported-model/mistral7",
                "m"
            })
    void other_names_tell_of_none(String model) {
        assertThat(InvokeFamily.of(model)).isEmpty();
    }
}
