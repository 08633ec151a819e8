package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Request;
import dev.lorimer.model.Request.Effort;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BedrockConverseTest extends Wired {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "us.amazon.nova-2-lite-v1:0";
    private static final Message GO = new Message.User("go");
    private static final Message CALLS =
            new Message.Assistant(
                    "",
                    List.of(
                            new Message.ToolCall("c1", "look", "{}"),
                            new Message.ToolCall("a b", "look.around", "[1]")),
                    List.of());

    private static JsonNode sent(String model, Request request) {
        var asked = new Asked(Given.BEDROCK.name(), model, request);
        return json(Given.BEDROCK.encode(asked));
    }

    private static JsonNode sent(String model, Message... messages) {
        return sent(model, Given.request(messages));
    }

    private static JsonNode json(String text) {
        return StrictText.JSON.readTree(text);
    }

    private static Request with(Request.Manner manner, Message... messages) {
        return new Request("be brief", List.of(), List.of(messages), 4000, manner);
    }

    private static Request.Manner effort(Effort effort) {
        return new Request.Manner(Optional.of(effort), Optional.empty());
    }

    @Test
    void results_and_what_the_user_said_are_one_turn() {
        JsonNode messages =
                sent(
                                "m",
                                GO,
                                CALLS,
                                new Message.ToolResult("a b", " ", true),
                                new Message.ToolResult("c1", "seen", false),
                                new Message.User(
                                        "and now?",
                                        List.of(new Message.Image("image/jpg", "aGk="))))
                        .path("messages");
        String id = CallIds.hashed("a b");
        assertThat(messages).hasSize(3);
        assertThat(messages.at("/1/content/1/toolUse/toolUseId").asString()).isEqualTo(id);
        assertThat(messages.at("/1/content/1/toolUse/name").asString()).matches("[A-Za-z0-9_-]+");
        assertThat(messages.at("/1/content/1/toolUse/input"))
                .isEqualTo(json("{\"_invalid_arguments\":\"[1]\"}"));
        assertThat(messages.at("/2/content"))
                .isEqualTo(
                        json(
                                "[{\"toolResult\":{\"toolUseId\":\"%s\",\"content\":[{\"text\":\"(no output)\"}]}},"
                                                .formatted(id)
                                        + "{\"toolResult\":{\"toolUseId\":\"c1\",\"content\":[{\"text\":\"seen\"}]}},"
                                        + "{\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"aGk=\"}}},"
                                        + "{\"text\":\"and now?\"}]"));
    }

    @Test
    void a_failed_call_is_told_in_a_field_where_the_model_knows_it() {
        Message[] messages = {
            GO,
            CALLS,
            new Message.ToolResult("c1", "no", true),
            new Message.ToolResult("a b", "x", false)
        };
        for (String model : List.of(CLAUDE, NOVA)) {
            JsonNode results = sent(model, messages).at("/messages/2/content");
            assertThat(results.at("/0/toolResult/status").asString("")).isEqualTo("error");
            assertThat(results.at("/1/toolResult").has("status")).isFalse();
        }
        assertThat(sent("meta.llama3-3-70b-instruct-v1:0", messages).toString())
                .doesNotContain("status");
    }

    @Test
    void sides_take_turns_and_the_user_begins() {
        var silent = new Message.Assistant(" ", List.of(), List.of());
        JsonNode messages =
                sent("m", new Message.Assistant("hi", List.of(), List.of()), GO, silent, GO)
                        .path("messages");
        var roles = new ArrayList<String>();
        messages.forEach(message -> roles.add(message.path("role").asString()));
        assertThat(roles).containsExactly("user", "assistant", "user");
    }

    @Test
    void tools_that_were_called_are_told_of_even_when_none_is_offered() {
        JsonNode tools =
                sent(
                                "m",
                                GO,
                                CALLS,
                                new Message.ToolResult("c1", "x", false),
                                new Message.ToolResult("a b", "y", false))
                        .at("/toolConfig/tools");
        assertThat(tools).hasSize(2);
        assertThat(sent("m", GO).has("toolConfig")).isFalse();
    }

    @Test
    void the_cache_is_marked_where_the_model_knows_one() {
        assertThat(sent(CLAUDE, GO).at("/messages/0/content/1")).isEqualTo(cachePoint());
        assertThat(sent(CLAUDE, GO).at("/system/1")).isEqualTo(cachePoint());
        assertThat(sent(NOVA, GO).at("/system/1")).isEqualTo(cachePoint());
        assertThat(sent(NOVA, GO).at("/messages/0/content")).hasSize(1);
        assertThat(sent("openai.gpt-oss-120b-1:0", GO).toString()).doesNotContain("cachePoint");
    }

    private static JsonNode cachePoint() {
        return json("{\"cachePoint\":{\"type\":\"default\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                CLAUDE + "|LOW|{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}",
                CLAUDE + "|MINIMAL|{}",
                "us.anthropic.claude-sonnet-4-6|HIGH|"
                        + "{\"output_config\":{\"effort\":\"high\"},\"thinking\":{\"type\":\"adaptive\"}}",
                "anthropic.claude-3-haiku-20240307-v1:0|HIGH|{}",
                NOVA
                        + "|HIGH|{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"medium\"}}",
                "openai.gpt-oss-120b-1:0|MEDIUM|{\"reasoning_effort\":\"medium\"}",
                "mistral.mistral-large-2402-v1:0|HIGH|{}"
            })
    void each_maker_has_its_own_words_for_effort(String model, Effort effort, String fields) {
        JsonNode body = sent(model, with(effort(effort), GO));
        assertThat(body.path("additionalModelRequestFields").toString().replaceAll("^$", "{}"))
                .isEqualTo(fields);
    }

    @Test
    void a_budget_is_left_out_while_calls_are_answered_that_were_made_without_thinking() {
        Message[] answered = {
            GO,
            CALLS,
            new Message.ToolResult("c1", "x", false),
            new Message.ToolResult("a b", "y", false)
        };
        assertThat(sent(CLAUDE, with(effort(Effort.LOW), answered)).toString())
                .doesNotContain("budget_tokens");
    }

    @Test
    void a_form_goes_in_a_field_or_in_words() {
        var form =
                new Request.Form(
                        "verdict",
                        "{\"type\":\"object\",\"properties\":{\"zebra\":{\"type\":\"string\"}},"
                                + "\"required\":[\"zebra\"],\"additionalProperties\":false}");
        var manner = new Request.Manner(Optional.empty(), Optional.of(form));
        JsonNode field = sent(CLAUDE, with(manner, GO)).at("/outputConfig/textFormat");
        assertThat(field.path("type").asString()).isEqualTo("json_schema");
        assertThat(json(field.at("/structure/jsonSchema/schema").asString()))
                .isEqualTo(json(form.schema()));
        JsonNode words = sent(NOVA, with(manner, GO));
        assertThat(words.has("outputConfig")).isFalse();
        assertThat(words.at("/system/0/text").asString()).contains("be brief", "zebra");
    }

    @Test
    void a_model_is_one_segment_of_the_path() {
        assertThat(
                        Given.BEDROCK.endpoint(
                                URI.create("https://h/x/"),
                                "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0"))
                .hasToString(
                        "https://h/x/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile"
                                + "%2Fus.m-v1%3A0/converse-stream");
    }

    @Test
    void tokens_are_counted_of_the_same_conversation() {
        Dialect.Count count = Given.BEDROCK.count().orElseThrow();
        Asked asked = Given.asked(Given.BEDROCK);
        assertThat(json(count.encode(asked)).at("/input/converse/messages"))
                .isEqualTo(json(Given.BEDROCK.encode(asked)).path("messages"));
        assertThat(count.endpoint(URI.create("https://h"), "m:0"))
                .hasToString("https://h/model/m%3A0/count-tokens");
        assertThat(count.read("{\"inputTokens\":31}")).isEqualTo(31);
        assertThatThrownBy(() -> count.read("{}")).isInstanceOf(BrokenReply.class);
    }

    private static final byte[] SAID_HI =
            bytes(
                    "{\"output\":{\"message\":{\"content\":[{\"text\":\"hi\"}]}},"
                            + "\"stopReason\":\"end_turn\"}");

    private static FakeServer answering() throws IOException {
        return new FakeServer(out -> {
            out.write(bytes("HTTP/1.1 200 X\r\ncontent-length: " + SAID_HI.length + "\r\n\r\n"));
            out.write(SAID_HI);
        });
    }

    private String head(Map<String, String> environment) throws Exception {
        try (var server = answering();
                var opened = bedrock(environment)) {
            var spec = ModelSpec.parse("bedrock:m:0", Optional.of(server.url().toString()));
            complete(opened.open(spec));
            return server.received().take().head();
        }
    }

    private static Models bedrock(Map<String, String> environment) {
        var keys = new Keys(name -> Optional.ofNullable(environment.get(name)), Optional.empty());
        return new Models(keys, PATIENT, InstantSource.fixed(NOW));
    }

    @Test
    void credentials_sign_the_request_and_do_not_travel() throws Exception {
        String head =
                head(
                        Map.of(
                                "AWS_REGION", "eu-west-1",
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", SECRET,
                                "AWS_SESSION_TOKEN", "session-1"));
        assertThat(head)
                .contains("post /v1/model/m%3a0/converse-stream ")
                .contains(
                        "authorization: aws4-hmac-sha256 credential=akidexample/20261123/eu-west-1/bedrock/")
                .contains("x-amz-security-token: session-1")
                .contains("accept: application/vnd.amazon.eventstream")
                .doesNotContain(SECRET);
    }

    @Test
    void a_bearer_token_goes_before_credentials() throws Exception {
        String head =
                head(
                        Map.of(
                                "AWS_DEFAULT_REGION", "eu-west-1",
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", SECRET,
                                "AWS_BEARER_TOKEN_BEDROCK", "token-1"));
        assertThat(head).contains("authorization: bearer token-1").doesNotContain("aws4");
    }

    @Test
    void a_session_that_a_server_echoes_is_masked() throws Exception {
        String echo = "{\"message\":\"canonical: x-amz-security-token:session-1234\"}";
        var environment =
                Map.of(
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", SECRET,
                        "AWS_SESSION_TOKEN", "session-1234");
        String type = "x-amzn-errortype: InvalidSignatureException:http://internal/\r\n";
        try (var server = FakeServer.of(FakeServer.sized(400, type, echo));
                var opened = bedrock(environment)) {
            var spec = ModelSpec.parse("bedrock:m", Optional.of(server.url().toString()));
            var failure = failure(opened.open(spec));
            assertThat(failure.kind()).isEqualTo(Kind.AUTH);
            assertThat(failure.getMessage()).contains("[key]").doesNotContain("session-1234");
        }
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> head(Map.of()))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("AWS_REGION");
        assertThatThrownBy(
                        () -> head(Map.of("AWS_REGION", "eu-west-1", "AWS_ACCESS_KEY_ID", "AKID")))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
        assertThatThrownBy(() -> head(Map.of("AWS_REGION", "eu west/1")))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("eu west/1");
        try (var opened = bedrock(Map.of("AWS_REGION", "eu-west-1"))) {
            var spec = ModelSpec.parse("bedrock:m", Optional.empty());
            assertThatThrownBy(() -> opened.open(spec))
                    .isInstanceOf(ModelSpecException.class)
                    .hasMessageContaining("AWS_BEARER_TOKEN_BEDROCK")
                    .hasMessageContaining("AWS_ACCESS_KEY_ID");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', eu-west-1, https://bedrock-runtime.eu-west-1.amazonaws.com, eu-west-1",
        "https://bedrock-runtime.us-east-2.amazonaws.com, eu-west-1, "
                + "https://bedrock-runtime.us-east-2.amazonaws.com, us-east-2",
        "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, '', "
                + "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://bedrock-runtime.cn-north-1.amazonaws.com.cn, '', "
                + "https://bedrock-runtime.cn-north-1.amazonaws.com.cn, cn-north-1",
        "https://gateway.example/aws, eu-west-1, https://gateway.example/aws, eu-west-1"
    })
    void the_region_is_in_the_address_or_in_the_environment(
            String given, String variable, URI base, String region) {
        Optional<String> url = Optional.of(given).filter(text -> !text.isEmpty());
        var spec = (ModelSpec.Wire) ModelSpec.parse("bedrock:m", url);
        assertThat(BedrockAddress.of(spec, _ -> Optional.of(variable)))
                .isEqualTo(new BedrockAddress(base, region));
    }

    @Test
    void credentials_print_nothing() {
        var environment = Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", SECRET);
        var credentials =
                AwsCredentials.find(name -> Optional.ofNullable(environment.get(name)))
                        .orElseThrow();
        var signature = new AwsSignature(credentials, "r", "bedrock");
        assertThat(new BedrockConverse(Optional.of(signature)).toString())
                .doesNotContain(SECRET)
                .doesNotContain("AKID");
    }
}
