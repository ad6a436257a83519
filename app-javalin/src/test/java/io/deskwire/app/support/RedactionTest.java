package io.deskwire.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is handed to somebody else names nobody. */
class RedactionTest {

    @Test
    void addresses_numbers_links_and_quotes_are_taken_out_of_reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("550 5.1.1 <ann@customer.example>: no such user", "550 5.1.1 <<address>>: no such user");
        reasons.put("the subject \"My secret\" is too long", "the subject <quoted> is too long");
        reasons.put("the subject 'My secret' isn't taken", "the subject <quoted> isn't taken");
        reasons.put("no answer for +49 151 1234567 today", "no answer for <number> today");
        reasons.put("see https://help.example/u/ann?k=v now", "see <link> now");
        reasons.put("login refused", "login refused");
        reasons.forEach((reason, redacted) ->
                assertThat(Redaction.reason(reason)).as(reason).isEqualTo(redacted));
        assertThat(Redaction.reason(null)).isNull();
        assertThat(Redaction.reason("word ".repeat(100))).hasSizeLessThan(210);
    }

    @Test
    void documents_keep_their_shape_and_what_can_be_nobodys() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", "mail.acme.example");
        document.put("port", 993L);
        document.put("username", "support@acme.example");
        document.put("phone_number", "+4915112345678");
        document.put("webhook_url", "https://api.acme.example/hooks/abc?key=1");
        document.put(
                "rules",
                List.of(Map.of("when", Map.of("from", "ann@customer.example", "subject", "your order please"))));

        assertThat(Redaction.document(document))
                .containsEntry("host", "mail.acme.example")
                .containsEntry("port", 993L)
                .containsEntry("username", "<address>")
                .containsEntry("phone_number", "<number>")
                .containsEntry("webhook_url", "https://api.acme.example/…")
                .containsEntry(
                        "rules",
                        List.of(Map.of("when", Map.of("from", "<address>", "subject", "<text of 17 characters>"))));
    }
}
