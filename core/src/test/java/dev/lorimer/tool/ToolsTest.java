package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ToolsTest {
    record Weather(@Describe("city name") String city, Optional<Integer> days) {
        Weather {
            if (city.isBlank()) {
                throw new IllegalArgumentException("\"city\" is blank; name one");
            }
        }
    }

    private static final Tool WEATHER =
            Tools.reading(
                    "weather",
                    "Weather forecast for a city",
                    Weather.class,
                    asked ->
                            "sunny in " + asked.city() + asked.days().map(d -> " " + d).orElse(""));

    @Test
    void a_record_becomes_a_reading_tool_in_one_statement() {
        assertThat(WEATHER.inputSchema())
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'city':{'type':'string','description':'city name'},"
                                        + "'days':{'type':'integer'}},'required':['city'],'additionalProperties':false}"));
        assertThat(Calls.describe(WEATHER, json("{'city':'Ulm'}")))
                .isEqualTo(new Effect.Pure("weather {\"city\":\"Ulm\"}"));
        assertThat(Calls.call(WEATHER, json("{'city':'Ulm','days':3}")))
                .isEqualTo(Tool.Result.done("sunny in Ulm 3"));
        assertThat(Calls.text(WEATHER, json("{'city':'Ulm'}"))).isEqualTo("sunny in Ulm");
    }

    enum Unit {
        CELSIUS,
        DEGREES_F
    }

    record Place(String name, Optional<Unit> unit) {
        Place {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("give the place a name");
            }
        }
    }

    record Node(String label, List<Node> children) {}

    record Everything(
            @Describe("where") List<Place> places,
            @Describe(value = "how many", schema = "{\"minimum\":1}") int count,
            long total,
            double ratio,
            boolean exact,
            Unit unit,
            Optional<Unit> other,
            OptionalInt limit,
            Map<String, Integer> ages,
            Instant since,
            JsonNode anything,
            @JsonProperty("new") String replacement) {}

    record Tree(Node root) {}

    @Test
    void every_kind_of_component_has_its_schema_in_order_of_declaration() {
        Tool tool = Tools.of("all", "takes all", Everything.class, (_, _) -> Tool.Result.done(""));
        assertThat(tool.inputSchema())
                .isEqualTo(
                        json(
                                """
                                {'type':'object','properties':{\
                                'places':{'type':'array','items':{'type':'object','properties':{\
                                'name':{'type':'string'},'unit':{'type':'string','enum':['celsius','degrees_f']}},\
                                'required':['name'],'additionalProperties':false},'description':'where'},\
                                'count':{'type':'integer','minimum':1,'description':'how many'},\
                                'total':{'type':'integer'},'ratio':{'type':'number'},'exact':{'type':'boolean'},\
                                'unit':{'type':'string','enum':['celsius','degrees_f']},\
                                'other':{'type':'string','enum':['celsius','degrees_f']},\
                                'limit':{'type':'integer'},\
                                'ages':{'type':'object','additionalProperties':{'type':'integer'}},\
                                'since':{'type':'string','format':'date-time'},\
                                'anything':{},\
                                'new':{'type':'string'}},\
                                'required':['places','count','total','ratio','exact','unit','ages','since','anything','new'],\
                                'additionalProperties':false}\
                                """));
    }

    @Test
    void every_kind_of_component_arrives_as_its_type() {
        Tool tool =
                Tools.of(
                        "all",
                        "takes all",
                        Everything.class,
                        (asked, _) -> Tool.Result.done(asked.toString()));
        assertThat(
                        Calls.text(
                                tool,
                                json(
                                        "{'places':[{'name':'Ulm','unit':'degrees_f'},{'name':'Bonn','unit':null}],'count':2.0,"
                                                + "'total':5000000000,'ratio':1,'exact':true,'unit':'celsius','ages':{'a':1},"
                                                + "'since':'2026-01-02T03:04:05Z','anything':[1],'new':'x'}")))
                .isEqualTo(
                        "Everything[places=[Place[name=Ulm, unit=Optional[DEGREES_F]], Place[name=Bonn, unit=Optional.empty]], "
                                + "count=2, total=5000000000, ratio=1.0, exact=true, unit=CELSIUS, other=Optional.empty, "
                                + "limit=OptionalInt.empty, ages={a=1}, since=2026-01-02T03:04:05Z, anything=[1], replacement=x]");
    }

    @Test
    void a_type_that_contains_itself_keeps_one_definition() {
        Tool tool =
                Tools.reading("tree", "walks a tree", Tree.class, tree -> tree.root().toString());
        assertThat(tool.inputSchema())
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'root':{'$ref':'#/$defs/Node'}},'required':['root'],'additionalProperties':false,"
                                        + "'$defs':{'Node':{'type':'object','properties':{'label':{'type':'string'},"
                                        + "'children':{'type':'array','items':{'$ref':'#/$defs/Node'}}},"
                                        + "'required':['label','children'],'additionalProperties':false}}}"));
        assertThat(
                        Calls.text(
                                tool,
                                json(
                                        "{'root':{'label':'a','children':[{'label':'b','children':[]}]}}")))
                .isEqualTo("Node[label=a, children=[Node[label=b, children=[]]]]");
        assertThatThrownBy(() ->
                        Arguments.read(
                                tool,
                                json(
                                        "{'root':{'label':'a','children':[{'label':5,'children':[]}]}}")))
                .hasMessageStartingWith(
                        "tree: \"root.children[0].label\" must be a string, got 5; expects {root: {");
    }

    @Test
    void what_a_constructor_refuses_is_told_in_its_own_words() {
        assertThatThrownBy(() -> Calls.describe(WEATHER, json("{'city':' '}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("weather: \"city\" is blank; name one");
        record Trip(List<Place> stops) {}
        Tool trip = Tools.reading("trip", "plans a trip", Trip.class, Trip::toString);
        assertThatThrownBy(() -> Calls.describe(trip, json("{'stops':[{'name':'a'},{'name':''}]}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("trip: \"stops[1]\": give the place a name");
    }

    @Test
    void a_number_too_large_for_its_type_is_refused_by_name() {
        assertThatThrownBy(() -> Calls.describe(WEATHER, json("{'city':'Ulm','days':99999999999}")))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("weather: \"days\" is out of range, got 99999999999");
    }

    @Test
    void an_undeclared_effect_is_opaque_and_a_declared_one_is_as_declared() {
        var arguments = json("{'city':'Ulm'}");
        String call = "act " + arguments;
        assertThat(Calls.describe(acting(EffectClass.OPAQUE), arguments))
                .isEqualTo(
                        Calls.describe(
                                Tools.of(
                                        "act",
                                        "acts",
                                        Weather.class,
                                        (_, _) -> Tool.Result.done("")),
                                arguments))
                .isEqualTo(new Effect.Opaque(call));
        assertThat(Calls.describe(acting(EffectClass.IDEMPOTENT), arguments))
                .isEqualTo(new Effect.Idempotent(call));
        assertThat(Calls.describe(acting(EffectClass.STAGED), arguments))
                .isEqualTo(new Effect.Staged(call, new Effect.Edits.Unknown()));
        assertThat(Calls.describe(acting(EffectClass.IRREVERSIBLE), arguments))
                .isEqualTo(new Effect.Irreversible(call));
    }

    private static Tool acting(EffectClass effect) {
        return Tools.of("act", "acts", Weather.class, effect, (_, _) -> Tool.Result.done(""));
    }

    @Test
    void the_general_form_describes_from_the_arguments_and_hands_over_the_attempt() {
        Tool pay =
                Tools.of(
                        "pay",
                        "pays",
                        Weather.class,
                        asked -> new Effect.Irreversible("pay for " + asked.city()),
                        (asked, attempt) ->
                                new Tool.Result(attempt.key(), Tool.Result.Status.UNKNOWN));
        assertThat(Calls.describe(pay, json("{'city':'Ulm'}")))
                .isEqualTo(new Effect.Irreversible("pay for Ulm"));
        assertThat(Calls.call(pay, json("{'city':'Ulm'}")))
                .isEqualTo(new Tool.Result("key-1", Tool.Result.Status.UNKNOWN));
    }

    @Test
    void what_the_body_throws_reaches_the_caller() {
        Tool failing =
                Tools.reading(
                        "fails",
                        "fails",
                        Weather.class,
                        _ -> {
                            throw new IOException("the service is down");
                        });
        assertThatThrownBy(() -> Calls.call(failing, json("{'city':'Ulm'}")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the service is down");
    }

    @Test
    void a_result_is_bounded_and_free_of_terminal_controls() {
        Tool loud =
                Tools.reading("loud", "shouts", Weather.class, _ -> "\u001b[31mred\u001b[0m\u0007");
        assertThat(Calls.text(loud, json("{'city':'Ulm'}")))
                .isEqualTo("red\n(1 control or invisible character removed)");
    }

    @Test
    void a_wrong_declaration_is_refused_when_the_tool_is_made() {
        assertThatThrownBy(() -> Tools.reading("no good", "x", Weather.class, _ -> ""))
                .hasMessage(
                        "tool name \"no good\" is not 1 to 64 of letters, digits, \"_\" and \"-\"; rename it");
        assertThatThrownBy(() -> Tools.reading("good", " ", Weather.class, _ -> ""))
                .hasMessage(
                        "tool \"good\" has no description; say what it does and when to use it");
    }

    public static final class Desk {
        @ToolMethod(description = "Finds an order", effect = EffectClass.PURE)
        public String findOrder(@Describe("order number") long number, Optional<Unit> unit) {
            return "order " + number + unit.map(u -> " in " + u).orElse("");
        }

        @ToolMethod(name = "cancel_order", description = "Cancels an order")
        public Tool.Result cancel(long number, Tool.Attempt attempt) {
            return Tool.Result.failed(number + " with " + attempt.key());
        }

        @ToolMethod(description = "Lists units")
        public Map<String, List<Integer>> units() {
            return Map.of("a", List.of(1, 2));
        }

        @ToolMethod(description = "Fails")
        public void fail() throws IOException {
            throw new IOException("broken");
        }

        public String notATool() {
            return "";
        }
    }

    @Test
    void annotated_methods_become_tools_by_name() {
        List<Tool> tools = Tools.from(new Desk());
        assertThat(tools.stream().map(Tool::name))
                .containsExactly("cancel_order", "fail", "findOrder", "units");
        Tool find = Calls.named(tools, "findOrder");
        assertThat(find.description()).isEqualTo("Finds an order");
        assertThat(find.inputSchema())
                .isEqualTo(
                        json(
                                "{'type':'object','properties':{'number':{'type':'integer','description':'order number'},"
                                        + "'unit':{'type':'string','enum':['celsius','degrees_f']}},'required':['number'],'additionalProperties':false}"));
        assertThat(Calls.describe(find, json("{'number':7}")))
                .isEqualTo(new Effect.Pure("findOrder {\"number\":7}"));
        assertThat(Calls.text(find, json("{'number':7,'unit':'celsius'}")))
                .isEqualTo("order 7 in CELSIUS");
    }

    @Test
    void a_methods_results_attempt_and_exceptions_pass_through() {
        List<Tool> tools = Tools.from(new Desk());
        Tool cancel = Calls.named(tools, "cancel_order");
        assertThat(Calls.describe(cancel, json("{'number':7}"))).isInstanceOf(Effect.Opaque.class);
        assertThat(Calls.call(cancel, json("{'number':7}")))
                .isEqualTo(Tool.Result.failed("7 with key-1"));
        Tool units = Calls.named(tools, "units");
        assertThat(units.inputSchema())
                .isEqualTo(json("{'type':'object','properties':{},'additionalProperties':false}"));
        assertThat(Calls.text(units, "")).isEqualTo(json("{'a':[1,2]}"));
        assertThatThrownBy(() -> Calls.call(Calls.named(tools, "fail"), "{}"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("broken");
    }

    @Test
    void an_object_without_annotated_methods_is_a_mistake() {
        assertThatThrownBy(() -> Tools.from("text"))
                .hasMessage(
                        "\"java.lang.String\" has no public method annotated with ToolMethod; annotate those that shall be tools");
    }
}
