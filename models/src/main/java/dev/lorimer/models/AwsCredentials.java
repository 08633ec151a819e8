package dev.lorimer.models;

import java.util.Optional;
import java.util.function.Function;

/// What requests to AWS are signed with. Nothing of it is ever printed; only the session travels.
///
/// @param session of temporary credentials
record AwsCredentials(String accessKey, ApiKey secret, Optional<ApiKey> session) {
    // https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";

    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION = "AWS_SESSION_TOKEN";

    /// The credentials in the environment, or empty when it holds none.
    ///
    /// @param environment looks a variable up
    /// @throws ModelSpecException when half of them is missing, or one of them can be none
    static Optional<AwsCredentials> find(Function<String, Optional<String>> environment) {
        Optional<String> accessKey = value(environment, ACCESS_KEY);
        Optional<String> secret = value(environment, SECRET);
        if (accessKey.isPresent() != secret.isPresent()) {
            throw new ModelSpecException(
                    "only one of "
                            + ACCESS_KEY
                            + " and "
                            + SECRET
                            + " is set; set both, or AWS_BEARER_TOKEN_BEDROCK alone");
        }
        return accessKey.map(key ->
                new AwsCredentials(
                        // Checked like a key, since it travels in a header.
                        ApiKey.of(key, ACCESS_KEY).reveal(),
                        ApiKey.of(secret.orElseThrow(), SECRET),
                        value(environment, SESSION).map(text -> ApiKey.of(text, SESSION))));
    }

    /// Only a server on this machine, or a gateway reached by plain `http`, may need none.
    ///
    /// @throws ModelSpecException when there is neither token nor credentials and one is needed
    static void checkNeedless(ModelSpec.Wire spec, boolean token) {
        boolean encrypted = spec.baseUrl().getScheme().equalsIgnoreCase("https");
        if (!token && encrypted && !Keys.loopback(spec.baseUrl())) {
            throw new ModelSpecException(
                    "no key for "
                            + spec.provider().prefix()
                            + ":"
                            + spec.model()
                            + " at \""
                            + spec.baseUrl()
                            + "\"; set "
                            + spec.provider().keyVariable()
                            + ", or "
                            + ACCESS_KEY
                            + " and "
                            + SECRET);
        }
    }

    private static Optional<String> value(
            Function<String, Optional<String>> environment, String variable) {
        return environment.apply(variable).filter(text -> !text.isBlank());
    }

    @Override
    public String toString() {
        return "[credentials]";
    }
}
