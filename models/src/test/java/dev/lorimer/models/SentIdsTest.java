package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentIdsTest {
    private static SentIds ids() {
        return new SentIds(id -> id.matches("[a-z0-9_]{1,30}"));
    }

    @Test
    void an_id_that_fits_is_sent_as_it_is() {
        SentIds ids = ids();
        assertThat(ids.call("call_1")).isEqualTo("call_1");
        assertThat(ids.result("call_1")).isEqualTo("call_1");
    }

    @Test
    void an_id_that_does_not_fit_is_replaced_alike_in_call_and_result() {
        SentIds ids = ids();
        String sent = ids.call("functions.look:0");
        assertThat(sent).matches("[a-z0-9_]{1,30}").isEqualTo(ids().call("functions.look:0"));
        assertThat(ids.result("functions.look:0")).isEqualTo(sent);
    }

    @Test
    void an_id_that_comes_again_is_another() {
        SentIds ids = ids();
        String first = ids.call("call_1");
        assertThat(ids.result("call_1")).isEqualTo(first);
        String second = ids.call("call_1");
        assertThat(second).matches("[a-z0-9_]{1,30}").isNotEqualTo(first);
        assertThat(ids.result("call_1")).isEqualTo(second);
        assertThat(ids.call("call_1")).isNotIn(first, second);
    }

    @Test
    void an_alias_of_a_tool_is_understood_as_the_tool() {
        var tools =
                List.of(
                        new Request.ToolDefinition("files.read", "", "{}"),
                        new Request.ToolDefinition("files_read", "", "{}"));
        var request = new Request("", tools, List.of(new Message.User("go")), 1);
        String sent = ToolNames.sent("files.read", name -> name.matches("[a-z_]+"));
        assertThat(sent).matches("[A-Za-z_][A-Za-z0-9_-]{0,63}").isNotEqualTo("files_read");
        assertThat(ToolNames.meant(sent, request)).isEqualTo("files.read");
        assertThat(ToolNames.meant("files_read", request)).isEqualTo("files_read");
        assertThat(ToolNames.meant("never_heard", request)).isEqualTo("never_heard");
    }

    @Test
    void names_of_any_letters_and_length_get_an_alias() {
        for (String name : List.of("", "ü", "9", "a b", "n".repeat(500), "👩‍🚀")) {
            assertThat(ToolNames.sent(name, _ -> false)).matches("[A-Za-z_][A-Za-z0-9_-]{0,63}");
        }
    }
}
