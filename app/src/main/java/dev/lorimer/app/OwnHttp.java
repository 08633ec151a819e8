package dev.lorimer.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lorimer.tool.HttpConfig;
import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Bounds;
import dev.lorimer.tool.HttpConfig.Keyed;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.HttpConfig.Site;
import dev.lorimer.tool.HttpTool;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The `http` section of an agent file, as written: with it, the agent has `http_request`. Secrets
/// are not part of it, only the names of the environment variables that hold them.
///
/// @param seconds how long one call may take in all; 120 when left out
/// @param bytes how much of an answer's body is shown; 32768 when left out
record OwnHttp(List<Entry> allow, Optional<Integer> seconds, Optional<Integer> bytes) {

    /// @param host a name, `*.name`, an address, or `*` for every public host
    /// @param scheme `https` when left out
    /// @param internal true when the host may have an address that is not public
    /// @param methods all when left out
    /// @param idempotent endpoints that honour `Idempotency-Key`, each as `POST /path`
    /// @param headers added to each request; `${NAME}` stands for an environment variable
    record Entry(
            String host,
            Optional<Integer> port,
            Optional<String> scheme,
            @JsonProperty("private") Optional<Boolean> internal,
            Optional<List<String>> methods,
            Optional<List<String>> idempotent,
            Optional<Map<String, String>> headers) {

        Allowed allowed() {
            var site = new Site(host, port, https(), internal.orElse(false));
            var named = new HashSet<Method>();
            methods.ifPresent(words -> words.forEach(word -> named.add(method(word))));
            return new Allowed(
                    site,
                    methods.isPresent() ? named : Set.of(Method.values()),
                    idempotent.orElse(List.of()).stream().map(this::keyed).toList(),
                    headers.orElse(Map.of()));
        }

        private boolean https() {
            return switch (scheme.orElse("https")) {
                case "https" -> true;
                case "http" -> false;
                case String other ->
                        throw new IllegalArgumentException(
                                "\"%s\" of \"%s\" is not http or https".formatted(other, host));
            };
        }

        private Keyed keyed(String text) {
            String[] words = text.strip().split("\\s+", -1);
            if (words.length != 2) {
                throw new IllegalArgumentException(
                        "\"%s\" of \"%s\" is not a method and a path, for example \"POST /orders\""
                                .formatted(text, host));
            }
            return new Keyed(method(words[0]), words[1]);
        }

        private Method method(String word) {
            return Arrays.stream(Method.values())
                    .filter(method -> method.name().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "\"%s\" of \"%s\" is none of the methods %s"
                                            .formatted(
                                                    word, host, Arrays.toString(Method.values()))));
        }
    }

    /// @throws IllegalArgumentException saying what does not fit
    HttpConfig config() {
        var usual = Bounds.USUAL;
        var total = seconds.map(Duration::ofSeconds).orElse(usual.total());
        return new HttpConfig(
                allow.stream().map(Entry::allowed).toList(),
                new Bounds(
                        usual.connect(),
                        // A call that may take long may also be silent for long.
                        seconds.isPresent() ? total : usual.answer(),
                        total,
                        bytes.orElse(usual.bodyBytes())));
    }

    /// `http_request`, with the secrets put in.
    ///
    /// @param variable the environment
    /// @throws IllegalArgumentException saying what does not fit, or which variable is missing
    Tool tool(Function<String, Optional<String>> variable) {
        var config = config();
        var environment = new HashMap<String, String>();
        for (var name : config.variables()) {
            variable.apply(name).ifPresent(value -> environment.put(name, value));
        }
        return HttpTool.of(config, environment);
    }
}
