package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningTest {
    private static final Tool PLAN = BuiltInTools.plan();
    private static final Tool FINISH = BuiltInTools.finish();

    @Test
    void a_plan_replaces_the_plan_and_nothing_else() {
        var arguments =
                json(
                        "{'items':[{'text':'read','status':'done'},{'text':'write','status':'active'}]}");
        assertThat(Calls.describe(PLAN, arguments))
                .isEqualTo(
                        new Effect.Planned(
                                List.of(
                                        new Effect.PlanItem("read", Effect.PlanItem.Status.DONE),
                                        new Effect.PlanItem(
                                                "write", Effect.PlanItem.Status.ACTIVE))));
        assertThat(Calls.text(PLAN, arguments)).isEqualTo("plan of 2 items");
    }

    @Test
    void a_plan_of_any_size_but_fifty_at_most() {
        String item = json("{'text':'x','status':'pending'}");
        assertThat(Calls.text(PLAN, items(item, 50))).isEqualTo("plan of 50 items");
        assertThat(Calls.text(PLAN, items(item, 0))).isEqualTo("plan of 0 items");
        assertThatThrownBy(() -> Calls.describe(PLAN, items(item, 51)))
                .isInstanceOf(Tool.BadArguments.class)
                .hasMessage("plan: \"items\" has 51 entries, more than 50; sum some of them up");
        assertThatThrownBy(() ->
                        Calls.describe(PLAN, json("{'items':[{'text':' ','status':'done'}]}")))
                .hasMessage("plan: \"items[0].text\" has 1 characters; give 1 to 300");
    }

    private static String items(String item, int count) {
        return "{\"items\":[" + String.join(",", Collections.nCopies(count, item)) + "]}";
    }

    @Test
    void finishing_is_asked_for_with_a_summary() {
        assertThat(Calls.describe(FINISH, json("{'summary':'all done'}")))
                .isEqualTo(new Effect.Finish("all done"));
        assertThat(Calls.text(FINISH, json("{'summary':'all done'}")))
                .isEqualTo("asked to finish; the checks decide");
        assertThatThrownBy(() -> Calls.describe(FINISH, json("{'summary':' '}")))
                .hasMessage("finish: \"summary\" is empty; say in a few sentences what was done");
    }
}
