package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What models cost. Only what is known of a provider's published prices is in here, each with its
/// day and the page to check it by; the cost of any other model is unknown, never guessed.
public final class Prices {
    /// A price list is a page; more is the wrong file.
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final List<Price> lines;

    private Prices(List<Price> lines) {
        this.lines = List.copyOf(lines);
    }

    /// The prices that come with this library.
    public static Prices published() {
        return new Prices(published("prices.json"));
    }

    private static List<Price> published(String name) {
        try (InputStream list = Prices.class.getResourceAsStream(name)) {
            if (list == null) {
                throw new IllegalStateException(
                        "the price list is missing from the library; build it again");
            }
            return PriceList.read(new String(list.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the price list can not be read", unreadable);
        }
    }

    /// The same, with the lines of a file before them: for models of one's own, and for other
    /// prices than the published ones.
    ///
    /// @param file of the form that `prices.json` has
    /// @throws ModelSpecException with every mistake, when the file can not be used
    public Prices with(Path file) {
        try (InputStream list = Files.newInputStream(file)) {
            byte[] bytes = list.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new ModelSpecException(
                        "price list \"" + file + "\" is larger than 1 MB; give a list of prices");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            List<Price> own = PriceList.read(text, file.toString());
            return new Prices(Stream.concat(own.stream(), lines.stream()).toList());
        } catch (IOException unreadable) {
            throw new ModelSpecException(
                    "price list \""
                            + file
                            + "\" can not be read; check that it exists and its rights");
        }
    }

    /// What one reply cost; empty when nothing is known of the model.
    ///
    /// @param provider what stands before the colon in the model's name
    /// @param model by the name that was asked for or the one that the reply gives
    /// @param usage of one reply: a sum over several would meet the prices of longer prompts
    public Optional<Charge> cost(String provider, String model, Reply.Usage usage) {
        return price(provider, model, usage).map(price -> price.of(usage));
    }

    /// The line that a reply is priced by.
    public Optional<Price> price(String provider, String model, Reply.Usage usage) {
        return lines(provider, model).filter(price -> price.covers(usage)).findFirst();
    }

    /// All lines for a model, those of shorter prompts first; empty when nothing is known of it.
    public List<Price> of(String provider, String model) {
        return lines(provider, model).toList();
    }

    private Stream<Price> lines(String provider, String model) {
        boolean named =
                lines.stream().anyMatch(line -> line.fit(provider, model) == Price.Fit.NAME);
        Price.Fit wanted = named ? Price.Fit.NAME : Price.Fit.VERSION;
        return lines.stream().filter(line -> line.fit(provider, model) == wanted);
    }
}
