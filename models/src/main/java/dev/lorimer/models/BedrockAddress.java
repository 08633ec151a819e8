package dev.lorimer.models;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where Bedrock is, and which region requests to it are signed for.
///
/// @param region for example `eu-central-1`
record BedrockAddress(URI base, String region) {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
    private static final String REGION = "AWS_REGION";

    private static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";

    private static final Pattern HOST =
            Pattern.compile("bedrock-runtime(?:-fips)?\\.([a-z]{2}[a-z0-9-]{1,30})\\..*");

    /// The region stands in the base URL of a user who gives one; else the environment names it.
    ///
    /// @throws ModelSpecException when neither does
    static BedrockAddress of(ModelSpec.Wire spec, Function<String, Optional<String>> environment) {
        URI base = spec.baseUrl();
        Matcher host = HOST.matcher(base.getHost().toLowerCase(Locale.ROOT));
        if (host.matches() && !host.group(1).startsWith("amazonaws")) {
            return new BedrockAddress(base, host.group(1));
        }
        String region =
                region(environment, REGION)
                        .or(() -> region(environment, DEFAULT_REGION))
                        .orElseThrow(() ->
                                new ModelSpecException(
                                        "no region for "
                                                + spec.provider().prefix()
                                                + ":"
                                                + spec.model()
                                                + "; set "
                                                + REGION
                                                + ", for example to us-east-1, or give a base URL"
                                                + " with the region in it"));
        boolean own = spec.provider().baseUrl().equals(Optional.of(base));
        String address = "https://bedrock-runtime." + region + ".amazonaws.com";
        return new BedrockAddress(own ? URI.create(address) : base, region);
    }

    private static Optional<String> region(
            Function<String, Optional<String>> environment, String variable) {
        Optional<String> region = environment.apply(variable).map(String::strip);
        return region.filter(text -> !text.isEmpty())
                .map(text -> {
                    if (!text.matches("[a-z0-9-]{1,40}")) {
                        throw new ModelSpecException(
                                variable
                                        + " is \""
                                        + Wording.shortened(Wording.line(text), 60)
                                        + "\", which is no region; write it like us-east-1");
                    }
                    return text;
                });
    }
}
