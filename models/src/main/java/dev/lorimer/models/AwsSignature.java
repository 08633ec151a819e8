package dev.lorimer.models;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signature Version 4 of a request, by AWS's own library.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
record AwsSignature(AwsCredentials credentials, String region, String service) {
    /// The headers that the signature adds to the request.
    Map<String, String> headers(Dialect.Letter letter) {
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(letter.to()).build();
        byte[] body = letter.body().getBytes(StandardCharsets.UTF_8);
        var signed =
                AwsV4HttpSigner.create()
                        .sign(ask ->
                                ask.identity(identity())
                                        .request(request)
                                        .payload(() -> new ByteArrayInputStream(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(letter.at(), ZoneOffset.UTC)));
        var headers = new HashMap<String, String>();
        signed.request()
                .forEachHeader((name, values) -> {
                    String small = name.toLowerCase(Locale.ROOT);
                    // The client writes the host itself, and refuses to be told.
                    if (!small.equals("host")) {
                        headers.put(small, String.join(",", values));
                    }
                });
        return headers;
    }

    private AwsCredentialsIdentity identity() {
        String secret = credentials.secret().reveal();
        return credentials
                .session()
                .<AwsCredentialsIdentity>map(session ->
                        AwsSessionCredentialsIdentity.create(
                                credentials.accessKey(), secret, session.reveal()))
                .orElseGet(() -> AwsCredentialsIdentity.create(credentials.accessKey(), secret));
    }
}
