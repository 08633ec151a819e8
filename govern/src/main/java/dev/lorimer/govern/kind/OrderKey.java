package dev.lorimer.govern.kind;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// A key in a file's name, ordered as people count: digits by their value, everything between them
/// as separators, so that 9 is before 10 and 1.9 before 1.10.
record OrderKey(String text) implements Comparable<OrderKey> {
    @Override
    public int compareTo(OrderKey other) {
        var own = parts(text);
        var others = parts(other.text);
        for (int i = 0; i < Math.min(own.size(), others.size()); i++) {
            int order = compare(own.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(own.size(), others.size());
    }

    private static int compare(String one, String other) {
        boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
        return numbers
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    /// Runs of digits and runs of letters; dots, hyphens and underscores only separate.
    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int end = at + 1;
            boolean digits = Character.isDigit(text.charAt(at));
            while (end < text.length()
                    && Character.isLetterOrDigit(text.charAt(end))
                    && Character.isDigit(text.charAt(end)) == digits) {
                end++;
            }
            if (Character.isLetterOrDigit(text.charAt(at))) {
                parts.add(text.substring(at, end));
            }
            at = end;
        }
        return parts;
    }
}
