package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The library's signature against one made by the book, step by step.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
class AwsSignatureTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DATE = "20261123";
    private static final String TIME = DATE + "T120000Z";
    private static final String SCOPE = DATE + "/eu-west-1/bedrock/aws4_request";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse-stream",
                "https://bedrock-runtime.eu-west-1.amazonaws.com/model/us.a.m-v1%3A0/converse-stream",
                "https://h.example/x/model/arn%3Aaws%3Ab%3A%3A1%3Ap%2Fm/count-tokens",
                "http://127.0.0.1:8080/model/m/converse-stream"
            })
    void it_is_the_one_that_the_book_gives(URI to) throws GeneralSecurityException {
        for (Optional<ApiKey> session :
                List.of(Optional.<ApiKey>empty(), Optional.of(ApiKey.of("token/+=", "s")))) {
            var credentials = new AwsCredentials("AKID", ApiKey.of(SECRET, "s"), session);
            String body = "{\"text\":\"héllo\"}";
            var letter = new Dialect.Letter(to, body, Optional.empty(), AT);

            Map<String, String> headers =
                    new AwsSignature(credentials, "eu-west-1", "bedrock").headers(letter);

            String given = headers.get("authorization");
            String names = given.replaceAll(".*SignedHeaders=([^,]+),.*", "$1");
            assertThat(headers).containsEntry("x-amz-date", TIME);
            assertThat(Arrays.asList(names.split(";"))).contains("host", "x-amz-date");
            assertThat(headers.containsKey("x-amz-security-token")).isEqualTo(session.isPresent());
            assertThat(given)
                    .isEqualTo(
                            "AWS4-HMAC-SHA256 Credential=AKID/%s, SignedHeaders=%s, Signature=%s"
                                    .formatted(SCOPE, names, signature(to, body, names, headers)));
        }
    }

    private static String signature(URI to, String body, String names, Map<String, String> headers)
            throws GeneralSecurityException {
        String host = to.getHost() + (to.getPort() < 0 ? "" : ":" + to.getPort());
        String signed =
                Arrays.stream(names.split(";"))
                        .map(name ->
                                name
                                        + ":"
                                        + (name.equals("host") ? host : headers.get(name))
                                        + "\n")
                        .collect(Collectors.joining());
        // The path is escaped a second time.
        String path = to.getRawPath().replace("%", "%25");
        String request = "POST\n" + path + "\n\n" + signed + "\n" + names + "\n" + hash(body);
        String text = "AWS4-HMAC-SHA256\n" + TIME + "\n" + SCOPE + "\n" + hash(request);
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String step : SCOPE.split("/")) {
            key = hmac(key, step);
        }
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static String hash(String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
