package dev.lorimer.govern.kind;

import dev.lorimer.govern.build.BuildFiles;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Requirement;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Form;
import dev.lorimer.govern.decision.Targets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Words of which a file must hold at least one to break a rule. Looking for them is some hundred
/// times faster than parsing.
///
/// Code that names a thing spells its simple name; a package is spelt with its names, though
/// perhaps with blanks or comments between them, so single names are looked for. A file that spells
/// characters as escapes is never ruled out.
final class Needles {
    /// Languages in which an import may leave out the folders that it starts from.
    private static final Set<Language> RELATIVE =
            EnumSet.of(Language.PYTHON, Language.JAVASCRIPT, Language.TYPESCRIPT);

    private static final WordSearch ESCAPES = new WordSearch(List.of("\\u"));

    private final WordSearch search;
    private final List<String> words;
    private final boolean all;

    /// @param all whether no word can be named, so that every file may break the rule
    private Needles(List<String> words, boolean all) {
        this.all = all;
        this.words = all ? List.of() : words;
        search = new WordSearch(this.words);
    }

    static Needles of(Rule rule) {
        var words = new ArrayList<String>();
        switch (rule) {
            case Rule.Dependency dependency -> {
                targets(dependency.forbidden(), words);
                if (dependency.forbidden().isEmpty()) {
                    words.add("");
                }
            }
            case Rule.Layers layers ->
                    layers.layers().stream()
                            .limit(layers.layers().size() - 1L)
                            .flatMap(layer -> layer.packages().stream())
                            .map(NamePattern::longestName)
                            .forEach(words::add);
            case Rule.Require require -> require(require, words);
            case Rule.Independent one -> words.add(one.slice().longestName());
            case Rule.Ownership _, Rule.Content _, Rule.Acyclic _, Rule.ApiCompat _ ->
                    words.add("");
            case Rule.ApiUse use -> targets(use.forbidden(), words);
            case Rule.Pattern pattern -> pattern.forms().forEach(form -> form(form, words));
            case Rule.Library library -> {
                targets(library.code(), words);
                // Build files are few, and a property can spell anything.
                words.add("<project");
                words.add("artifactId");
            }
            case Rule.Change _, Rule.FileHistory _, Rule.Budget _, Rule.Trace _, Rule.Check _ -> {}
        }
        // An empty word stands for a pattern that no fixed word belongs to.
        boolean spelt = words.stream().allMatch(word -> word.length() > 1 && isAscii(word));
        return new Needles(List.copyOf(words), !spelt);
    }

    boolean mayBeIn(String path, byte[] bytes) {
        return all || search.isIn(bytes) || mayHide(path, bytes);
    }

    List<String> words() {
        return words;
    }

    /// Whether no word can be named, so that every file may break the rule.
    boolean all() {
        return all;
    }

    /// Whether the file may spell words in another way, so that not finding one says nothing.
    static boolean mayHide(String path, byte[] bytes) {
        return leavesOut(path) || ESCAPES.isIn(bytes) || isWide(bytes);
    }

    /// Whether the file need not spell what it names.
    private static boolean leavesOut(String path) {
        return Language.of(path).filter(RELATIVE::contains).isPresent()
                // Build files are few, and spell libraries in many ways.
                || BuildFiles.reads(path);
    }

    /// UTF-16 spells ASCII with zero bytes between; build files may be written in it.
    private static boolean isWide(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0 || (bytes[0] & 0xff) >= 0xfe);
    }

    private static void targets(Targets targets, List<String> words) {
        targets.packages().stream().map(NamePattern::longestName).forEach(words::add);
        targets.types().forEach(type -> words.add(simple(type)));
        targets.methods()
                .forEach(method ->
                        words.add(
                                method.name().equals("new")
                                        ? simple(method.owner())
                                        : plain(method.name())));
    }

    /// Whatever lacks something has first to be one of the things that must have it.
    private static void require(Rule.Require require, List<String> words) {
        switch (require.each()) {
            case Requirement.Each.Declarations each when !each.annotations().isEmpty() ->
                    each.annotations().forEach(type -> words.add(simple(type)));
            case Requirement.Each.Declarations each when !each.supertypes().isEmpty() ->
                    each.supertypes().forEach(type -> words.add(simple(type)));
            case Requirement.Each.Declarations _, Requirement.Each.Files _ -> words.add("");
        }
    }

    private static void form(Form form, List<String> words) {
        switch (form) {
            case Form.Text text -> words.add(text.regex().literal());
            case Form.Annotated annotated ->
                    annotated.annotations().forEach(type -> words.add(simple(type)));
            case Form.Literal _ -> words.add("");
            case Form.Call call -> call(call, words);
        }
    }

    /// The owner of a call may go unnamed when the call hangs on another one; then its package is
    /// named by an import.
    private static void call(Form.Call call, List<String> words) {
        if (!call.names().isEmpty() && !call.names().contains("new")) {
            call.names().forEach(name -> words.add(plain(name)));
            return;
        }
        for (var owner : call.owners()) {
            words.add(simple(owner));
            words.add(owner.packageName());
        }
    }

    private static String simple(NamePattern type) {
        return Optional.of(type.lastName())
                .filter(name -> !name.isEmpty())
                .orElseGet(type::longestName);
    }

    private static String plain(String name) {
        return name.indexOf('*') < 0 ? name : "";
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 128);
    }
}
