package dev.lorimer.testing;

import static dev.lorimer.testing.ScriptedReply.asks;
import static dev.lorimer.testing.ScriptedReply.call;
import static dev.lorimer.testing.ScriptedReply.fails;
import static dev.lorimer.testing.ScriptedReply.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedModelTest {
    @TempDir Path dir;

    @Test
    void a_file_is_played_with_calls_ids_and_text() throws Exception {
        Path file = dir.resolve("script.json");
        Files.writeString(
                file,
                """
                {"replies":[
                  {"text":"hm","calls":[
                    {"name":"edit_file","arguments":{"path":"a.txt","n":1.50}},
                    {"name":"broken","arguments":"{\\"path\\":","id":"mine"},
                    {"name":"bare"}]},
                  {"text":"done"}]}
                """);
        var pieces = new ArrayList<String>();

        Reply reply = ScriptedModel.read(file).complete(after(0), pieces::add);

        var message =
                new Message.Assistant(
                        "hm",
                        List.of(
                                new Message.ToolCall(
                                        "call-1-1", "edit_file", "{\"path\":\"a.txt\",\"n\":1.50}"),
                                new Message.ToolCall("mine", "broken", "{\"path\":"),
                                new Message.ToolCall("call-1-3", "bare", "{}")),
                        List.of());
        assertThat(reply)
                .isEqualTo(
                        new Reply(
                                message,
                                // "be brief" + "go" is 10 letters; the reply has 2 + 34 + 14 + 6.
                                new Reply.Usage(3, 14, 0),
                                Reply.Stop.CALLS,
                                "script:" + file));
        assertThat(pieces).containsExactly("hm");
    }

    @Test
    void a_resumed_conversation_goes_on_where_it_was() throws Exception {
        var replies = List.of(asks(call("look", "{}")), says("first"), says("second"));
        for (int assistants = 1; assistants < 3; assistants++) {
            // A new object each time stands for a new process.
            var model = new ScriptedModel("script", replies);
            assertThat(model.complete(after(assistants), ScriptedModelTest::deaf).message().text())
                    .isEqualTo(assistants == 1 ? "first" : "second");
        }
    }

    @Test
    void the_same_request_gets_the_same_reply() throws Exception {
        var model = new ScriptedModel(asks(call("look", "{}")), says("done"));
        assertThat(model.complete(after(0), ScriptedModelTest::deaf))
                .isEqualTo(model.complete(after(0), ScriptedModelTest::deaf));
    }

    @Test
    void written_failures_are_played_once_each_before_their_reply() throws Exception {
        var model =
                ScriptedModel.parse(
                        "t",
                        """
                        {"replies":[{"text":"a"},
                          {"fail":"RATE_LIMITED","retry_after_ms":1500},{"fail":"CUT"},
                          {"text":"b"}]}
                        """);
        assertThat(model.complete(after(0), ScriptedModelTest::deaf).message().text())
                .isEqualTo("a");
        var limited = failure(model, 1);
        assertThat(limited.kind()).isEqualTo(ModelException.Kind.RATE_LIMITED);
        assertThat(limited.retryAfter()).isEqualTo(Optional.of(Duration.ofMillis(1500)));
        assertThat(failure(model, 1).kind()).isEqualTo(ModelException.Kind.CUT);
        assertThat(model.complete(after(1), ScriptedModelTest::deaf).message().text())
                .isEqualTo("b");
    }

    @Test
    void a_failure_after_the_last_reply_is_played_too() {
        var model = new ScriptedModel(says("a"), fails(ModelException.Kind.AUTH));
        assertThat(failure(model, 1).kind()).isEqualTo(ModelException.Kind.AUTH);
        assertThat(failure(model, 1).kind()).isEqualTo(ModelException.Kind.INVALID_REQUEST);
    }

    @Test
    void an_exhausted_script_says_how_many_replies_it_has() {
        var model = new ScriptedModel(says("a"), says("b"));
        assertThat(failure(model, 2))
                .hasMessage(
                        "the script has 2 replies and the run asks for reply 3;"
                                + " add one or end with finish")
                .extracting(ModelException::kind)
                .isEqualTo(ModelException.Kind.INVALID_REQUEST);
        assertThat(failure(new ScriptedModel(says("a")), 5))
                .hasMessageStartingWith("the script has 1 reply and the run asks for reply 6");
    }

    @Test
    void a_stop_can_be_written() throws Exception {
        var model =
                ScriptedModel.parse("t", "{\"replies\":[{\"text\":\"\",\"stop\":\"REFUSED\"}]}");
        assertThat(model.complete(after(0), ScriptedModelTest::deaf).stop())
                .isEqualTo(Reply.Stop.REFUSED);
    }

    @Test
    void an_interrupt_cancels() {
        var model = new ScriptedModel(says("a"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.complete(after(0), ScriptedModelTest::deaf))
                .isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"replies\":[ | at line 1, column 13 is not valid JSON: Unexpected end-of-input: expected close marker for Array; mend",
                "{\"replies\":[{\"text\":\"a\",\"text\":\"b\"}]} | Duplicate",
                "{\"replies\":[{\"text\":\"a\"}]} x | is not valid JSON",
                "[] | at the script holds an empty list where an object belongs",
                "{} | at replies holds nothing where a list of at least one reply belongs",
                "{\"replies\":[]} | at replies holds an empty list",
                "{\"replies\":{}} | at replies holds an object",
                "{\"replies\":[{\"text\":\"a\"}],\"x\":1} | unknown key \"x\"; known are replies",
                "{\"replies\":[{\"text\":\"a\"},3]} | at replies[1] holds \"3\" where an object",
                "{\"replies\":[{\"txt\":\"a\"}]} | at replies[0] has the unknown key \"txt\"; known"
                        + " are calls, stop, text",
                "{\"replies\":[{\"text\":7}]} | at replies[0].text holds \"7\" where a string",
                "{\"replies\":[{\"text\":null}]} | at replies[0].text holds null",
                "{\"replies\":[{}]} | at replies[0] has neither text nor calls",
                "{\"replies\":[{\"text\":\" \"}]} | at replies[0] has neither text nor calls",
                "{\"replies\":[{\"calls\":3}]} | at replies[0].calls holds \"3\" where a list",
                "{\"replies\":[{\"calls\":[{\"arguments\":{}}]}]} | at replies[0].calls[0].name holds"
                        + " nothing where a string belongs",
                "{\"replies\":[{\"calls\":[{\"name\":\"\"}]}]} | replies[0].calls[0].name is blank",
                "{\"replies\":[{\"calls\":[{\"name\":\"a\",\"arguments\":[1]}]}]} | at"
                        + " replies[0].calls[0].arguments holds a list where an object belongs",
                "{\"replies\":[{\"text\":\"a\",\"stop\":\"end\"}]} | at replies[0].stop holds"
                        + " \"end\"; known are END, CALLS, LENGTH, REFUSED",
                "{\"replies\":[{\"text\":\"a\",\"stop\":\"CALLS\"}]} | stops with \"CALLS\" but has",
                "{\"replies\":[{\"calls\":[{\"name\":\"a\"}],\"stop\":\"END\"}]} | stops with"
                        + " \"END\" but has calls",
                "{\"replies\":[{\"fail\":\"OOPS\"}]} | at replies[0].fail holds \"OOPS\"; known",
                "{\"replies\":[{\"fail\":\"CUT\",\"text\":\"a\"}]} | unknown key \"text\"",
                "{\"replies\":[{\"fail\":\"CUT\",\"retry_after_ms\":-1}]} | retry_after_ms holds"
                        + " \"-1\" where milliseconds",
            })
    void what_is_no_script_is_refused_with_its_place(String text, String complaint) {
        assertThatThrownBy(() -> ScriptedModel.parse("my.json", text))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith("script \"my.json\" ")
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_file_that_can_not_be_read_is_named() throws Exception {
        Path missing = dir.resolve("none.json");
        assertThatThrownBy(() -> ScriptedModel.read(missing))
                .hasMessage("script \"" + missing + "\" does not exist; check the path");
        assertThatThrownBy(() -> ScriptedModel.read(dir))
                .hasMessage("script \"" + dir + "\" is a directory; give the JSON file itself");
        Path latin = dir.resolve("latin.json");
        Files.write(
                latin, "{\"replies\":[{\"text\":\"é\"}]}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ScriptedModel.read(latin))
                .hasMessage("script \"" + latin + "\" is not valid UTF-8; save it as UTF-8");
    }

    private static void deaf(String piece) {}

    private static ModelException failure(ScriptedModel model, int assistants) {
        return catchThrowableOfType(
                ModelException.class,
                () -> model.complete(after(assistants), ScriptedModelTest::deaf));
    }

    private static Request after(int assistants) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        for (int n = 0; n < assistants; n++) {
            messages.add(new Message.Assistant("said", List.of(), List.of()));
        }
        return new Request("be brief", List.of(), messages, 100);
    }
}
