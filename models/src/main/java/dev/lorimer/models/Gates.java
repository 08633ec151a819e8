package dev.lorimer.models;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The gates of all models, one for each set of limits: everyone who opens the same model at the
/// same server with the same credential stands in the same line.
final class Gates {
    /// Who counts an account's requests together, whatever the model; all others keep limits for
    /// each model. https://openrouter.ai/docs/api-reference/limits
    private static final Set<String> ACCOUNT_WIDE = Set.of("openrouter.ai");

    /// @param credential a digest, so that no key is kept or printed here
    private record Scope(String server, String credential, String model) {}

    private record Entry(Gate gate, String name, String host) {}

    private final Map<Scope, Entry> gates = new ConcurrentHashMap<>();
    private final Patience patience;
    private final LongSupplier nanos;

    Gates(Patience patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    Gate gate(ModelSpec.Wire spec, Optional<ApiKey> key) {
        URI base = spec.baseUrl();
        String host = base.getHost().toLowerCase(Locale.ROOT);
        String server = server(base);
        String model = spec.provider().prefix() + ":" + spec.model();
        var scope =
                new Scope(
                        server,
                        key.map(it -> digest(it.reveal())).orElse(""),
                        ACCOUNT_WIDE.contains(host) ? "" : model);
        return gates.computeIfAbsent(
                        scope, _ -> new Entry(new Gate(patience, nanos), model, server))
                .gate();
    }

    /// A server as it is named for people: host, and port where one is given.
    static String server(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        return base.getPort() < 0 ? host : host + ":" + base.getPort();
    }

    /// How all of them are doing, by model and server.
    List<Health> health() {
        return gates.values().stream()
                .map(it -> it.gate().health(it.name(), it.host()))
                .sorted(Comparator.comparing(Health::model).thenComparing(Health::host))
                .toList();
    }

    private static String digest(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
