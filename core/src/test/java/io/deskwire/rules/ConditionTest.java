package io.deskwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Address;
import io.deskwire.message.Authentication;
import io.deskwire.message.MessageKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private final Mails mail = new Mails();

    private boolean holds(Map<String, Object> when) {
        Rulebook.Reading reading = Rulebook.read(
                Map.of("rules", List.of(Map.of("name", "r", "when", when, "then", Map.of("tags", List.of("hit"))))),
                Mails.EXPRESSIONS);
        assertThat(reading.problems()).isEmpty();
        return !reading.book().judge(mail.candidate()).isEmpty();
    }

    private boolean holds(String field, Object value) {
        return holds(Map.of(field, value));
    }

    @Test
    void a_sender_is_named_in_full_without_regard_to_case() {
        assertThat(holds("sender", "ann.lee@mail.customer.example")).isTrue();
        assertThat(holds("sender", List.of("bob@x.example", "ANN.LEE@mail.customer.example")))
                .isTrue();
        assertThat(holds("sender", "lee@mail.customer.example")).isFalse();
        assertThat(holds("sender", Map.of("starts_with", "ann.", "ends_with", "@mail.customer.example")))
                .isTrue();
        assertThat(holds("sender", Map.of("starts_with", "ann.", "ends_with", "@other.example")))
                .isFalse();
    }

    @Test
    void a_number_may_be_written_as_people_do() {
        mail.from = Address.phone("+15551234567", null);

        assertThat(holds("sender", "+1 (555) 123-4567")).isTrue();
        assertThat(holds("sender", "+15551234568")).isFalse();
    }

    @Test
    void a_domain_stands_for_those_below_it_but_not_for_its_look_alikes() {
        assertThat(holds("domain", "customer.example")).isTrue();
        assertThat(holds("domain", "@mail.customer.example")).isTrue();
        assertThat(holds("domain", "stomer.example")).isFalse();
        assertThat(holds("domain", Map.of("is", "customer.example"))).isFalse();
    }

    @Test
    void a_domain_in_letters_is_the_one_on_the_wire() {
        mail.from = Address.email("a@xn--mller-kva.example");
        assertThat(holds("domain", "müller.example")).isTrue();

        mail.from = Address.email("a@müller.example");
        assertThat(holds("domain", "xn--mller-kva.example")).isTrue();
    }

    @Test
    void a_recipient_is_whom_the_transport_names_and_else_whom_the_header_names() {
        assertThat(holds("recipient", "support@acme.example")).isTrue();

        mail.envelope = List.of("sales+q3@acme.example");

        assertThat(holds("recipient", "support@acme.example")).isFalse();
        assertThat(holds("recipient", "sales@acme.example")).isTrue();
        assertThat(holds("recipient", "sales+q3@acme.example")).isTrue();
    }

    @Test
    void a_subject_contains_a_text_however_it_is_wrapped_or_composed() {
        mail.subject = "Die  Büro-\tadresse";
        assertThat(holds("subject", "BU\u0308RO- ADRESSE")).isTrue();
        assertThat(holds("subject", Map.of("is", "die büro- adresse"))).isTrue();
        assertThat(holds("subject", Map.of("matches", "büro.*adresse"))).isTrue();
        assertThat(holds("subject", "strasse")).isFalse();

        mail.subject = null;
        assertThat(holds("subject", "a")).isFalse();
    }

    @Test
    void a_body_is_looked_at_from_its_beginning_up_to_a_limit() {
        mail.text = "x".repeat(RuleLimits.LONGEST_TEXT - 5) + "alarm";
        assertThat(holds("body", "alarm")).isTrue();

        mail.text = "x".repeat(RuleLimits.LONGEST_TEXT) + "alarm";
        assertThat(holds("body", "alarm")).isFalse();
    }

    @Test
    void bait_for_a_search_that_goes_back_is_searched_once() {
        mail.text = "a".repeat(RuleLimits.LONGEST_TEXT);

        assertThat(holds("body", "a".repeat(RuleLimits.LONGEST_COMPARED - 1) + "b"))
                .isFalse();
        assertThat(new LiteralSearch("abcabd").isIn("abcabcabd")).isTrue();
        assertThat(new LiteralSearch("aab").isIn("aaab")).isTrue();
        assertThat(new LiteralSearch("abab").isIn("abaab ab")).isFalse();
    }

    @Test
    void a_header_field_is_asked_for_by_name_and_may_have_to_be_missing() {
        mail.header("x-product", "Widgets", "Gadgets");

        assertThat(holds("header", Map.of("X-Product", "gadget"))).isTrue();
        assertThat(holds("header", Map.of("X-Product", Map.of("is", "gadget")))).isFalse();
        assertThat(holds("header", Map.of("X-Other", "gadget"))).isFalse();
        assertThat(holds("header", Map.of("X-Other", Map.of("exists", false)))).isTrue();
        assertThat(holds("header", Map.of("X-Product", Map.of("exists", true), "X-Other", "a")))
                .isFalse();
    }

    @Test
    void the_raw_bytes_are_asked_once_and_only_when_a_rule_needs_them() {
        holds("subject", "order");
        assertThat(mail.asked).isZero();

        mail.header("a", "1").header("b", "2");
        assertThat(holds("header", Map.of("a", "1", "b", "2"))).isTrue();
        assertThat(mail.asked).isEqualTo(1);
    }

    @Test
    void a_size_lies_within_bounds() {
        assertThat(holds("size", Map.of("at_least", 2_000L))).isTrue();
        assertThat(holds("size", Map.of("at_least", 2_001L))).isFalse();
        assertThat(holds("size", Map.of("at_least", 1L, "at_most", 1_999L))).isFalse();
    }

    @Test
    void an_attachment_meets_all_that_is_asked_of_one_file() {
        assertThat(holds("attachment", false)).isTrue();
        mail.file("logo.png", "image/png", 900, true);
        assertThat(holds("attachment", true)).isFalse();
        mail.file("Invoice.PDF", "application/pdf", 90_000, false);

        assertThat(holds("attachment", true)).isTrue();
        assertThat(holds("attachment", Map.of("name", Map.of("ends_with", ".pdf"))))
                .isTrue();
        assertThat(holds("attachment", Map.of("type", "image/"))).isTrue();
        assertThat(holds("attachment", Map.of("type", "image/", "inline", false)))
                .isFalse();
        assertThat(holds("attachment", Map.of("name", "invoice", "size", Map.of("at_most", 1_000L))))
                .isFalse();
    }

    @Test
    void a_kind_a_conversation_and_a_messengers_type_are_words() {
        assertThat(holds("kind", "message")).isTrue();
        assertThat(holds("kind", List.of("bounce", "auto_reply"))).isFalse();
        assertThat(holds("conversation", "new")).isTrue();
        assertThat(holds("whatsapp_type", "image")).isFalse();

        mail.kind = MessageKind.AUTO_REPLY;
        mail.known = true;
        mail.networkType = "image";
        assertThat(holds("kind", "AUTO_REPLY")).isTrue();
        assertThat(holds("conversation", "known")).isTrue();
        assertThat(holds("whatsapp_type", List.of("audio", "image"))).isTrue();
    }

    @Test
    void a_sender_that_nobody_vouched_for_is_unknown() {
        assertThat(holds("authentication", Map.of("dmarc", "unknown"))).isTrue();
        assertThat(holds("authentication", Map.of("dmarc", "pass"))).isFalse();

        mail.authentication = new Authentication("softfail", null, "fail");
        assertThat(holds("authentication", Map.of("dmarc", List.of("fail", "none"), "spf", "softfail")))
                .isTrue();
        assertThat(holds("authentication", Map.of("dmarc", "fail", "dkim", "pass")))
                .isFalse();
    }

    @Test
    void spam_is_what_any_filter_on_the_way_calls_so() {
        assertThat(holds("spam", false)).isTrue();
        mail.suspicion = "Postmark takes it for spam";
        assertThat(holds("spam", true)).isTrue();

        mail.suspicion = null;
        for (Map.Entry<String, String> sign : Map.of(
                        "x-spam-flag", "YES",
                        "x-spam-status", "Yes, score=7.1 required=5.0 tests=A,B",
                        "x-spamd-result", "default: True [15.10 / 15.00]; X(1.0)[]",
                        "x-ses-spam-verdict", "FAIL",
                        "x-mailgun-sflag", "Yes",
                        "x-forefront-antispam-report", "CIP:1.2.3.4;CTRY:US;SCL:6;SRV:",
                        "x-ms-exchange-organization-scl", "9")
                .entrySet()) {
            Mails spam = new Mails().header(sign.getKey(), sign.getValue());
            assertThat(spam.candidate().spam().suspected()).as(sign.getKey()).isTrue();
        }
        for (Map.Entry<String, String> sign : Map.of(
                        "x-spam-flag", "NO",
                        "x-spam-status", "No, score=-1.9 required=5.0",
                        "x-spamd-result", "default: False [2.10 / 15.00]",
                        "x-forefront-antispam-report", "SCL:-1;",
                        "x-ses-spam-verdict", "PASS")
                .entrySet()) {
            Mails ham = new Mails().header(sign.getKey(), sign.getValue());
            assertThat(ham.candidate().spam().suspected()).as(sign.getKey()).isFalse();
        }
    }

    @Test
    void of_several_scores_the_highest_counts() {
        mail.header("x-spam-status", "No, score=4.9 required=5.0").header("x-spam-score", "-3");

        assertThat(holds("spam", Map.of("score", Map.of("at_least", 4.5)))).isTrue();
        assertThat(holds("spam", Map.of("score", Map.of("at_least", 5L)))).isFalse();
        assertThat(new Mails().candidate().spam().score()).isNull();
    }

    @Test
    void conditions_are_put_together_by_all_any_and_not() {
        Map<String, Object> yes = Map.of("subject", "order");
        Map<String, Object> no = Map.of("subject", "refund");

        assertThat(holds(Map.of("subject", "order", "body", "where"))).isTrue();
        assertThat(holds(Map.of("subject", "order", "body", "who"))).isFalse();
        assertThat(holds("any", List.of(no, yes))).isTrue();
        assertThat(holds("all", List.of(no, yes))).isFalse();
        assertThat(holds("not", no)).isTrue();
        assertThat(holds(Map.of("not", Map.of("any", List.of(no, Map.of("not", yes))), "always", true)))
                .isTrue();
    }
}
