package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ArgumentsTest {
    record Edit(String path, String old, Optional<Integer> start, List<Item> items) {}

    record Item(String text, Status status) {}

    enum Status {
        OPEN,
        DONE
    }

    private static final Tool EDIT =
            Tools.reading("edit_file", "edits", Edit.class, Edit::toString);
    private static final String EXPECTS =
            "; expects {path: string, old: string, start?: integer, items: [{text: string, status: \"open\"|\"done\"}]}";

    private static void assertRefused(String arguments, String message) {
        assertThatThrownBy(() -> Arguments.read(EDIT, arguments))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage(message);
    }

    @Test
    void all_mistakes_are_told_at_once_with_what_is_expected() {
        assertRefused(
                json("{'file':'a','start':'five','items':[{'text':'t','status':'later','x':1},7]}"),
                "edit_file: \"path\" is missing; \"old\" is missing; \"start\" must be an integer, got \"five\"; "
                        + "\"items[0].status\" must be one of \"open\", \"done\", got \"later\"; "
                        + "\"items[1]\" must be an object {text: string, status: \"open\"|\"done\"}, got 7; "
                        + "unknown argument \"items[0].x\"; unknown argument \"file\" (did you mean \"path\"?)"
                        + EXPECTS);
    }

    @ParameterizedTest
    @CsvSource({"pth, path", "file_path, path", "Old, old", "strat, start", "todos, items"})
    void the_name_that_was_meant_is_suggested(String given, String meant) {
        var all = json("{'path':'a','old':'b','start':1,'items':[]}");
        assertThatThrownBy(() ->
                        Arguments.read(EDIT, all.replace("\"" + meant + "\"", "\"" + given + "\"")))
                .hasMessageContaining(
                        "unknown argument \"" + given + "\" (did you mean \"" + meant + "\"?)");
    }

    @Test
    void json_is_read_strictly() {
        assertRefused(
                "{\"path\": ",
                "edit_file: the arguments are not valid JSON: they end in the middle, as if cut off (line 1, column 10)"
                        + EXPECTS);
        assertRefused(
                json("{'path':'a','path':'b'}"),
                "edit_file: the arguments are not valid JSON: Duplicate Object property \"path\" (line 1, column 19)"
                        + EXPECTS);
        assertRefused("[1]", "edit_file: the arguments must be one JSON object, got [1]" + EXPECTS);
        assertThatThrownBy(() -> Arguments.read(EDIT, "{} {}"))
                .hasMessageStartingWith("edit_file: the arguments are not valid JSON: ");
        assertThatThrownBy(() -> Arguments.read(EDIT, "{\"start\": NaN}"))
                .hasMessageStartingWith("edit_file: the arguments are not valid JSON: ");
        assertThatThrownBy(() -> Arguments.read(EDIT, "{'path':'a'}"))
                .hasMessageStartingWith("edit_file: the arguments are not valid JSON: ");
        assertThatThrownBy(() -> Arguments.read(EDIT, "[".repeat(100_000)))
                .isInstanceOf(Tool.BadArguments.class);
    }

    @Test
    void more_than_four_megabytes_are_refused_unread() {
        assertThatThrownBy(() -> Arguments.read(EDIT, "x".repeat(4 * 1024 * 1024 + 1)))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessageStartingWith(
                        "edit_file: the arguments have 4194305 characters, more than the 4194304 allowed; make several smaller calls");
    }

    @Test
    void a_number_beyond_all_bounds_is_refused() {
        assertThatThrownBy(() -> Arguments.read(EDIT, json("{'start':1e400}")))
                .hasMessageStartingWith(
                        "edit_file: \"start\" is a number out of range (at most 1.8e308); ");
    }

    @Test
    void empty_text_counts_as_no_arguments() {
        record Nothing(Optional<String> text) {}
        Tool tool = Tools.reading("nothing", "does nothing", Nothing.class, Nothing::toString);
        assertThat(Arguments.read(tool, " \n")).isEqualTo(Json.MAPPER.createObjectNode());
        assertThat(Calls.text(tool, "")).isEqualTo("Nothing[text=Optional.empty]");
    }

    @Test
    void null_for_an_optional_argument_is_absent_and_for_a_required_one_a_mistake() {
        assertThat(Arguments.read(EDIT, json("{'path':'a','old':'b','start':null,'items':[]}")))
                .isEqualTo(Json.MAPPER.readTree(json("{'path':'a','old':'b','items':[]}")));
        assertRefused(
                json("{'path':null,'old':'b','items':[]}"),
                "edit_file: \"path\" must be a string, got null" + EXPECTS);
    }

    /// A tool from outside, with a schema that was not made here.
    private record Foreign(String inputSchema) implements Tool {
        @Override
        public String name() {
            return "foreign";
        }

        @Override
        public String description() {
            return "from elsewhere";
        }

        @Override
        public Effect describe(ObjectNode arguments) {
            return new Effect.Opaque("foreign");
        }

        @Override
        public Result perform(ObjectNode arguments, Attempt attempt) {
            return Result.done("");
        }
    }

    private static Tool foreign(String properties) {
        return new Foreign(json("{'type':'object','properties':{" + properties + "}}"));
    }

    @Test
    void bounds_of_foreign_schemas_are_told_in_words() {
        Tool tool =
                foreign(
                        "'n':{'type':'integer','minimum':1,'maximum':9},'s':{'type':'string','minLength':2,'pattern':'^a'},"
                                + "'l':{'type':'array','maxItems':1},'c':{'const':'x'},'d':{'type':'string','format':'date-time'},"
                                + "'u':{'anyOf':[{'type':'string'},{'type':'array','items':{'type':'integer'}}]}");
        assertThatThrownBy(() ->
                        Arguments.read(
                                tool,
                                json("{'n':0,'s':'b','l':[1,2],'c':'y','d':'soon','u':[true]}")))
                .hasMessage(
                        "foreign: \"n\" must be at least 1, got 0; \"s\" must have at least 2 characters, got \"b\"; "
                                + "\"s\" must match the pattern \"^a\", got \"b\"; \"l\" must have at most 1 entries, got [1,2]; "
                                + "\"c\" must be \"x\", got \"y\"; \"d\" must be a valid date-time, got \"soon\"; "
                                + "\"u\" must be a string or a list of integer, got [true]; "
                                + "expects {n?: integer, s?: string, l?: array, c?: any, d?: string, u?: string | [integer]}");
    }

    @Test
    void a_null_that_a_foreign_schema_allows_is_kept() {
        Tool tool = foreign("'a':{'type':['string','null']},'b':{'type':'string'},'c':{}");
        assertThat(Arguments.read(tool, json("{'a':null,'b':null,'c':null}")))
                .isEqualTo(Json.MAPPER.readTree(json("{'a':null,'c':null}")));
    }

    @Test
    void a_foreign_schema_can_make_nothing_be_fetched() {
        Tool remote = new Foreign(json("{'$ref':'http://127.0.0.1:9/schema.json'}"));
        Tool file = new Foreign(json("{'$ref':'file:///etc/hostname'}"));
        for (Tool tool : List.of(remote, file)) {
            assertThatThrownBy(() -> Arguments.read(tool, "{}"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the schema of tool \"foreign\" can not be used: ");
        }
    }

    @Test
    @Timeout(60)
    void a_foreign_pattern_can_not_hang_the_check() {
        Tool tool = foreign("'s':{'type':'string','pattern':'^(a+)+$'}");
        assertThatThrownBy(() -> Arguments.read(tool, json("{'s':'" + "a".repeat(5_000) + "!'}")))
                .isInstanceOf(Tool.BadArguments.class);
    }

    @Test
    void a_flood_of_mistakes_stays_one_readable_message() {
        var flood = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            flood.append(i == 0 ? "" : ",").append("\"unknown").append(i).append("\":1");
        }
        assertThatThrownBy(() -> Arguments.read(EDIT, flood.append('}').toString()))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeBetween(1_000, 6_000))
                .hasMessageEndingWith(EXPECTS);
    }
}
