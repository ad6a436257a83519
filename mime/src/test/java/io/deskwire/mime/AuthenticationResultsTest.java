package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Authentication;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose verdict on the sender counts. */
class AuthenticationResultsTest {

    private static final String MX = "authserv_ids";

    private static Authentication read(Map<String, String> meta, String... fields) throws IOException {
        String mail = String.join("\r\n", fields) + "\r\nFrom: ann@customer.example\r\n\r\nHello\r\n";
        return new MimeDecoder()
                .decode(Content.of(mail.getBytes(StandardCharsets.UTF_8)), meta)
                .authentication();
    }

    @Test
    void nobody_is_believed_unless_named() throws IOException {
        String field = "Authentication-Results: mx.example; dmarc=pass";
        assertThat(read(Map.of(), field)).isEqualTo(Authentication.unknown());
        assertThat(read(Map.of(MX, "mx.other"), field)).isEqualTo(Authentication.unknown());
        assertThat(read(Map.of(MX, "mx.other MX.example"), field).dmarc()).isEqualTo("pass");
    }

    @Test
    void where_nothing_depends_on_it_the_receiving_server_is_believed() throws IOException {
        Map<String, String> shown = Map.of("authserv_by_receiver", "");
        String verdict = "Authentication-Results: mx.example.com; spf=pass; dkim=fail; dmarc=pass";
        String hop =
                "Received: from mail.other.example by edge.example.com (Postfix) with ESMTPS id 1; Tue, 3 Mar 2026";
        Authentication said = new Authentication("pass", "fail", "pass");

        assertThat(read(shown, verdict)).isEqualTo(said);
        assertThat(read(shown, hop, verdict)).isEqualTo(said);
        assertThat(read(shown, verdict, hop.replace("example.com", "other.example")))
                .isEqualTo(said);
        assertThat(read(shown, hop, verdict.replace("example.com", "evil.example")))
                .as("written before it arrived")
                .isEqualTo(Authentication.unknown());
        assertThat(read(
                        shown,
                        hop.replace("edge.example.com", "AM1.outlook.com"),
                        verdict.replace("mx.example.com; ", "")))
                .as("Microsoft's servers do not name themselves")
                .isEqualTo(said);
    }

    @Test
    void of_several_by_the_same_server_the_topmost_counts() throws IOException {
        assertThat(read(
                        Map.of(MX, "mx.example"),
                        "Authentication-Results: other.example; dmarc=pass",
                        "Authentication-Results: mx.example 1; spf=softfail smtp.mailfrom=x@y;",
                        "\tdkim=fail (bad key) header.d=y; dkim=pass header.d=z; DMARC=Fail (p=REJECT) header.from=y",
                        "Authentication-Results: mx.example; dmarc=pass"))
                .isEqualTo(new Authentication("softfail", "pass", "fail"));
    }

    @Test
    void what_a_sender_chose_inside_of_it_is_no_verdict() throws IOException {
        assertThat(read(
                        Map.of(MX, "mx.example"),
                        "Authentication-Results: mx.example; spf=fail (; dmarc=pass \\) ;dmarc=pass) smtp.mailfrom=\";"
                                + " dmarc=pass ;\"; x-dmarc=pass"))
                .isEqualTo(new Authentication("fail", null, null));
        assertThat(read(Map.of(MX, "mx.example"), "Authentication-Results: (mx.example) evil.example; dmarc=pass"))
                .isEqualTo(Authentication.unknown());
        assertThat(read(Map.of(MX, "mx.example"), "Authentication-Results: mx.example; none"))
                .isEqualTo(Authentication.unknown());
    }

    @Test
    void what_the_provider_says_beside_the_mail_comes_first() throws IOException {
        assertThat(read(
                        Map.of(MX, "mx.example", "dmarc", "fail"),
                        "Authentication-Results: mx.example; dmarc=pass; spf=pass"))
                .isEqualTo(new Authentication("pass", null, "fail"));
    }

    @Test
    void hostile_fields_end_soon_and_quietly() throws IOException {
        assertThat(read(Map.of(MX, "mx.example"), "Authentication-Results: mx.example;" + "(".repeat(200_000)))
                .isEqualTo(Authentication.unknown());
    }
}
