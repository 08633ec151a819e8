package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What every dialect promises. A dialect's test is one small file that says how its wire looks;
/// everything else stands here.
abstract class DialectContract {
    private static final ToolCall ONE = new ToolCall("id-1", "look", "{\"x\":1}");
    private static final ToolCall TWO = new ToolCall("id-2", "list", "{\"y\":[2,{}]}");

    /// What a request can ask for that not every wire has a word for.
    enum Skill {
        IMAGES,
        IMAGE_TYPES,
        FORM,
        EFFORT
    }

    abstract Dialect dialect();

    abstract Oracle oracle();

    /// The events of a whole reply with that text, the terminal one last.
    abstract List<String> saying(String text);

    /// The events of a whole reply with these calls, the terminal one last. Arguments should come
    /// in several pieces where the wire can do that.
    abstract List<String> calling(ToolCall... calls);

    /// The events of a reply with that text that hit the limit, the terminal one last.
    abstract List<String> cutShort(String text);

    /// What an event of a whole reply is in one that hit the limit of its tokens.
    abstract String limited(String event);

    /// What an event of a whole reply is in one that a filter has ended; always the same event
    /// where the wire has no word for that.
    abstract String filtered(String event);

    /// Whether the event begins a call and has a number by which a doubled or missing one shows.
    boolean begins(String event) {
        return false;
    }

    /// Whether its events are frames of bytes.
    boolean framed() {
        return false;
    }

    /// An event that is an error.
    abstract String error();

    /// An event that the provider may add tomorrow.
    abstract String stranger();

    /// The same reply in one piece of JSON.
    abstract String whole(String text);

    /// What this wire takes for the id of a call; empty where it has none.
    abstract Optional<String> idPattern();

    /// Events as bytes on the wire.
    byte[] stream(List<String> events) {
        return Given.sse(events.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8);
    }

    /// How many of these bytes a reader needs before it can know the reply to be whole.
    int wholeFrom(byte[] stream) {
        return new String(stream, StandardCharsets.UTF_8)
                .stripTrailing()
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }

    boolean knows(Skill skill) {
        return true;
    }

    /// A model that speaks this dialect.
    String model() {
        return "m";
    }

    private Asked asked(Message... messages) {
        return new Asked(dialect().name(), model(), Given.request(messages));
    }

    @Test
    void text_is_read_and_told_as_it_comes() {
        var pieces = new ArrayList<String>();
        Reply reply = read(stream(saying("héllo 😀 wörld")), 3, pieces);
        assertThat(reply.message().text()).isEqualTo("héllo 😀 wörld");
        assertThat(reply.message().calls()).isEmpty();
        assertThat(reply.stop()).isEqualTo(Reply.Stop.END);
        assertThat(String.join("", pieces)).isEqualTo("héllo 😀 wörld");
    }

    @Test
    void a_reply_in_one_piece_is_the_same_reply() {
        byte[] whole = whole("héllo").getBytes(StandardCharsets.UTF_8);
        assertThat(read(whole).message()).isEqualTo(read(stream(saying("héllo"))).message());
        for (int end = 0; end < whole.length; end++) {
            assertBroken(Arrays.copyOf(whole, end));
        }
    }

    @Test
    void parallel_calls_are_read_in_order() {
        Reply reply = read(stream(calling(ONE, TWO)));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.CALLS);
        assertThat(reply.message().calls()).hasSize(2);
        assertCall(reply.message().calls().get(0), ONE);
        assertCall(reply.message().calls().get(1), TWO);
    }

    private void assertCall(ToolCall call, ToolCall expected) {
        assertThat(call.name()).isEqualTo(expected.name());
        assertThat(PlainCall.canonical(call.arguments())).isEqualTo(expected.arguments());
        if (idPattern().isPresent()) {
            assertThat(call.id()).isEqualTo(expected.id());
        }
    }

    @Test
    void a_reply_is_the_same_however_the_network_cuts_it() {
        for (List<String> events : List.of(saying("héllo 😀"), calling(ONE, TWO))) {
            byte[] stream = stream(events);
            Reply expected = read(stream);
            for (int chunk = 1; chunk < 40; chunk++) {
                assertThat(read(stream, chunk, new ArrayList<>())).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_stream_that_is_cut_anywhere_is_no_reply() {
        for (List<String> events :
                List.of(saying("héllo 😀"), calling(ONE, TWO), cutShort("héllo"))) {
            byte[] stream = stream(events);
            for (int end = 0; end < wholeFrom(stream); end++) {
                byte[] cut = Arrays.copyOf(stream, end);
                assertThatThrownBy(() -> read(cut))
                        .as("cut after byte %d of %d", end, stream.length)
                        .isInstanceOfSatisfying(
                                BrokenReply.class,
                                broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
            }
        }
    }

    @Test
    void a_reply_that_hit_the_limit_says_so() {
        Reply reply = read(stream(cutShort("so f")));
        assertThat(reply.stop()).isEqualTo(Reply.Stop.LENGTH);
        assertThat(reply.message().text()).isEqualTo("so f");
    }

    @Test
    void an_error_anywhere_in_the_stream_ends_it() {
        List<String> events = saying("héllo");
        for (int at = 0; at < events.size(); at++) {
            var failing = new ArrayList<>(events);
            failing.add(at, error());
            assertThatThrownBy(() -> read(stream(failing))).isInstanceOf(Rejection.InReply.class);
        }
    }

    @Test
    void an_event_that_nobody_knows_is_passed_over() {
        for (List<String> events : List.of(saying("héllo"), calling(ONE, TWO))) {
            Reply expected = read(stream(events));
            for (int at = 0; at < events.size(); at++) {
                var more = new ArrayList<>(events);
                more.add(at, stranger());
                assertThat(read(stream(more))).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_key_given_twice_is_refused() {
        List<String> events = saying("héllo");
        for (int at = 0; at < events.size(); at++) {
            if (events.get(at).startsWith("{")) {
                var twice = new ArrayList<>(events);
                twice.set(at, "{\"k\":1,\"k\":2," + events.get(at).substring(1));
                assertMalformed(stream(twice));
            }
        }
        assertMalformed(
                ("{\"k\":1,\"k\":2," + whole("x").substring(1)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        assertMalformed(spoilt(saying("héllo")));
        assertMalformed(Given.spoilt(whole("héllo").getBytes(StandardCharsets.UTF_8)));
    }

    /// These events on the wire, with an é in them spoilt.
    byte[] spoilt(List<String> events) {
        return Given.spoilt(stream(events));
    }

    @Test
    void a_reply_with_nothing_in_it_is_refused() {
        assertMalformed(stream(saying(" \n")));
        assertMalformed(stream(calling(new ToolCall("id-1", "", "{}"))));
    }

    @Test
    void calls_get_ids_that_the_conversation_does_not_hold() {
        var same = new ToolCall("id-1", "list", "{}");
        Asked asked =
                asked(
                        new Message.Assistant("", List.of(ONE), List.of()),
                        new Message.ToolResult("id-1", "seen", false));
        Reply reply = Given.read(dialect(), asked, stream(calling(ONE, same)), 4096, Given::deaf);
        List<String> ids = reply.message().calls().stream().map(ToolCall::id).toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().doesNotContain("id-1");
    }

    @Test
    void a_reply_and_its_results_go_back_as_they_came() {
        Reply reply = read(stream(calling(ONE, TWO)));
        List<ToolCall> calls = reply.message().calls();
        PlainTurn turn =
                turn(
                        reply.message(),
                        new Message.ToolResult(calls.get(0).id(), "first", false),
                        new Message.ToolResult(calls.get(1).id(), "second", false));
        assertThat(turn.calls()).hasSize(2);
        assertThat(turn.calls().get(0).like(PlainCall.of("", "look", "{\"x\":1}"))).isTrue();
        assertThat(turn.calls().get(1).like(PlainCall.of("", "list", TWO.arguments()))).isTrue();
        assertThat(turn.positions()).hasSize(2);
        assertThat(turn.positions().get(0)).startsWith("0").contains("first");
        assertThat(turn.positions().get(1)).startsWith("1").contains("second");
    }

    @Test
    void ids_of_other_providers_are_remapped_alike_in_call_and_result() {
        List<String> foreign =
                List.of("toolu_01", "functions.look:0", "a b/ü", "x".repeat(100), "1", "call_2");
        List<ToolCall> calls = foreign.stream().map(id -> new ToolCall(id, "look", "{}")).toList();
        var messages = new ArrayList<Message>();
        messages.add(new Message.Assistant("", calls, List.of()));
        foreign.forEach(id -> messages.add(new Message.ToolResult(id, "of " + id, false)));
        Asked asked = asked(messages.toArray(Message[]::new));
        assertThat(dialect().encode(asked)).isEqualTo(dialect().encode(asked));

        PlainTurn turn = turn(messages.toArray(Message[]::new));
        List<String> ids = turn.calls().stream().map(PlainCall::id).toList();
        idPattern()
                .ifPresent(pattern ->
                        assertThat(ids)
                                .doesNotHaveDuplicates()
                                .allMatch(id -> id.matches(pattern)));
        for (int at = 0; at < foreign.size(); at++) {
            assertThat(turn.results().get(at).callId()).isEqualTo(ids.get(at));
            assertThat(turn.results().get(at).text()).contains("of " + foreign.get(at));
        }
    }

    @Test
    void a_call_without_its_result_is_not_sent() {
        var asks = new Message.Assistant("", List.of(ONE, TWO), List.of());
        var result = new Message.ToolResult("id-1", "seen", false);
        for (Message[] wrong :
                List.of(
                        new Message[] {asks},
                        new Message[] {asks, result},
                        new Message[] {asks, result, result},
                        new Message[] {result})) {
            assertThat(
                            catchThrowableOfType(
                                    ModelException.class, () -> dialect().encode(asked(wrong))))
                    .extracting(ModelException::kind)
                    .isEqualTo(Kind.INVALID_REQUEST);
        }
    }

    @Test
    void private_parts_go_to_nobody_else() {
        for (String key : List.of("other:" + model(), dialect().name() + ":m2")) {
            var part = new Message.PrivatePart(key, "{\"type\":\"thinking\",\"text\":\"S3CRET\"}");
            var said = new Message.Assistant("hm", List.of(), List.of(part));
            String sent = dialect().encode(asked(said, new Message.User("go")));
            assertThat(sent).contains("hm").doesNotContain("S3CRET");
        }
    }

    @Test
    void a_request_holds_all_that_was_said() {
        var tool = new Request.ToolDefinition("look", "looks", "{\"type\":\"object\"}");
        var request =
                new Request(
                        "be brief",
                        List.of(tool),
                        List.of(
                                new Message.User("first"),
                                new Message.User("second"),
                                new Message.Assistant("third", List.of(), List.of()),
                                new Message.User("fourth")),
                        77);
        JsonNode sent =
                StrictText.JSON.readTree(
                        dialect().encode(new Asked(dialect().name(), model(), request)));
        assertThat(String.join(" ", Plain.strings(sent)))
                .contains("be brief", "looks", "first", "second", "third", "fourth");
        assertThat(sent.toString()).contains("77");
    }

    @Test
    void pictures_are_sent() {
        assumeTrue(knows(Skill.IMAGES), "this dialect sends no pictures");
        var picture = new Message.Image("image/png", "iVBORw0KGgo=");
        var look = new Message.User("look", List.of(picture));
        String sent = dialect().encode(asked(look));
        assertThat(sent).contains("iVBORw0KGgo=", "look");
        assertThat(sent.contains("png")).isEqualTo(knows(Skill.IMAGE_TYPES));
    }

    @Test
    void a_form_is_asked_for() {
        assumeTrue(knows(Skill.FORM), "this dialect knows no forms");
        var form =
                new Request.Form(
                        "verdict",
                        "{\"type\":\"object\",\"properties\":{\"zebra\":{\"type\":\"string\"}},"
                                + "\"required\":[\"zebra\"],\"additionalProperties\":false}");
        var manner = new Request.Manner(Optional.empty(), Optional.of(form));
        assertThat(encoded(manner)).contains("zebra");
        assertThat(encoded(Request.Manner.FREE)).doesNotContain("zebra");
    }

    @Test
    void more_effort_is_another_request() {
        assumeTrue(knows(Skill.EFFORT), "this dialect knows no effort");
        Stream<Optional<Request.Effort>> efforts =
                Stream.of(
                        Optional.empty(),
                        Optional.of(Request.Effort.LOW),
                        Optional.of(Request.Effort.MEDIUM),
                        Optional.of(Request.Effort.HIGH));
        assertThat(efforts.map(effort -> encoded(new Request.Manner(effort, Optional.empty()))))
                .doesNotHaveDuplicates();
    }

    private String encoded(Request.Manner manner) {
        var request = new Request("", List.of(), List.of(new Message.User("go")), 32_000, manner);
        return dialect().encode(new Asked(dialect().name(), skilled(), request));
    }

    /// A model that can do all that the dialect can.
    String skilled() {
        return model();
    }

    /// The first assistant turn of that conversation, as it stands in the request.
    private PlainTurn turn(Message... messages) {
        var said = (Message.Assistant) messages[0];
        List<PlainCall> calls =
                said.calls().stream()
                        .map(call -> PlainCall.of(call.id(), call.name(), call.arguments()))
                        .toList();
        var reading =
                new PlainReading(
                        said.text(), calls, Reply.Usage.NONE, Reply.Stop.CALLS, List.of(), false);
        String sent = dialect().encode(asked(messages));
        return oracle().turn(StrictText.JSON.readTree(sent), reading).orElseThrow();
    }

    private Reply read(byte[] bytes) {
        return read(bytes, 4096, new ArrayList<>());
    }

    private Reply read(byte[] bytes, int chunk, List<String> pieces) {
        return Given.read(dialect(), asked(new Message.User("go")), bytes, chunk, pieces::add);
    }

    private void assertBroken(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(BrokenReply.class);
    }

    private void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOfSatisfying(
                        BrokenReply.class,
                        broken -> assertThat(broken.kind()).isEqualTo(Kind.MALFORMED_REPLY));
    }

    /// Text in two pieces, for wires that send it so.
    static List<String> halves(String text) {
        int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        return List.of(text.substring(0, half), text.substring(half));
    }

    /// Text as a JSON string, quotes included.
    static String quoted(String text) {
        return StrictText.JSON.writeValueAsString(text);
    }
}
