package dev.lorimer.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `read_file`: lines of a text file under one heading line. The lines come as they are, without
/// numbers in front, so that they can be copied into `edit_file`.
record ReadFile(Root root) {
    /// A long source file whole.
    private static final int LINES_MAX = 2_000;

    /// 60 KB, so that heading and note fit into a result with nothing cut from its middle.
    private static final int BYTES_MAX = 60 * 1024;

    record Asked(
            @Describe("file, relative to the workspace") String path,
            @Describe(value = "first line, from 1", schema = "{\"minimum\":1}")
                    Optional<Integer> start,
            @Describe(value = "last line, inclusive", schema = "{\"minimum\":1}")
                    Optional<Integer> end) {
        Asked {
            if (start.isPresent() && end.isPresent() && end.get() < start.get()) {
                throw new IllegalArgumentException(
                        "\"end\" (%d) is before \"start\" (%d)".formatted(end.get(), start.get()));
            }
        }
    }

    Tool tool() {
        return Tools.of(
                "read_file",
                "Reads lines of a text file in the workspace. At most "
                        + LINES_MAX
                        + " lines or 60 KB at a time; give start and end to read further.",
                Asked.class,
                asked -> new Effect.Pure("read " + root.path(asked.path())),
                (asked, _) -> Tool.Result.done(read(asked)));
    }

    private String read(Asked asked) {
        FilePath path = root.path(asked.path());
        List<String> lines = Text.lines(root.read(path));
        if (lines.isEmpty()) {
            return path + " is empty";
        }
        int start = asked.start().orElse(1);
        if (start > lines.size()) {
            throw new Tool.BadArguments(
                    "\"start\" is %d, but %s has %d lines"
                            .formatted(start, FilePath.shown(path.toString()), lines.size()));
        }
        int last = Math.min(lines.size(), asked.end().orElse(lines.size()));
        return page(path, lines, start, last);
    }

    private static String page(FilePath path, List<String> lines, int start, int end) {
        var text = new StringBuilder();
        int bytes = 0;
        int shown = 0;
        for (String line : lines.subList(start - 1, end)) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (shown > 0 && (bytes > BYTES_MAX || shown == LINES_MAX)) {
                break;
            }
            text.append(bytes > BYTES_MAX ? cut(line) : line).append('\n');
            shown++;
        }
        int last = start + shown - 1;
        String heading = "%s lines %d-%d of %d\n".formatted(path, start, last, lines.size());
        String more =
                last < end
                        ? "(lines %d-%d not shown; read on with start %d)"
                                .formatted(last + 1, end, last + 1)
                        : "";
        return heading + text + more;
    }

    /// A character has at most four bytes.
    private static String cut(String line) {
        return ResultText.head(line, BYTES_MAX / 4)
                + " … (this line has %d characters; the rest is not shown)"
                        .formatted(line.length());
    }
}
