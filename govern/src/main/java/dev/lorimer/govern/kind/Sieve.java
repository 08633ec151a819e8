package dev.lorimer.govern.kind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Looks for the words of many rules in one pass over the bytes, by Aho and Corasick's automaton:
/// how many rules there are makes no difference to the time.
final class Sieve {
    private static final int LETTERS = 256;

    private final BitSet always = new BitSet();
    private final List<int[]> steps = new ArrayList<>();
    private final List<BitSet> found = new ArrayList<>();
    private final int[] next;
    private final BitSet[] hits;

    /// The states that say nothing of any rule: they are passed over as if they had been met.
    private final boolean[] none;

    /// @param rules of each rule the words; the rule's number is its place
    Sieve(List<Needles> rules) {
        state();
        for (int rule = 0; rule < rules.size(); rule++) {
            if (rules.get(rule).all()) {
                always.set(rule);
            }
            for (var word : rules.get(rule).words()) {
                add(word.getBytes(StandardCharsets.US_ASCII), rule);
            }
        }
        next = new int[steps.size() * LETTERS];
        connect();
        hits = found.toArray(BitSet[]::new);
        none = new boolean[hits.length];
        for (int state = 0; state < hits.length; state++) {
            none[state] = hits[state].isEmpty();
        }
    }

    /// The numbers of the rules that the bytes may break.
    BitSet of(byte[] bytes) {
        var all = (BitSet) always.clone();
        var met = none.clone();
        int state = 0;
        for (byte letter : bytes) {
            state = next[state << 8 | (letter & 0xff)];
            if (!met[state]) {
                met[state] = true;
                all.or(hits[state]);
            }
        }
        return all;
    }

    private int state() {
        var none = new int[LETTERS];
        Arrays.fill(none, -1);
        steps.add(none);
        found.add(new BitSet());
        return steps.size() - 1;
    }

    private void add(byte[] word, int rule) {
        int state = 0;
        for (byte letter : word) {
            int step = steps.get(state)[letter & 0xff];
            if (step < 0) {
                step = state();
                steps.get(state)[letter & 0xff] = step;
            }
            state = step;
        }
        found.get(state).set(rule);
    }

    /// Where a word breaks off, the automaton goes on with the longest end of it that begins
    /// another word.
    private void connect() {
        var fallback = new int[steps.size()];
        var open = new ArrayDeque<Integer>();
        open.add(0);
        while (!open.isEmpty()) {
            int state = open.poll();
            found.get(state).or(found.get(fallback[state]));
            for (int letter = 0; letter < LETTERS; letter++) {
                int step = steps.get(state)[letter];
                int other = state == 0 ? 0 : next[fallback[state] << 8 | letter];
                next[state << 8 | letter] = step < 0 ? other : step;
                if (step >= 0) {
                    fallback[step] = other;
                    open.add(step);
                }
            }
        }
    }
}
