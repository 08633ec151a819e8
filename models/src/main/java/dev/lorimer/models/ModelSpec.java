package dev.lorimer.models;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which model a user wants: `PROVIDER:NAME`, for example `openai:gpt-5`, with a provider's prefix
/// (see [Provider]), or `script:FILE`.
public sealed interface ModelSpec {
    /// A model behind HTTP.
    ///
    /// @param model the name that the server knows it by
    /// @param baseUrl where the server is; `http` or `https`, without credentials
    record Wire(Provider provider, String model, URI baseUrl) implements ModelSpec {}

    /// A written part, see [dev.lorimer.testing.ScriptedModel].
    record Script(Path file) implements ModelSpec {}

    /// Names longer than this are no names; the longest seen, a fine-tuned model's, has 97 letters.
    int NAME_LETTERS_MAX = 256;

    /// @param text provider and name as the user writes them; the name may hold colons
    /// @param baseUrl of a compatible server, instead of the provider's own
    /// @throws ModelSpecException when either is not of that form
    static ModelSpec parse(String text, Optional<String> baseUrl) {
        int colon = text.indexOf(':');
        String prefix = colon < 0 ? "" : text.substring(0, colon);
        String name = text.substring(colon + 1).strip();
        if (prefix.equals("script")) {
            return script(text, name, baseUrl);
        }
        for (Provider provider : Provider.values()) {
            if (prefix.equals(provider.prefix())) {
                checkName(text, name);
                Optional<URI> base = baseUrl.map(ModelSpec::base).or(provider::baseUrl);
                return new Wire(provider, name, base.orElseThrow(() -> nowhere(text)));
            }
        }
        throw new ModelSpecException(
                "model \""
                        + text
                        + "\" names no known provider; write "
                        + Stream.of(Provider.values())
                                .map(provider -> provider.prefix() + ":NAME")
                                .collect(Collectors.joining(", "))
                        + " or script:FILE");
    }

    private static ModelSpecException nowhere(String text) {
        return new ModelSpecException(
                "model \""
                        + text
                        + "\" has no address that all customers share; give the base URL of your own,"
                        + " like https://RESOURCE.openai.azure.com/openai/v1");
    }

    private static ModelSpec script(String text, String file, Optional<String> baseUrl) {
        if (baseUrl.isPresent()) {
            throw new ModelSpecException(
                    "model \"" + text + "\" is a script and has no base URL; leave the URL out");
        }
        if (file.isEmpty()) {
            throw new ModelSpecException("model \"script:\" names no file; write script:FILE");
        }
        try {
            return new Script(Path.of(file));
        } catch (InvalidPathException impossible) {
            throw new ModelSpecException(
                    "model \"" + text + "\" names no possible file; check the path");
        }
    }

    private static void checkName(String text, String name) {
        if (name.isEmpty()) {
            throw new ModelSpecException(
                    "model \"" + text + "\" has no name after the colon; write " + text + "NAME");
        }
        if (name.length() > NAME_LETTERS_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new ModelSpecException(
                    "the model name after \""
                            + text.substring(0, text.indexOf(':') + 1)
                            + "\" is longer than "
                            + NAME_LETTERS_MAX
                            + " letters or holds control characters; give the name alone");
        }
    }

    private static URI base(String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException malformed) {
            throw new ModelSpecException(
                    "base URL \"" + text + "\" is no URL; write it like http://127.0.0.1:11434/v1");
        }
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || url.getHost() == null || url.getPort() > 65_535) {
            throw new ModelSpecException(
                    "base URL \""
                            + text
                            + "\" is no http or https address with a host;"
                            + " write it like http://127.0.0.1:11434/v1");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            // Not quoted: it may hold a password.
            throw new ModelSpecException(
                    "the base URL of "
                            + url.getHost()
                            + " has credentials or a fragment in it;"
                            + " give keys by variable or file instead");
        }
        return url;
    }
}
