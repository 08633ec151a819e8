package dev.lorimer.tool;

import static dev.lorimer.tool.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What tools of each effect class promise, and what they must bring along for it.
class EffectClassesTest {
    record Transfer(String to, int cents) {}

    private static final String ARGUMENTS = json("{'to':'ann','cents':5}");
    private static final Tools.Performing<Transfer> DO = (_, _) -> Tool.Result.done("sent");

    private static NamedTool<Transfer> transfer() {
        return Tools.of("transfer", "Moves money", Transfer.class);
    }

    private static Tool.Probe probe(Tool tool) throws InterruptedException {
        return tool.probe(Arguments.read(tool, ARGUMENTS), Calls.ATTEMPT);
    }

    private static Tool.Result undo(Tool tool) throws InterruptedException {
        return tool.undo(Arguments.read(tool, ARGUMENTS), Calls.ATTEMPT);
    }

    @Test
    void each_method_of_a_named_tool_is_one_effect_class() {
        String call = "transfer " + ARGUMENTS;
        assertThat(Calls.describe(transfer().pure(_ -> ""), ARGUMENTS))
                .isEqualTo(new Effect.Pure(call));
        assertThat(Calls.describe(transfer().idempotent(DO), ARGUMENTS))
                .isEqualTo(new Effect.Idempotent(call));
        assertThat(
                        Calls.describe(
                                transfer().reconcilable(DO, (_, _) -> new Tool.Probe.NotHappened()),
                                ARGUMENTS))
                .isEqualTo(new Effect.Reconcilable(call));
        assertThat(Calls.describe(transfer().compensable(DO, DO::perform), ARGUMENTS))
                .isEqualTo(new Effect.Compensable(call));
        assertThat(Calls.describe(transfer().staged(DO), ARGUMENTS))
                .isEqualTo(new Effect.Staged(call, new Effect.Edits.Unknown()));
        assertThat(Calls.describe(transfer().irreversible(DO), ARGUMENTS))
                .isEqualTo(new Effect.Irreversible(call));
        assertThat(Calls.describe(transfer().opaque(DO), ARGUMENTS))
                .isEqualTo(new Effect.Opaque(call));
    }

    @Test
    void a_probe_finds_by_the_key_what_a_call_has_done() throws InterruptedException {
        var sent = new LinkedHashMap<String, String>();
        Tool tool =
                transfer()
                        .reconcilable(
                                (asked, attempt) -> {
                                    sent.put(attempt.key(), asked.cents() + " to " + asked.to());
                                    return Tool.Result.done(sent.get(attempt.key()));
                                },
                                (_, attempt) ->
                                        Tool.Probe.of(
                                                Optional.ofNullable(sent.get(attempt.key()))));
        assertThat(probe(tool)).isEqualTo(new Tool.Probe.NotHappened());
        Tool.Result result = Calls.call(tool, ARGUMENTS);
        assertThat(probe(tool)).isEqualTo(new Tool.Probe.Happened(result));
    }

    @Test
    void an_undo_takes_back_what_its_arguments_and_key_say() throws InterruptedException {
        var undone = new ArrayList<String>();
        Tool tool =
                transfer()
                        .compensable(
                                DO,
                                (asked, attempt) -> {
                                    undone.add(asked.to() + " " + attempt.key());
                                    return Tool.Result.done("gone");
                                });
        assertThat(undo(tool)).isEqualTo(Tool.Result.done("gone"));
        assertThat(undone).containsExactly("ann key-1");
        assertThat(probe(tool)).isEqualTo(new Tool.Probe.Unknown("the tool can not tell"));
    }

    @Test
    void what_a_probe_or_undo_throws_reaches_the_caller_and_is_no_answer() {
        Tool tool =
                transfer()
                        .compensable(
                                DO,
                                (_, _) -> {
                                    throw new IOException("bank is closed");
                                },
                                (_, _) -> {
                                    throw new IOException("bank is shut");
                                });
        assertThatThrownBy(() -> probe(tool))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("bank is closed");
        assertThatThrownBy(() -> undo(tool))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("bank is shut");
    }

    @Test
    void what_a_probe_says_is_cleaned_like_any_result() throws InterruptedException {
        Tool happened =
                transfer().reconcilable(DO, (_, _) -> Tool.Probe.of(Optional.of("\u001b[31mred")));
        assertThat(probe(happened)).isEqualTo(new Tool.Probe.Happened(Tool.Result.done("red")));
        Tool unknown = transfer().reconcilable(DO, (_, _) -> new Tool.Probe.Unknown("\u001b[1mhm"));
        assertThat(probe(unknown)).isEqualTo(new Tool.Probe.Unknown("hm"));
    }

    @ParameterizedTest
    @EnumSource(
            value = EffectClass.class,
            names = {"RECONCILABLE", "COMPENSABLE"})
    void a_class_that_needs_more_can_not_be_declared_without_it(EffectClass effect) {
        String lack =
                effect == EffectClass.RECONCILABLE
                        ? "reconcilable but has no probe; say how to find out whether a call happened"
                        : "compensable but has no undo; say how to take a call back";
        assertThatThrownBy(() -> Tools.of("pay", "pays", Transfer.class, effect, DO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tool \"pay\" is declared " + lack + ", or declare it irreversible");
    }

    @Test
    void an_effect_by_arguments_may_promise_only_what_the_tool_can_do() {
        Tool without = transfer().varying(asked -> new Effect.Reconcilable("to " + asked.to()), DO);
        assertThatThrownBy(() -> Calls.describe(without, ARGUMENTS))
                .hasMessageStartingWith(
                        "tool \"transfer\" is declared reconcilable but has no probe");
        Tool with =
                transfer()
                        .varying(
                                asked ->
                                        asked.cents() < 10
                                                ? new Effect.Compensable("small")
                                                : new Effect.Reconcilable("large"),
                                DO,
                                (_, _) -> new Tool.Probe.NotHappened(),
                                DO::perform);
        assertThat(Calls.describe(with, ARGUMENTS)).isEqualTo(new Effect.Compensable("small"));
        assertThat(Calls.describe(with, json("{'to':'ann','cents':50}")))
                .isEqualTo(new Effect.Reconcilable("large"));
    }

    /// A desk whose orders can be found and cancelled.
    public static final class Desk {
        final Map<String, String> orders = new LinkedHashMap<>();

        @ToolMethod(
                description = "Places an order",
                effect = EffectClass.RECONCILABLE,
                probe = "findOrder")
        public String order(String dish, int count, Tool.Attempt attempt) {
            orders.put(attempt.key(), count + " " + dish);
            return orders.get(attempt.key());
        }

        public Optional<String> findOrder(Tool.Attempt attempt) {
            return Optional.ofNullable(orders.get(attempt.key()));
        }

        @ToolMethod(
                description = "Books a table",
                effect = EffectClass.COMPENSABLE,
                probe = "booked",
                undo = "cancel")
        public String book(String guest, Optional<Integer> seats) {
            orders.put(guest, "table " + seats.orElse(2));
            return "booked";
        }

        public boolean booked(String guest) {
            return orders.containsKey(guest);
        }

        public void cancel(Optional<Integer> seats, String guest) {
            orders.remove(guest);
        }

        @ToolMethod(
                description = "Holds a seat",
                effect = EffectClass.COMPENSABLE,
                undo = "release")
        public String hold(String guest) {
            return "held";
        }

        public boolean release(String guest) {
            return guest.equals("ann");
        }

        @ToolMethod(
                description = "Calls a cab",
                effect = EffectClass.RECONCILABLE,
                probe = "cabCalled")
        public void callCab(String street) {
            orders.put(street, "cab");
        }

        public Tool.Probe cabCalled(String street) {
            return new Tool.Probe.Unknown("the line is busy");
        }
    }

    @Test
    void annotated_probes_take_what_they_need_and_answer_in_their_own_type()
            throws InterruptedException {
        List<Tool> tools = Tools.from(new Desk());
        Tool order = Calls.named(tools, "order");
        var soup = Arguments.read(order, json("{'dish':'soup','count':2}"));
        assertThat(order.probe(soup, Calls.ATTEMPT)).isEqualTo(new Tool.Probe.NotHappened());
        var result = order.perform(soup, Calls.ATTEMPT);
        assertThat(order.probe(soup, Calls.ATTEMPT))
                .isEqualTo(new Tool.Probe.Happened(result))
                .isEqualTo(new Tool.Probe.Happened(Tool.Result.done("2 soup")));

        Tool cab = Calls.named(tools, "callCab");
        assertThat(cab.probe(Arguments.read(cab, json("{'street':'a'}")), Calls.ATTEMPT))
                .isEqualTo(new Tool.Probe.Unknown("the line is busy"));
    }

    @Test
    void annotated_undos_take_back_and_say_whether_something_is_left() throws InterruptedException {
        List<Tool> tools = Tools.from(new Desk());
        Tool book = Calls.named(tools, "book");
        var ann = Arguments.read(book, json("{'guest':'ann'}"));
        assertThat(book.describe(ann))
                .isEqualTo(new Effect.Compensable("book {\"guest\":\"ann\"}"));
        book.perform(ann, Calls.ATTEMPT);
        assertThat(book.probe(ann, Calls.ATTEMPT))
                .isEqualTo(new Tool.Probe.Happened(Tool.Result.done("done")));
        assertThat(book.undo(ann, Calls.ATTEMPT)).isEqualTo(Tool.Result.done("done"));
        assertThat(book.probe(ann, Calls.ATTEMPT)).isEqualTo(new Tool.Probe.NotHappened());

        Tool hold = Calls.named(tools, "hold");
        assertThat(hold.undo(Arguments.read(hold, json("{'guest':'ann'}")), Calls.ATTEMPT))
                .isEqualTo(Tool.Result.done("nothing of the call is left"));
        assertThat(hold.undo(Arguments.read(hold, json("{'guest':'bob'}")), Calls.ATTEMPT))
                .isEqualTo(
                        Tool.Result.failed("\"release\" says that something of the call is left"));
    }

    public static final class NoProbe {
        @ToolMethod(description = "x", effect = EffectClass.RECONCILABLE)
        public void pay() {}
    }

    public static final class NoUndo {
        @ToolMethod(description = "x", effect = EffectClass.COMPENSABLE, probe = "paid")
        public void pay() {}

        public boolean paid() {
            return true;
        }
    }

    public static final class MissingProbe {
        @ToolMethod(description = "x", effect = EffectClass.RECONCILABLE, probe = "paid")
        public void pay() {}

        boolean paid() {
            return true;
        }
    }

    public static final class TwoProbes {
        @ToolMethod(description = "x", effect = EffectClass.RECONCILABLE, probe = "paid")
        public void pay(String to) {}

        public boolean paid() {
            return true;
        }

        public boolean paid(String to) {
            return true;
        }
    }

    public static final class WrongParameter {
        @ToolMethod(description = "x", effect = EffectClass.RECONCILABLE, probe = "paid")
        public void pay(String to, int cents) {}

        public boolean paid(long cents) {
            return true;
        }
    }

    public static final class WrongAnswer {
        @ToolMethod(description = "x", effect = EffectClass.RECONCILABLE, probe = "paid")
        public void pay() {}

        public String paid() {
            return "";
        }
    }

    public static final class UselessProbe {
        @ToolMethod(description = "x", effect = EffectClass.IDEMPOTENT, probe = "paid")
        public void pay() {}

        public boolean paid() {
            return true;
        }
    }

    public static final class UselessUndo {
        @ToolMethod(
                description = "x",
                effect = EffectClass.RECONCILABLE,
                probe = "paid",
                undo = "repay")
        public void pay() {}

        public boolean paid() {
            return true;
        }

        public void repay() {}
    }

    @Test
    void a_wrong_probe_or_undo_is_refused_when_the_tool_is_made() {
        assertRefused(
                new NoProbe(),
                "tool \"pay\" is declared reconcilable but has no probe; say how to find out whether a call happened, or declare it irreversible");
        assertRefused(
                new NoUndo(),
                "tool \"pay\" is declared compensable but has no undo; say how to take a call back, or declare it irreversible");
        assertRefused(
                new MissingProbe(),
                "tool \"pay\" names \"paid\" as its probe, which is no public method of its class; write it, or correct the name");
        assertRefused(
                new TwoProbes(),
                "tool \"pay\" names \"paid\" as its probe, of which its class has 2; rename all but one");
        assertRefused(
                new WrongParameter(),
                "tool \"pay\" names \"paid\" as its probe, whose parameter \"long cents\" is none of the tool's; it may take \"String to, int cents\", and the attempt");
        assertRefused(
                new WrongAnswer(),
                "tool \"pay\" names \"paid\" as its probe, which returns String; let it return a boolean, an Optional or a Tool.Probe");
        assertRefused(
                new UselessProbe(),
                "tool \"pay\" has a probe, of which idempotent calls have no use; declare it reconcilable, or drop the probe");
        assertRefused(
                new UselessUndo(),
                "tool \"pay\" has an undo, of which reconcilable calls have no use; declare it compensable, or drop the undo");
    }

    private static void assertRefused(Object object, String message) {
        assertThatThrownBy(() -> Tools.from(object))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
