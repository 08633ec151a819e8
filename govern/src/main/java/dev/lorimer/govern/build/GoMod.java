package dev.lorimer.govern.build;

/// Reads the modules that a `go.mod` requires, or puts in the place of others.
final class GoMod {
    private GoMod() {}

    static Libraries read(String text) {
        var notes = new Libraries.Notes();
        var block = "";
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            int comment = raw.indexOf("//");
            boolean indirect = comment >= 0 && raw.substring(comment).contains("indirect");
            var words = (comment < 0 ? raw : raw.substring(0, comment)).strip().split("\\s+", -1);
            if (words[0].equals(")")) {
                block = "";
                continue;
            }
            var verb = block.isEmpty() ? words[0] : block;
            int at = block.isEmpty() ? 1 : 0;
            if (block.isEmpty() && words.length > 1 && words[1].equals("(")) {
                block = words[0];
                continue;
            }
            if (words.length <= at || words[at].isEmpty()) {
                continue;
            }
            switch (verb) {
                case "require" ->
                        notes.artifact(
                                "go", bare(words[at]), indirect ? "locked" : "dependency", number);
                case "tool" -> notes.artifact("go", bare(words[at]), "tool", number);
                case "replace" -> replaced(notes, words, number);
                default -> {}
            }
        }
        return notes.libraries();
    }

    private static void replaced(Libraries.Notes notes, String[] words, int line) {
        for (int i = 0; i + 1 < words.length; i++) {
            boolean elsewhere = !words[i + 1].startsWith(".") && !words[i + 1].startsWith("/");
            if (words[i].equals("=>") && elsewhere) {
                notes.artifact("go", bare(words[i + 1]), "replacement", line);
            }
        }
    }

    private static String bare(String word) {
        return word.replace("\"", "");
    }
}
