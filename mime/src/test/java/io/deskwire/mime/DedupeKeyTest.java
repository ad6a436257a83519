package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which mails count as the same. */
class DedupeKeyTest {

    private static final String MAIL = "From: Anna <anna@kunde.example>\r\nTo: support@desk.example\r\n"
            + "Subject: A rather long subject that some server\r\n folded\r\nMessage-ID: <1@kunde.example>\r\n\r\nBody\r\nline two\r\n";

    @Test
    void the_same_mail_by_two_routes_is_one() throws IOException {
        String other = "Return-Path: <anna@kunde.example>\r\nReceived: from x by y\r\nDelivered-To: b@desk.example\r\n"
                + "X-Spam: no\r\nDKIM-Signature: v=1\r\nAuthentication-Results: mx; spf=pass\r\n"
                + MAIL.replace("server\r\n folded", "server folded") + "\r\n\r\n";

        assertThat(key(other)).isEqualTo(key(MAIL)).matches("mid:1@kunde\\.example:[0-9a-f]{24}");
    }

    @Test
    void a_reused_id_with_another_body_subject_or_attachment_is_another() throws IOException {
        assertThat(key(MAIL.replace("line two", "line 2"))).isNotEqualTo(key(MAIL));
        assertThat(key(MAIL.replace("rather", "very"))).isNotEqualTo(key(MAIL));
        assertThat(key(MAIL.replace("Body\r\n", "Body\r\n\r\n"))).isNotEqualTo(key(MAIL));
        assertThat(key(MAIL.replace("To: support", "To: sales"))).isNotEqualTo(key(MAIL));
    }

    @Test
    void without_an_id_the_content_alone_is_the_key() throws IOException {
        String mail = MAIL.replace("Message-ID: <1@kunde.example>\r\n", "");

        assertThat(key(mail)).matches("sha256:[0-9a-f]{64}");
        assertThat(key(mail.replace("two", "three"))).isNotEqualTo(key(mail));
        assertThat(key(mail.replace("To:", "Message-ID: \r\nTo:"))).startsWith("sha256:");
    }

    @Test
    void a_cut_copy_is_another_message() throws IOException {
        assertThat(key(MAIL.substring(0, MAIL.length() - 8))).isNotEqualTo(key(MAIL));
    }

    private static String key(String mail) throws IOException {
        return new MimeDecoder()
                .decode(Content.of(mail.getBytes(StandardCharsets.ISO_8859_1)), Map.of())
                .dedupeKey();
    }
}
