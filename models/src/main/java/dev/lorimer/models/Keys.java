package dev.lorimer.models;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Where keys are looked up. A key file, when given, wins over the environment.
///
/// @param environment looks a variable up; the process environment in `main`, a map in tests
/// @param file holds one provider's key and nothing else
public record Keys(Function<String, Optional<String>> environment, Optional<Path> file) {
    /// A key is one short line; more is the wrong file.
    private static final int FILE_BYTES_MAX = 16 * 1024;

    /// The key to send to this server, or none where the server needs none.
    ///
    /// A server on this machine, or one reached by plain `http`, may go without a key.
    ///
    /// @throws ModelSpecException when a key is needed and missing, can not be read, or would
    ///   travel unencrypted to another machine
    Optional<ApiKey> find(ModelSpec.Wire spec) {
        URI base = spec.baseUrl();
        String variable = spec.provider().keyVariable();
        Optional<ApiKey> key = file.map(Keys::read).or(() -> variable(spec.provider()));
        if (key.isPresent() && !encrypted(base) && !loopback(base)) {
            throw new ModelSpecException(
                    "the key in "
                            + file.map(path -> "\"" + path + "\"").orElse(variable)
                            + " would travel unencrypted to \""
                            + base
                            + "\"; use https, or take the key away for a server that needs none");
        }
        if (key.isEmpty() && isNeeded(spec)) {
            throw new ModelSpecException(
                    "no key for "
                            + spec.provider().prefix()
                            + ":"
                            + spec.model()
                            + " at \""
                            + base
                            + "\"; set "
                            + variable
                            + " or give a key file");
        }
        return key;
    }

    /// Whether requests to that server are sent with a key only.
    public boolean isNeeded(ModelSpec.Wire spec) {
        return encrypted(spec.baseUrl()) && !loopback(spec.baseUrl());
    }

    private static boolean encrypted(URI base) {
        return base.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    /// Whether there is anything to prove to that provider who we are.
    ///
    /// @throws ModelSpecException when what is there can be no key
    public boolean isGiven(Provider provider) {
        return file.isPresent()
                || variable(provider).isPresent()
                || (provider.signs() && AwsCredentials.find(environment).isPresent());
    }

    /// The key in the environment; the provider's first variable goes before its second.
    Optional<ApiKey> variable(Provider provider) {
        return variable(provider.keyVariable())
                .or(() -> provider.otherKeyVariable().flatMap(this::variable));
    }

    private Optional<ApiKey> variable(String name) {
        return environment
                .apply(name)
                .filter(text -> !text.isBlank())
                .map(text -> ApiKey.of(text, name));
    }

    private static ApiKey read(Path file) {
        String source = "\"" + file + "\"";
        try (var bytes = Files.newInputStream(file)) {
            byte[] key = bytes.readNBytes(FILE_BYTES_MAX + 1);
            if (key.length > FILE_BYTES_MAX) {
                throw new ModelSpecException(
                        "key file "
                                + source
                                + " is larger than 16 KB; give a file with the key alone");
            }
            return ApiKey.of(new String(key, StandardCharsets.UTF_8), source);
        } catch (IOException unreadable) {
            throw new ModelSpecException(
                    "key file " + source + " can not be read; check that it exists and its rights");
        }
    }

    /// Whether requests to this address stay on this machine; decided by the text alone, since a
    /// name server could say anything.
    static boolean loopback(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
