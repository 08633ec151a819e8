package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Message;
import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormedRepliesTest {
    private static final Request.Form DOG =
            new Request.Form(
                    "dog",
                    """
                    {"type":"object","properties":{
                      "name":{"type":"string","pattern":"^[A-Z]"},
                      "legs":{"type":"integer","maximum":4}},
                     "required":["name","legs"],"additionalProperties":false}\
                    """);
    private static final String REX = "{\"name\":\"Rex\",\"legs\":4}";

    /// Says one text after the other and keeps what it was asked.
    private static final class Reciting implements Model {
        private final List<Reply> replies = new ArrayList<>();
        private final List<Request> asked = new ArrayList<>();

        Reciting(String... texts) {
            for (String text : texts) {
                says(text, Reply.Stop.END);
            }
        }

        void says(String text, Reply.Stop stop) {
            var message = new Message.Assistant(text, List.of(), List.of());
            replies.add(new Reply(message, new Reply.Usage(10, 2, 0), stop, "m"));
        }

        @Override
        public String name() {
            return "test:m";
        }

        @Override
        public Reply complete(Request request, Consumer<String> onText) {
            asked.add(request);
            return replies.get(asked.size() - 1);
        }
    }

    private static Request request(Request.Form form) {
        return new Request(
                "",
                List.of(),
                List.of(new Message.User("a dog")),
                100,
                new Request.Manner(Optional.empty(), Optional.of(form)));
    }

    private static FormedReplies.Formed ask(Model model) throws InterruptedException {
        return new FormedReplies(model).ask(request(DOG), Given::deaf);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {REX, "\n " + REX + " ", "```json\n" + REX + "\n```", "```\n" + REX + "```"})
    void a_reply_of_the_form_is_given_as_a_value(String text) throws Exception {
        var model = new Reciting(text);
        FormedReplies.Formed formed = ask(model);
        assertThat(formed.value()).isEqualTo(StrictText.JSON.readTree(REX));
        assertThat(formed.repairs()).isZero();
        assertThat(model.asked).containsExactly(request(DOG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"Rex\"} | required property 'legs' not found",
                "{\"name\":\"Rex\",\"legs\":5} | /legs: must have a maximum value of 4",
                "{\"name\":\"rex\",\"legs\":4} | /name: does not match the regex pattern",
                "{\"name\":\"Rex\",\"legs\":4,\"x\":1} | property 'x' is not defined",
                "[] | array found, object expected",
                "{\"name\":\"Rex\",\"name\":\"Max\",\"legs\":4} | Duplicate",
                "{\"name\":\"Rex\" | not valid JSON",
                "Here you are: {} | not valid JSON",
                "'' | it is empty",
            })
    void a_reply_that_misses_the_form_is_sent_back_with_its_mistakes(String wrong, String mistake)
            throws Exception {
        var model = new Reciting(wrong, REX);
        FormedReplies.Formed formed = ask(model);
        assertThat(formed.value()).isEqualTo(StrictText.JSON.readTree(REX));
        assertThat(formed.repairs()).isEqualTo(1);
        assertThat(formed.usage()).isEqualTo(new Reply.Usage(20, 4, 0));
        List<Message> second = model.asked.get(1).messages();
        assertThat(second).hasSize(3).startsWith(new Message.User("a dog"));
        assertThat(second.get(1)).isEqualTo(new Message.Assistant(wrong, List.of(), List.of()));
        assertThat(((Message.User) second.get(2)).text()).contains(mistake, DOG.schema());
        assertThat(model.asked.get(1).manner()).isEqualTo(request(DOG).manner());
    }

    @Test
    void every_mistake_is_told_at_once() throws Exception {
        var model = new Reciting("{\"name\":1,\"legs\":9,\"x\":0}", REX);
        ask(model);
        assertThat(((Message.User) model.asked.get(1).messages().get(2)).text())
                .contains("/name: ", "/legs: ", "'x'");
    }

    @Test
    void after_two_repairs_the_reply_is_malformed() {
        var model = new Reciting("{}", "{}", "{}", REX);
        assertThatThrownBy(() -> ask(model))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> {
                            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED_REPLY);
                            assertThat(failure)
                                    .hasMessageStartingWith(
                                            "test:m missed the form \"dog\" 3 times:")
                                    .hasMessageContaining("'legs' not found");
                        });
        assertThat(model.asked).hasSize(3);
    }

    @Test
    void no_repairs_are_made_when_none_are_allowed() {
        var model = new Reciting("{}", REX);
        var once = new FormedReplies(model, 0);
        assertThatThrownBy(() -> once.ask(request(DOG), Given::deaf))
                .isInstanceOf(ModelException.class);
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void a_cut_reply_is_sent_back_even_when_it_happens_to_fit() throws Exception {
        var model = new Reciting();
        model.says(REX, Reply.Stop.LENGTH);
        model.says(REX, Reply.Stop.END);
        assertThat(ask(model).repairs()).isEqualTo(1);
    }

    @Test
    void a_refusal_is_not_argued_with() {
        var model = new Reciting();
        model.says("no", Reply.Stop.REFUSED);
        assertThatThrownBy(() -> ask(model))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED));
        assertThat(model.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{broken", "{\"$ref\":\"#/$defs/none\"}"})
    void a_schema_that_can_not_be_used_is_an_invalid_request(String schema) {
        var form = new Request.Form("dog", schema);
        assertThatThrownBy(
                        () -> new FormedReplies(new Reciting(REX)).ask(request(form), Given::deaf))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST));
    }

    @Test
    void a_request_without_a_form_is_a_mistake_of_the_caller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new FormedReplies(new Reciting(REX))
                                .ask(Given.request(new Message.User("x")), Given::deaf))
                .withMessageContaining("asks for no form");
    }

    @Test
    void a_value_need_not_be_an_object() throws Exception {
        var form =
                new Request.Form("list", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");
        var formed = new FormedReplies(new Reciting("[1,2]")).ask(request(form), Given::deaf);
        assertThat(formed.value()).isEqualTo(StrictText.JSON.readTree("[1,2]"));
    }
}
