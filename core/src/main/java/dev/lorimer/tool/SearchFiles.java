package dev.lorimer.tool;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lorimer.govern.tree.BoundedRegex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `search_files`: the lines that match a regular expression. RE2J matches in linear time; of
/// `java.util.regex`, 8 of 12 hard patterns ran for more than 3 s.
record SearchFiles(Root root) {
    private static final int HITS_MAX = 200;

    /// Enough of a line to see the hit in its place.
    private static final int LINE_CHARS_MAX = 300;

    /// 128 MB: at some 10 MB/s, what a caller can be made to wait for.
    private static final long BYTES_MAX = 128L * 1024 * 1024;

    record Asked(
            @Describe(
                            "regular expression (RE2: no look-around, no back-references), held against each line")
                    String pattern,
            @Describe("file or folder, relative to the workspace; all of it when left out")
                    Optional<String> path,
            @Describe("only these files, for example *.java or src/**/*.java")
                    Optional<String> glob) {}

    Tool tool() {
        return Tools.of(
                "search_files",
                "Finds lines that match a regular expression, in the text files of the workspace, without .git; shows path:line: text. At most "
                        + HITS_MAX
                        + " hits; narrow with path or glob.",
                Asked.class,
                asked -> {
                    pattern(asked.pattern());
                    asked.glob().ifPresent(Glob::of);
                    FilePath path = root.path(asked.path().orElse("."));
                    return new Effect.Pure(
                            ResultText.line("search " + asked.pattern() + " in " + path, 160));
                },
                (asked, _) -> Tool.Result.done(search(asked)));
    }

    private static Pattern pattern(String regex) {
        try {
            BoundedRegex.check(regex);
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new Tool.BadArguments(
                    "\"pattern\" is not a valid regular expression: %s; escape special characters with \\ (look-around and back-references are not supported)"
                            .formatted(ResultText.line(e.getDescription(), 200)));
        }
    }

    private String search(Asked asked) throws InterruptedException {
        FilePath base = root.path(asked.path().orElse("."));
        var search = new Search(pattern(asked.pattern()), base, asked.glob().map(Glob::of));
        if (root.kind(base) == Folder.Kind.FILE) {
            try (Folder parent = root.open(base.parent())) {
                var single = new Search(pattern(asked.pattern()), base.parent(), Optional.empty());
                single.visit(parent, base.name(), Folder.Kind.FILE);
                return single.text("");
            }
        }
        String unseen;
        try (Folder folder = root.open(base)) {
            unseen = Walk.through(folder, search::visit);
        }
        return search.text(unseen);
    }

    private static final class Search {
        private final Pattern pattern;
        private final FilePath base;
        private final Optional<Glob> glob;
        private final List<String> hits = new ArrayList<>();
        private long bytes;
        private int binary;
        private int unread;
        private boolean full;

        Search(Pattern pattern, FilePath base, Optional<Glob> glob) {
            this.pattern = pattern;
            this.base = base;
            this.glob = glob;
        }

        boolean visit(Folder folder, String name, Folder.Kind kind) throws InterruptedException {
            FilePath path = folder.path().child(name);
            if (kind != Folder.Kind.FILE || (glob.isPresent() && !glob.get().matches(path, base))) {
                return true;
            }
            try {
                byte[] content = folder.read(name, Root.FILE_BYTES_MAX);
                bytes += content.length;
                if (Text.isBinary(content)) {
                    binary++;
                } else {
                    // Other encodings than UTF-8 are searched as well as they can be.
                    search(path, new String(content, StandardCharsets.UTF_8));
                }
            } catch (Tool.BadArguments e) {
                unread++;
            }
            return !full && bytes < BYTES_MAX;
        }

        private void search(FilePath path, String text) throws InterruptedException {
            List<String> lines = Text.lines(text);
            Matcher matcher = pattern.matcher("");
            for (int i = 0; i < lines.size() && !full; i++) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (matcher.reset(lines.get(i)).find()) {
                    full = hits.size() == HITS_MAX;
                    if (!full) {
                        hits.add(
                                path.shownPlain()
                                        + ":"
                                        + (i + 1)
                                        + ": "
                                        + window(lines.get(i), matcher.start()));
                    }
                }
            }
        }

        /// A long line is cut to what is around the hit.
        private static String window(String line, int hit) {
            int start = line.length() <= LINE_CHARS_MAX ? 0 : Math.max(0, hit - 100);
            String from = (start > 0 ? "…" : "") + line.substring(start);
            return from.length() <= LINE_CHARS_MAX + 1
                    ? from
                    : ResultText.head(from, LINE_CHARS_MAX) + "…";
        }

        String text(String unseen) {
            var lines = new ArrayList<>(hits);
            if (hits.isEmpty()) {
                lines.add("no line matches");
            }
            if (full) {
                lines.add("(more than " + HITS_MAX + " hits; narrow with path or glob)");
            } else if (bytes >= BYTES_MAX) {
                lines.add("(stopped after 128 MB; narrow with path or glob)");
            }
            if (unread > 0) {
                lines.add("(" + unread + " files not searched: too large or not readable)");
            }
            if (hits.isEmpty() && binary > 0) {
                lines.add("(" + binary + " binary files not searched)");
            }
            if (!unseen.isEmpty()) {
                lines.add("(" + unseen + ")");
            }
            return String.join("\n", lines);
        }
    }
}
