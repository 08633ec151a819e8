package dev.lorimer.tool;

import java.util.List;

/// `write_file`: a whole file, new or in the place of an old one.
record WriteFile(Root root) {
    record Asked(
            @Describe("file, relative to the workspace; folders are made as needed") String path,
            @Describe("the whole new text") String content) {}

    Tool tool() {
        return Tools.of(
                "write_file",
                "Writes a whole text file in the workspace: makes it, or replaces all of it. To change part of a file, use edit_file.",
                Asked.class,
                this::effect,
                (asked, _) -> write(asked));
    }

    private Effect effect(Asked asked) {
        FilePath path = root.path(asked.path());
        root.checkWritable(path);
        Text.encode(path, asked.content());
        return new Effect.Staged(
                "write " + path,
                new Effect.Edits.Known(
                        List.of(new Effect.FileEdit(path.toString(), asked.content()))));
    }

    private Tool.Result write(Asked asked) {
        FilePath path = root.path(asked.path());
        boolean isNew = root.kind(path) == Folder.Kind.ABSENT;
        root.write(path, asked.content());
        int lines = Text.lines(asked.content()).size();
        return Tool.Result.done(
                "%s %s (%d %s)"
                        .formatted(
                                isNew ? "created" : "replaced",
                                path,
                                lines,
                                lines == 1 ? "line" : "lines"));
    }
}
