package dev.lorimer.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What another coding agent's hook tells: when it calls, where, and what is about to be written.
///
/// @param event the tool's own name of the moment
/// @param session names the conversation; empty when the tool does not say
/// @param folders where the work goes on, the most telling first
/// @param again whether the tool has been sent back to work before, at this very end
/// @param proposal what a file tool is about to write
record HookCall(
        Moment moment,
        String event,
        String session,
        List<Path> folders,
        boolean again,
        Optional<Proposal> proposal) {
    /// When the tool asks.
    enum Moment {
        /// A tool call has not happened yet.
        BEFORE,
        /// A tool call has happened, or has failed halfway.
        AFTER,
        /// The agent thinks that it is done.
        END,
        /// Something that can not change a file.
        ELSEWHERE
    }

    /// A file as a tool call would leave it.
    sealed interface Proposal {
        Path file();

        /// The whole content.
        record Written(Path file, String content) implements Proposal {}

        /// Texts replaced in what is there.
        record Edited(Path file, List<Replacement> replacements) implements Proposal {}
    }

    /// @param all whether every occurrence is replaced, or the first
    record Replacement(String old, String fresh, boolean all) {
        String in(String text) {
            if (old.isEmpty()) {
                return text.isEmpty() ? fresh : text;
            }
            if (all) {
                return text.replace(old, fresh);
            }
            int at = text.indexOf(old);
            return at < 0
                    ? text
                    : text.substring(0, at) + fresh + text.substring(at + old.length());
        }
    }

    /// What the arguments of a tool call propose, whatever the tool's name: the four agents spell
    /// the same few arguments differently.
    static Optional<Proposal> proposal(JsonNode arguments, Path folder) {
        var file =
                first(arguments, "file_path", "path", "filePath", "target_file", "absolute_path");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var path = folder.resolve(file.get()).normalize();
        var content = first(arguments, "content", "contents", "file_text");
        if (content.isPresent()) {
            return Optional.of(new Proposal.Written(path, content.get()));
        }
        var edits = arguments.path("edits");
        var replacements =
                edits.isArray()
                        ? edits.values().stream()
                                .flatMap(edit -> replacement(edit).stream())
                                .toList()
                        : replacement(arguments).stream().toList();
        return replacements.isEmpty()
                ? Optional.empty()
                : Optional.of(new Proposal.Edited(path, replacements));
    }

    private static Optional<Replacement> replacement(JsonNode edit) {
        var old = first(edit, "old_string", "old_str", "oldText");
        var fresh = first(edit, "new_string", "new_str", "newText");
        boolean all =
                edit.path("replace_all").asBoolean(false)
                        || edit.path("allow_multiple").asBoolean(false)
                        || edit.path("expected_replacements").asInt(1) > 1;
        return old.flatMap(from -> fresh.map(to -> new Replacement(from, to, all)));
    }

    static Optional<String> first(JsonNode object, String... names) {
        for (var name : names) {
            if (object.path(name).isString()) {
                return Optional.of(object.path(name).stringValue());
            }
        }
        return Optional.empty();
    }
}
