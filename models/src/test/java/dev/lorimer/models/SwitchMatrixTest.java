package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Any conversation can move to any model: whoever wrote which part of it, the request that carries
/// it on is one that the provider takes, with every call beside its result.
class SwitchMatrixTest {
    /// Other seeds than these are run with `-Dlorimer.seed=NUMBER`.
    private static final long SEED = Long.getLong("lorimer.seed", 20_261_123L);

    private static final int TALKS = Integer.getInteger("lorimer.talks", 120);

    private static final Pattern RESULT = Pattern.compile("result-(\\d+)-");

    static Stream<Arguments> moves() {
        return Party.all().stream()
                .flatMap(from -> Party.all().stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("moves")
    void a_conversation_moves_on_without_a_rejection(Party from, Party to) {
        for (Request request : talks(from, to)) {
            JsonNode sent = sent(to, request);
            assertThat(to.rules().broken(sent)).as(() -> told(request, sent)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("moves")
    void every_call_keeps_its_result(Party from, Party to) {
        for (Request request : talks(from, to)) {
            JsonNode sent = sent(to, request);
            List<WireRules.Pair> pairs = to.rules().pairs(sent);
            assertThat(pairs).as(() -> told(request, sent)).hasSize(results(request).size());
            for (Message.ToolResult result : results(request)) {
                Matcher mark = RESULT.matcher(result.text());
                if (mark.find()) {
                    String call = "call-" + mark.group(1) + "-";
                    assertThat(pairs)
                            .as(() -> told(request, sent))
                            .filteredOn(pair -> pair.result().contains(mark.group()))
                            .singleElement()
                            .satisfies(pair -> assertMatches(pair, call, request));
                }
            }
        }
    }

    /// A wire of objects alone has read broken arguments as none; then there is no mark.
    private static void assertMatches(WireRules.Pair pair, String call, Request request) {
        boolean marked =
                request.messages().stream()
                        .filter(Message.Assistant.class::isInstance)
                        .flatMap(message -> ((Message.Assistant) message).calls().stream())
                        .anyMatch(one -> one.arguments().contains(call));
        if (marked) {
            assertThat(pair.call()).contains(call);
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("moves")
    void what_is_private_goes_to_its_own_model_only(Party from, Party to) {
        String own = RandomTalk.secret(to, 0).replaceFirst("0-$", "");
        for (Request request : talks(from, to)) {
            String sent = to.dialect().encode(asked(to, request));
            Matcher secret = Pattern.compile("secret-\\w+-").matcher(sent);
            while (secret.find()) {
                assertThat(secret.group()).isEqualTo(own);
            }
            // What came before a call has to come back with it.
            for (Message message : request.messages()) {
                if (message instanceof Message.Assistant said && !said.calls().isEmpty()) {
                    said.privateParts().stream()
                            .filter(part -> part.key().equals(to.key()))
                            .flatMap(part -> secrets(part.json()).stream())
                            .forEach(kept -> assertThat(sent).contains(kept));
                }
            }
        }
    }

    private static List<String> secrets(String json) {
        var found = new ArrayList<String>();
        Matcher secret = Pattern.compile("secret-\\w+-\\d+-").matcher(json);
        while (secret.find()) {
            found.add(secret.group());
        }
        return found;
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("moves")
    void the_same_conversation_is_always_the_same_request(Party from, Party to) {
        List<Request> again = talks(from, to);
        int at = 0;
        for (Request request : talks(from, to)) {
            assertThat(request).isEqualTo(again.get(at));
            assertThat(to.dialect().encode(asked(to, request)))
                    .isEqualTo(to.dialect().encode(asked(to, again.get(at++))));
        }
    }

    private static List<Request> talks(Party from, Party to) {
        List<Party> all = Party.all();
        long seed = SEED + 31L * from.key().hashCode() + to.key().hashCode();
        var random = new Random(seed);
        var talks = new ArrayList<Request>();
        for (int i = 0; i < TALKS; i++) {
            talks.add(RandomTalk.of(random, from, all));
        }
        return talks;
    }

    private static List<Message.ToolResult> results(Request request) {
        return request.messages().stream()
                .filter(Message.ToolResult.class::isInstance)
                .map(Message.ToolResult.class::cast)
                .toList();
    }

    private static Asked asked(Party to, Request request) {
        return new Asked(to.dialect().name(), to.model(), request);
    }

    private static JsonNode sent(Party to, Request request) {
        return StrictText.JSON.readTree(to.dialect().encode(asked(to, request)));
    }

    private static String told(Request request, JsonNode sent) {
        return "seed " + SEED + "\n" + request.messages() + "\nsent as " + sent;
    }
}
