package dev.lorimer.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// `edit_file`: replaces one passage of a file.
record EditFile(Root root) {
    record Asked(
            @Describe("file, relative to the workspace") String path,
            @Describe("the text to replace, exactly as in the file; it must occur once") String old,
            @JsonProperty("new") @Describe("the text to put there") String replacement) {
        Asked {
            if (old.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"old\" is empty; give the text to replace, or use write_file for a new file");
            }
        }
    }

    Tool tool() {
        return Tools.of(
                "edit_file",
                "Replaces text in a file of the workspace: old must occur exactly once, so include lines around it where needed.",
                Asked.class,
                this::effect,
                (asked, _) -> edit(asked));
    }

    private Effect effect(Asked asked) {
        FilePath path = root.path(asked.path());
        String content = outcome(path, asked).content();
        return new Effect.Staged(
                "edit " + path,
                new Effect.Edits.Known(List.of(new Effect.FileEdit(path.toString(), content))));
    }

    private Tool.Result edit(Asked asked) {
        FilePath path = root.path(asked.path());
        var outcome = outcome(path, asked);
        root.write(path, outcome.content());
        return Tool.Result.done("edited %s at line %d".formatted(path, outcome.line()));
    }

    private Replacement.Outcome outcome(FilePath path, Asked asked) {
        root.checkWritable(path);
        var outcome = new Replacement(asked.old(), asked.replacement()).in(path, root.read(path));
        Text.encode(path, outcome.content());
        return outcome;
    }
}
