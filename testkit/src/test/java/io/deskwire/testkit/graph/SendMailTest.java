package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendMailTest {

    private static final byte[] MAIL = ("From: Support <support@desk.example>\r\nTo: zoe@customer.example\r\n"
                    + "Bcc: boss@desk.example\r\nMessage-ID: <d1@desk.example>\r\n"
                    + "In-Reply-To: <1@customer.example>\r\nReferences: <1@customer.example>\r\n"
                    + "Auto-Submitted: auto-replied\r\nSubject: RE: Order\r\n\r\nHi\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final Bench bench = new Bench();

    @AfterEach
    void stop() {
        bench.close();
    }

    private GraphSent sent() {
        assertThat(bench.mailbox.sent()).hasSize(1);
        return bench.mailbox.sent().get(0);
    }

    @Test
    void mime_is_sent_with_its_threading_and_kept() throws Exception {
        Caller.Got got = bench.caller.mime(bench.user() + "/sendMail", MAIL);

        assertThat(got.status()).isEqualTo(202);
        assertThat(got.http().body()).isEmpty();
        assertThat(sent().way()).isEqualTo(GraphSent.Way.SEND_MAIL_MIME);
        assertThat(sent().internetMessageId()).isEqualTo("<d1@desk.example>");
        assertThat(sent().header("in-reply-to")).hasValue("<1@customer.example>");
        assertThat(sent().recipients()).containsExactly("zoe@customer.example", "boss@desk.example");
        assertThat(sent().text()).doesNotContain("boss@").endsWith("\r\n\r\nHi\r\n");
        assertThat(bench.mailbox.items("Sent Items"))
                .singleElement()
                .satisfies(item -> assertThat(new String(item.mime(), StandardCharsets.US_ASCII))
                        .contains("boss@"))
                .satisfies(item -> assertThat(sent().itemId()).hasValue(item.id()));
    }

    @Test
    void mime_must_be_base64_in_the_standard_alphabet() throws Exception {
        for (String wrong : List.of("-_-_", "RnJvb", "")) {
            Caller.Got got = bench.caller.typed(
                    "POST", bench.user() + "/sendMail", "text/plain", wrong.getBytes(StandardCharsets.US_ASCII));
            assertThat(got.status()).isEqualTo(400);
            assertThat(got.text()).contains("Invalid base64 string for MIME content");
        }
    }

    @Test
    void mime_without_a_header_or_a_recipient_is_refused() throws Exception {
        for (String wrong : List.of("just text", "Subject: Hi\r\n\r\nHi", "To: <<x\r\nSubject: Hi\r\n\r\nHi")) {
            Caller.Got got = bench.caller.mime(bench.user() + "/sendMail", wrong.getBytes(StandardCharsets.US_ASCII));
            assertThat(got.status()).as(wrong).isEqualTo(400);
        }
        assertThat(bench.mailbox.sent()).isEmpty();
    }

    @Test
    void long_mime_is_accepted_with_200_and_not_sent() throws Exception {
        byte[] mail = new byte[2300 << 10];
        java.util.Arrays.fill(mail, (byte) 'a');
        System.arraycopy(MAIL, 0, mail, 0, MAIL.length);

        assertThat(bench.caller.mime(bench.user() + "/sendMail", mail).status()).isEqualTo(200);
        assertThat(bench.mailbox.sent()).isEmpty();
        byte[] longer = java.util.Arrays.copyOf(mail, 3200 << 10);
        assertThat(bench.caller.mime(bench.user() + "/sendMail", longer).status())
                .isEqualTo(413);
    }

    @Test
    void exchange_may_rewrite_the_message_id_and_drop_a_field() throws Exception {
        bench.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.AUTO_SUBMITTED_DROPPED);

        bench.caller.mime(bench.user() + "/sendMail", MAIL);

        assertThat(sent().internetMessageId()).endsWith("@prod.exchange.example>");
        assertThat(sent().header("Auto-Submitted")).isEmpty();
        assertThat(bench.mailbox.items("sentitems").get(0).internetMessageId()).hasValue(sent().internetMessageId());
    }

    @Test
    void a_foreign_sender_is_replaced_or_refused() throws Exception {
        byte[] foreign = new String(MAIL, StandardCharsets.US_ASCII)
                .replace("Support <support@", "Sales <sales@")
                .getBytes(StandardCharsets.US_ASCII);

        bench.caller.mime(bench.user() + "/sendMail", foreign);
        assertThat(sent().header("From")).hasValue("support@desk.example");
        bench.mailbox.with(GraphQuirk.FOREIGN_FROM_REFUSED);
        Caller.Got refused = bench.caller.mime(bench.user() + "/sendMail", foreign);
        bench.mailbox.allowSendAs("sales@desk.example");
        bench.caller.mime(bench.user() + "/sendMail", foreign);

        assertThat(refused.status() + refused.code()).isEqualTo("403ErrorSendAsDenied");
        assertThat(bench.mailbox.sent().get(1).header("From")).hasValue("Sales <sales@desk.example>");
    }

    @Test
    void json_takes_names_in_any_case_and_five_x_headers() throws Exception {
        Map<String, Object> header = Map.of("Name", "X-Desk", "Value", "1");
        Map<String, Object> to = Map.of("EmailAddress", Map.of("Address", "zoe@customer.example"));
        Map<String, Object> message = Map.of(
                "Subject", "Hi",
                "Body", Map.of("ContentType", "Text", "Content", "Hello"),
                "ToRecipients", List.of(to),
                "InternetMessageHeaders", List.of(header));

        Caller.Got got = bench.caller.json(
                "POST",
                bench.user() + "/microsoft.graph.sendMail",
                Map.of("Message", message, "SaveToSentItems", false));

        assertThat(got.status()).isEqualTo(202);
        assertThat(sent().header("X-Desk")).hasValue("1");
        assertThat(sent().itemId()).isEmpty();
        for (List<Object> wrong : List.of(
                List.<Object>of(Map.of("name", "In-Reply-To", "value", "<1@customer.example>")),
                List.<Object>of(header, header, header, header, header, header))) {
            Caller.Got refused = bench.caller.json(
                    "POST",
                    bench.user() + "/sendMail",
                    Map.of("message", Map.of("toRecipients", List.of(to), "internetMessageHeaders", wrong)));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).startsWith("InvalidInternetMessageHeader");
        }
    }
}
