package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.Secret;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against Amazon's own example and vectors that botocore computes alike. */
class SigV4Test {

    private static final Instant JANUARY = Instant.parse("2025-01-14T09:30:00Z");
    private static final String EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String SEND =
            "{\"FromEmailAddress\":\"support@desk.example\",\"Destination\":{\"ToAddresses\":[\"zoe@customer.example\"]},"
                    + "\"Content\":{\"Raw\":{\"Data\":\"U3ViamVjdDogaGkNCg0KaGk=\"}}}";

    @Test
    void the_plain_example_of_amazons_suite() {
        AwsRequest request = AwsRequest.get(URI.create("https://example.amazonaws.com/"));
        Map<String, String> signed =
                new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
        SigV4 signer = new SigV4(credentials(null), "us-east-1", "service");

        assertThat(sha256(signer.canonical(request, signed)))
                .isEqualTo("bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
        assertThat(signer.authorization(request, signed, Instant.parse("2015-08-30T12:36:00Z")))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void a_message_to_ses() {
        SigV4 signer = new SigV4(credentials(null), "eu-west-1", "ses");

        assertThat(HexFormat.of().formatHex(signer.signingKey(JANUARY)))
                .isEqualTo("5567e42bf04a6c12017503fe0f2b19e948a3de1ab461c26b200a79dc33fdd388");
        assertThat(signature(signer, send(), "content-type;host;x-amz-date"))
                .isEqualTo("8ca95dd2067e27616a18282b3b1a85deee081a1da14cbae85f431e88658734f3");
    }

    @Test
    void a_message_to_ses_with_temporary_credentials() {
        SigV4 signer = new SigV4(credentials("FwoGZXIvYXdzEXAMPLETOKEN=="), "eu-west-1", "ses");

        assertThat(signature(signer, send(), "content-type;host;x-amz-date;x-amz-security-token"))
                .isEqualTo("413c31057235cd77d115c63cb10aa8840a7cba7be8cf92b088dc401eaae67eca");
    }

    @Test
    void an_object_of_s3() {
        SigV4 signer = new SigV4(credentials(null), "eu-west-1", SigV4.S3);

        assertThat(HexFormat.of().formatHex(signer.signingKey(JANUARY)))
                .isEqualTo("1f59422588f250061f88b9defb0848800c9a9455a3df6fc0aa085ece39f508d9");
        assertThat(signature(
                        signer,
                        object("inbound/0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t"),
                        "host;x-amz-content-sha256;x-amz-date"))
                .isEqualTo("7aef8d7583e4a396f707237920acefe41e949f2a34b8b42581d90ca4bbe2aacd");
    }

    @Test
    void an_object_whose_name_holds_a_blank_and_a_plus() {
        SigV4 signer = new SigV4(credentials(null), "eu-west-1", SigV4.S3);
        AwsRequest request = object("tenant a/in+bound/abc");

        assertThat(request.uri().getRawPath()).isEqualTo("/tenant%20a/in%2Bbound/abc");
        assertThat(signature(signer, request, "host;x-amz-content-sha256;x-amz-date"))
                .isEqualTo("9330e5c4a99973f615329910bc4340170b6e82bafaeb8b1d8f089baf89e0713f");
    }

    @Test
    void other_services_encode_what_is_encoded_once_more() {
        AwsRequest request = AwsRequest.get(URI.create("https://email.eu-west-1.amazonaws.com/v2/a%40b?z=1&a"));
        SigV4 signer = new SigV4(credentials(null), "eu-west-1", "ses");

        assertThat(signer.canonical(request, Map.of())).startsWith("GET\n/v2/a%2540b\na=&z=1\n");
    }

    private static AwsRequest send() {
        Content body = Content.of(SEND.getBytes(StandardCharsets.UTF_8));
        assertThat(body.sha256()).isEqualTo("33a58f736e32c86183cbf8b53011bafb61d6a08962efeb272df67b798e2677b3");
        return AwsRequest.post(
                URI.create("https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails"), "application/json", body);
    }

    private static AwsRequest object(String key) {
        return AwsRequest.get(ObjectAddress.of(Documents.settings(Map.of("s3_prefix", "")), key));
    }

    /** What {@link SigV4#sign} puts into the header, after a look at which headers it covers. */
    private static String signature(SigV4 signer, AwsRequest request, String headers) {
        String authorization = signer.authorization(request, JANUARY);
        assertThat(authorization).contains("SignedHeaders=" + headers + ",");
        if (headers.contains("content-sha256")) {
            assertThat(signer.canonical(request, Map.of())).endsWith(EMPTY_HASH);
        }
        return authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
    }

    private static String sha256(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8)).sha256();
    }

    private static AwsCredentials credentials(@Nullable String token) {
        return new AwsCredentials(
                "AKIDEXAMPLE",
                Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                token == null ? null : Secret.of(token));
    }
}
