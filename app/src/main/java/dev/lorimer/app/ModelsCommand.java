package dev.lorimer.app;

import dev.lorimer.models.LocalModels;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Price;
import dev.lorimer.models.Prices;
import dev.lorimer.models.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows which models would serve, and what is known of them.
@Command(
        name = "models",
        description =
                "Shows which models would serve, whether their keys are there, and what earlier runs have learned of their health and limits. Asks nobody but an Ollama on this machine.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  lorimer models --agent agents/coder.md"})
final class ModelsCommand implements Callable<Integer> {
    /// Someone waits at the prompt.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Prices PRICES = Prices.published();

    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();

    @Option(
            names = "--agent",
            paramLabel = "FILE",
            description = "Markdown file with the agent's settings.")
    @Nullable Path agent;

    ModelsCommand(Console console) {
        this.console = console;
    }

    /// All of it, as scripts see it.
    record Listing(
            List<Row> route, List<KnownModels> known, List<Source> providers, List<String> local) {}

    /// A candidate.
    ///
    /// @param key `set`, `missing`, or `not needed`
    record Row(
            String model,
            String host,
            String key,
            Optional<String> when,
            boolean stronger,
            int window,
            int output,
            List<String> prices) {}

    /// A provider that a model can be named of.
    record Source(String prefix, String variable, boolean key, Optional<String> url) {}

    @Override
    public Integer call() throws InterruptedException {
        var listing = new Listing(route(), known(), providers(), ollama());
        if (places.json) {
            console.answer(Json.text(listing));
        } else {
            text(listing).forEach(console::answer);
        }
        return 0;
    }

    private List<Row> route() {
        var written =
                agent == null
                        ? AgentFile.DEFAULT
                        : AgentFile.read(console.directory().resolve(agent));
        var file = models.overriding(written, console);
        boolean named =
                models.chosen().isPresent()
                        || file.route().isPresent()
                        || file.model().isPresent()
                        || console.variable("LORIMER_MODEL").isPresent();
        if (!named) {
            return List.of();
        }
        return Lineup.written(models.spec(file, console), file).stream().map(this::row).toList();
    }

    private Row row(OwnCandidate one) {
        var host = "";
        var key = "not needed";
        if (ModelSpec.parse(one.model(), one.base()) instanceof ModelSpec.Wire wire) {
            host = wire.baseUrl().getAuthority();
            var keys = models.keys(console);
            key =
                    keys.isGiven(wire.provider())
                            ? "set"
                            : keys.isNeeded(wire) ? "missing" : "not needed";
        }
        var window = one.size();
        return new Row(
                one.model(),
                host,
                key,
                one.when(),
                one.stronger().orElse(false),
                window.tokensMax(),
                window.outputTokensMax(),
                prices(one.model()));
    }

    private static List<String> prices(String model) {
        var colon = model.indexOf(':');
        return PRICES.of(model.substring(0, colon), model.substring(colon + 1)).stream()
                .map(ModelsCommand::price)
                .toList();
    }

    private static String price(Price price) {
        var rates = price.rates();
        return "%s %s a million tokens in%s%s, %s out%s (%s, %s)"
                .formatted(
                        rates.input().toPlainString(),
                        rates.currency(),
                        rates.cached()
                                .map(cached -> ", " + cached.toPlainString() + " cached")
                                .orElse(""),
                        rates.written()
                                .map(written -> ", " + written.toPlainString() + " written")
                                .orElse(""),
                        rates.output().toPlainString(),
                        price.promptTokensMax().isPresent()
                                ? ", prompts up to %,d"
                                        .formatted(price.promptTokensMax().getAsLong())
                                : "",
                        price.source(),
                        price.read());
    }

    private List<KnownModels> known() {
        var home = places.serving(console);
        if (!Places.hasJournal(home)) {
            return List.of();
        }
        try (var journal = Places.journal(home, console)) {
            return KnownModels.read(journal);
        }
    }

    private List<Source> providers() {
        return Stream.of(Provider.values())
                .map(provider ->
                        new Source(
                                provider.prefix(),
                                provider.keyVariable(),
                                models.keys(console).isGiven(provider),
                                provider.baseUrl().map(Object::toString)))
                .toList();
    }

    private static List<String> ollama() throws InterruptedException {
        return new LocalModels(PATIENCE)
                .at(LocalModels.OLLAMA).stream().map(found -> "ollama:" + found.name()).toList();
    }

    private static List<String> text(Listing listing) {
        var lines = new ArrayList<String>();
        if (listing.route().isEmpty()) {
            lines.add(
                    "no model is named\nnext: give --model PROVIDER:NAME or --agent FILE, or set LORIMER_MODEL");
        }
        for (var row : listing.route()) {
            lines.add(
                    "%s%s  key %s  window %,d tokens, %,d of them for the reply%s%s"
                            .formatted(
                                    row.model(),
                                    row.host().isEmpty() ? "" : " at " + row.host(),
                                    row.key(),
                                    row.window(),
                                    row.output(),
                                    row.stronger() ? "  stronger" : "",
                                    row.when().map(rule -> "\n  when " + rule).orElse("")));
            row.prices().forEach(price -> lines.add("  price " + price));
        }
        lines.add("");
        if (!listing.known().isEmpty()) {
            lines.add("learned by earlier runs");
            listing.known().forEach(known -> lines.addAll(learned(known)));
            lines.add("");
        }
        lines.add("providers (PROVIDER:NAME)");
        for (var source : listing.providers()) {
            lines.add(
                    "  %-17s %-26s %s%s"
                            .formatted(
                                    source.prefix(),
                                    source.variable(),
                                    source.key() ? "set  " : "unset",
                                    source.url().map(url -> "  " + url).orElse("  --base-url")));
        }
        if (!listing.local().isEmpty()) {
            lines.add("");
            lines.add("on this machine: " + String.join(", ", listing.local()));
        }
        return lines;
    }

    private static List<String> learned(KnownModels known) {
        var now = Instant.now();
        var lines = new ArrayList<String>();
        lines.add(
                "  %s at %s %s%s (seen %s)"
                        .formatted(
                                known.model(),
                                known.host(),
                                known.circuit(),
                                known.closedUntil()
                                        .filter(until -> until.isAfter(now))
                                        .map(until -> " until " + until)
                                        .orElse(""),
                                known.at()));
        known.failure().ifPresent(failure -> lines.add("    last failure: " + failure));
        known.limits().forEach(limit -> lines.add("    limit: " + limit));
        return lines;
    }
}
