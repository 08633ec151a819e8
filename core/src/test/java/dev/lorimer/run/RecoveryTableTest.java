package dev.lorimer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.tool.EffectClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/recovery.md` says what follows from every entry in every state, and what recovery does in
/// each; the code says the same, pair by pair, and no pair is left out.
class RecoveryTableTest {
    private static final String REFUSED = "—";

    @Test
    void every_pair_of_state_and_entry_is_taken_as_the_page_says_or_refused() throws Exception {
        var found = new TreeMap<String, String>();
        TableSamples.states()
                .forEach((state, samples) ->
                        TableSamples.entries()
                                .forEach((entry, kinds) ->
                                        found.put(state + " × " + entry, follows(samples, kinds))));

        assertThat(found).isEqualTo(pairs());
    }

    @Test
    void every_case_of_phase_and_entry_is_in_the_table() throws Exception {
        var states =
                TableSamples.states().values().stream()
                        .flatMap(List::stream)
                        .map(state -> state.phase().getClass());
        var entries = TableSamples.entries().values().stream().flatMap(List::stream);

        assertThat(states.collect(Collectors.<Object>toSet()))
                .containsExactlyInAnyOrder((Object[]) Phase.class.getPermittedSubclasses());
        assertThat(entries.map(Object::getClass).collect(Collectors.<Object>toSet()))
                .containsExactlyInAnyOrder((Object[]) Entry.class.getPermittedSubclasses());
        assertThat(pairs()).hasSize(TableSamples.states().size() * TableSamples.entries().size());
    }

    @Test
    void an_entry_about_another_call_than_the_open_one_is_refused_in_every_state() {
        TableSamples.states()
                .forEach((state, samples) ->
                        assertThat(follows(samples, TableSamples.strays()))
                                .as(state)
                                .isEqualTo(REFUSED));
    }

    @Test
    void a_state_that_was_kept_goes_on_like_the_one_that_was_folded() {
        TableSamples.states()
                .forEach((name, samples) ->
                        samples.forEach(state ->
                                assertThat(Json.state(Json.snapshot(state)))
                                        .as(name)
                                        .isEqualTo(Optional.of(state))));
    }

    @Test
    void a_call_looked_at_again_for_its_approval_was_not_interrupted() {
        var again = new Entry.Recovered("1.1", "the approval had expired; looked at again");

        assertThat(TableSamples.states().get("decided, approval"))
                .allSatisfy(state ->
                        assertThat(state.after(again).phase())
                                .isInstanceOfSatisfying(
                                        Phase.Dispatching.class,
                                        next ->
                                                assertThat(next.open().getFirst().recoveries())
                                                        .isZero()));
    }

    @Test
    void recovery_does_in_every_state_what_the_page_says() throws Exception {
        var found = new HashMap<String, String>();
        TableSamples.states()
                .forEach((state, samples) -> {
                    if (!state.equals("performing")) {
                        found.put(
                                state,
                                words(samples.stream().map(sample -> word(Recovery.of(sample)))));
                    }
                });

        assertThat(found).isEqualTo(column(table("state", "recovery"), 1));
    }

    @Test
    void recovery_does_for_every_effect_what_the_page_says() throws Exception {
        var table = table("effect", "at first");
        var first = column(table, 1);
        var later = column(table, 2);

        for (var effect : EffectClass.values()) {
            for (var tries = 0; tries < Recovery.TRIES; tries++) {
                assertThat(recovery(effect, tries)).isEqualTo(first.get(effect.name()));
            }
            for (var tries = Recovery.TRIES; tries < 3 * Recovery.TRIES; tries++) {
                assertThat(recovery(effect, tries)).isEqualTo(later.get(effect.name()));
            }
        }
        assertThat(first).hasSize(EffectClass.values().length);
    }

    @Test
    void each_thing_that_recovery_can_do_is_done_somewhere() throws Exception {
        var used = new HashSet<String>();
        column(table("state", "recovery"), 1).values().forEach(used::add);
        column(table("effect", "at first"), 1).values().forEach(used::add);
        column(table("effect", "at first"), 2).values().forEach(used::add);

        var all =
                Arrays.stream(Recovery.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList();
        assertThat(used.stream().map(word -> word.split(",", -1)[0]).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    private static String recovery(EffectClass effect, int tries) {
        return word(Recovery.of(TableSamples.interrupted(effect, tries)));
    }

    private static String word(Recovery recovery) {
        var name = recovery.getClass().getSimpleName();
        return recovery instanceof Recovery.Probe(var undo) && undo ? name + ", else undo" : name;
    }

    /// The states that these entries lead to, as a cell of the table.
    private static String follows(List<RunState> samples, List<? extends Entry> kinds) {
        return words(
                samples.stream()
                        .flatMap(sample -> kinds.stream().map(entry -> next(sample, entry))));
    }

    private static String next(RunState state, Entry entry) {
        try {
            return TableSamples.name(state.after(entry).phase());
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("which can not follow");
            return REFUSED;
        }
    }

    private static String words(Stream<String> words) {
        return String.join(" / ", words.collect(Collectors.toCollection(TreeSet::new)));
    }

    /// All pairs, as the page has them.
    private static Map<String, String> pairs() throws IOException {
        var all = new TreeMap<String, String>();
        for (var table : tables(header -> header.getFirst().equals("entry"))) {
            var states = table.getFirst();
            for (var row : table.subList(1, table.size())) {
                for (var i = 1; i < states.size(); i++) {
                    var pair = states.get(i) + " × " + row.getFirst();
                    assertThat(all.put(pair, row.get(i))).as("twice: %s", pair).isNull();
                }
            }
        }
        return all;
    }

    private static Map<String, String> column(List<List<String>> table, int column) {
        var all = new LinkedHashMap<String, String>();
        table.stream().skip(1).forEach(row -> all.put(row.getFirst(), row.get(column)));
        return all;
    }

    private static List<List<String>> table(String first, String second) throws IOException {
        return tables(header -> header.subList(0, 2).equals(List.of(first, second))).getFirst();
    }

    /// The tables of the page whose header is such a one: header first, without the line below it.
    private static List<List<List<String>>> tables(Function<List<String>, Boolean> header)
            throws IOException {
        return Stream.of(Files.readString(page()).split("\n\n"))
                .map(block ->
                        block.lines()
                                .filter(line -> line.startsWith("|") && !line.startsWith("|-"))
                                .map(RecoveryTableTest::cells)
                                .toList())
                .filter(table -> !table.isEmpty() && header.apply(table.getFirst()))
                .toList();
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static Path page() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("docs/recovery.md"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/recovery.md is missing"));
    }
}
