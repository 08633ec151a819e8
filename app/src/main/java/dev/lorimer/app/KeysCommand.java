package dev.lorimer.app;

import dev.lorimer.govern.verification.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The keys that evidence is signed with.
@Command(
        name = "keys",
        description = "Makes, lists and shows the keys that evidence is signed with.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  lorimer keys new default", "  lorimer keys list"})
final class KeysCommand implements Callable<Integer> {
    private final Console console;

    KeysCommand(Console console) {
        this.console = console;
    }

    static Keys keys(Console console) {
        return new Keys(new Homes(console).state().resolve("keys"));
    }

    /// Whose signatures count: the given key's, or those of the keys here.
    static List<TrustedKey> trusted(Console console, @Nullable Path given) {
        if (given == null) {
            return keys(console).trusted();
        }
        try {
            var shown = Files.readString(console.directory().resolve(given));
            return List.of(Keys.Public.of(shown).trusted());
        } catch (IOException e) {
            throw Failure.usage("the file \"%s\" can not be read", given);
        }
    }

    @Override
    public Integer call() {
        throw Failure.usage("keys needs to know what: new NAME, list or show NAME");
    }

    @Command(name = "new", description = "Makes a key.", mixinStandardHelpOptions = true)
    int make(@Mixin Places places, @Parameters(paramLabel = "NAME") String name) {
        return say(places, keys(console).make(name));
    }

    @Command(name = "list", description = "Every key.", mixinStandardHelpOptions = true)
    int list(@Mixin Places places) {
        var all = keys(console).list();
        console.answer(
                places.json
                        ? Json.text(all)
                        : all.isEmpty()
                                ? "no keys; lorimer keys new default makes one"
                                : all.stream()
                                        .map(key -> key.name() + "  " + key.id())
                                        .collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "show",
            description = "The public half of a key.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Places places, @Parameters(paramLabel = "NAME") String name) {
        return say(places, keys(console).show(name));
    }

    private int say(Places places, Keys.Public key) {
        console.answer(
                places.json
                        ? Json.text(key)
                        : "%s  %s\n%s".formatted(key.name(), key.id(), key.encoded()));
        return 0;
    }
}
