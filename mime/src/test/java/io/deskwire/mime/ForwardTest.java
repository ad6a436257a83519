package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Address;
import io.deskwire.message.Body;
import io.deskwire.message.Content;
import io.deskwire.message.Forward;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail that passes on other mail, in the forms of many programs and languages. */
class ForwardTest {

    private static ParsedMessage read(String mail) {
        try {
            byte[] bytes = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            return new MimeDecoder().decode(Content.of(bytes), Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String letter(String subject, String text, String... more) {
        return "From: Fay <fay@forwarder.example>\nTo: support@acme.example\nSubject: " + subject + "\n"
                + "Message-ID: <f@forwarder.example>\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(more).map(line -> line + "\n").toList())
                + "Content-Type: text/plain; charset=utf-8\n\n" + text + "\n";
    }

    private static Forward inline(ParsedMessage message) {
        Forward forward = Objects.requireNonNull(message.forward(), "forward");
        assertThat(forward.kind()).isEqualTo(Forward.Kind.INLINE);
        return forward;
    }

    private static @Nullable String writer(Forward forward) {
        Address from = forward.from();
        return from == null ? null : from.value();
    }

    /** Gmail and Thunderbird put a line between dashes above, Apple Mail a sentence with a colon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "---------- Forwarded message ---------",
                "---------- Forwarded message ----------",
                "Begin forwarded message:",
                "-------- Forwarded Message --------",
                "-------- Weitergeleitete Nachricht --------",
                "Anfang der weitergeleiteten Nachricht:",
                "-------- Message transféré --------",
                "Début du message réexpédié :",
                "-------- Mensaje reenviado --------",
                "Inicio del mensaje reenviado:",
                "-------- Messaggio Inoltrato --------",
                "Inizio messaggio inoltrato:",
                "-------- Mensagem encaminhada --------",
                "Início da mensagem reencaminhada:",
                "-------- Doorgestuurd bericht --------",
                "Begin doorgestuurd bericht:",
                "-------- Vidarebefordrat meddelande --------",
                "Vidarebefordrat brev:",
                "-------- Videresendt melding --------",
                "-------- Videresendt besked --------",
                "-------- Välitetty viesti --------",
                "-------- Przekazana wiadomość --------",
                "Początek przekazywanej wiadomości:",
                "-------- Přeposlaná zpráva --------",
                "-------- Preposlaná správa --------",
                "-------- Továbbított üzenet --------",
                "-------- Mesaj redirecționat --------",
                "-------- Пересылаемое сообщение --------",
                "Начало переадресованного сообщения:",
                "-------- Переслане повідомлення --------",
                "-------- Препратено съобщение --------",
                "-------- Προωθημένο μήνυμα --------",
                "-------- İletilmiş Mesaj --------",
                "-------- הודעה שהועברה --------",
                "-------- 转发的邮件 --------",
                "-------- 轉寄郵件 --------",
                "-------- 転送メッセージ --------",
                "-------- 전달된 메시지 --------",
                "-------- Proslijeđena poruka --------",
                "-------- Posredovano sporočilo --------",
                "----- Forwarded by Fay/ACME on 02.03.2026 12:00 -----"
            })
    void the_line_above_tells_in_many_languages(String line) {
        ParsedMessage message = read(letter("Fwd: Broken", """
                Please look at this.

                %s
                From: Ann Smith <ann@customer.example>
                Date: Mon, 2 Mar 2026 11:00:00 +0100
                Subject: Broken chair
                To: Fay <fay@forwarder.example>

                It squeaks.
                """.formatted(line)));

        Forward forward = inline(message);
        assertThat(forward.from()).isEqualTo(Address.email("ann@customer.example", "Ann Smith"));
        assertThat(forward.at()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
        assertThat(forward.subject()).isEqualTo("Broken chair");
        assertThat(forward.to()).extracting(Address::value).containsExactly("fay@forwarder.example");
        assertThat(Objects.requireNonNull(message.people().from()).value())
                .as("nobody is put in the forwarder's place")
                .isEqualTo("fay@forwarder.example");
        assertThat(message.body().replyText()).contains("Please look", "It squeaks.");
        assertThat(message.body().confidence()).isEqualTo(Body.Confidence.LOW);
    }

    /** Outlook forwards in the form in which it quotes; what the subject begins with makes the difference. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FW: Broken | From: Ann <ann@customer.example> | Sent: Monday, March 2, 2026 11:00 AM | To: Fay | Subject: Broken",
                "Fwd: Broken | *From:* Ann [mailto:ann@customer.example] | *Sent:* Monday | *To:* Fay | *Subject:* Broken",
                "WG: Kaputt | Von: Ann <ann@customer.example> | Gesendet: Montag, 2. März 2026 11:00 | An: Fay | Betreff: Kaputt",
                "TR : Cassé | De : Ann <ann@customer.example> | Envoyé : lundi 2 mars 2026 11:00 | À : Fay | Objet : Cassé",
                "RV: Roto | De: Ann <ann@customer.example> | Enviado el: lunes, 2 de marzo | Para: Fay | Asunto: Roto",
                "ENC: Quebrado | De: Ann <ann@customer.example> | Enviada em: segunda-feira | Para: Fay | Assunto: Quebrado",
                "I: Rotto | Da: Ann <ann@customer.example> | Inviato: lunedì 2 marzo 2026 | A: Fay | Oggetto: Rotto",
                "Doorst: Kapot | Van: Ann <ann@customer.example> | Verzonden: maandag 2 maart | Aan: Fay | Onderwerp: Kapot",
                "VB: Trasig | Från: Ann <ann@customer.example> | Skickat: den 2 mars 2026 | Till: Fay | Ämne: Trasig",
                "VS: I stykker | Fra: Ann <ann@customer.example> | Sendt: 2. mars 2026 11:00 | Til: Fay | Emne: I stykker",
                "VL: Rikki | Lähettäjä: Ann <ann@customer.example> | Lähetetty: 2. maaliskuuta | Vastaanottaja: Fay | Aihe: Rikki",
                "PD: Zepsute | Od: Ann <ann@customer.example> | Wysłano: 2 marca 2026 | Do: Fay | Temat: Zepsute",
                "转发: 坏了 | 发件人: Ann <ann@customer.example> | 发送时间: 2026年3月2日 11:00 | 收件人: Fay | 主题: 坏了",
                "転送: 壊れた | 差出人: Ann <ann@customer.example> | 送信日時: 2026年3月2日 11:00 | 宛先: Fay | 件名: 壊れた",
                "[EXTERN] FW: Broken | From: ann@customer.example (Ann) | Date: 2026-03-02 | To: Fay | Subject: Broken"
            })
    void a_repeated_header_under_a_forwarding_subject_is_a_forward(
            String subject, String from, String date, String to, String about) {
        String text = "See below\n\n________________________________\n" + String.join("\n", from, date, to, about)
                + "\n\nIt squeaks.";
        ParsedMessage message = read(letter(subject, text));

        Forward forward = inline(message);
        assertThat(writer(forward)).isEqualTo("ann@customer.example");
        assertThat(forward.subject()).isNotBlank();
        assertThat(forward.date()).isNotBlank();
        assertThat(message.body().replyText()).contains("See below", "It squeaks.");

        ParsedMessage answer = read(letter("RE: " + subject, text));
        assertThat(answer.forward()).as("the same under an answer").isNull();
        assertThat(answer.body().replyText()).isEqualTo("See below");
    }

    @Test
    void html_of_gmail_apple_and_outlook_is_understood_as_its_text() {
        String gmail = """
                <div dir="ltr">FYI<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>
                From: <strong class="gmail_sendername" dir="auto">Ann Smith</strong> <span dir="auto">&lt;<a href="mailto:ann@customer.example">ann@customer.example</a>&gt;</span><br>
                Date: Mon, Mar 2, 2026 at 11:00 AM<br>Subject: Broken chair<br>To: &lt;fay@forwarder.example&gt;<br></div><br><br><div>It squeaks.</div></div></div>""";
        String apple = """
                <html><body>FYI<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Ann Smith &lt;<a
                href="mailto:ann@customer.example">ann@customer.example</a>&gt;<br></div><div><b>Subject: </b><b>Broken chair</b><br></div><div><b>Date: </b>2
                March 2026 at 11:00:00 CET<br></div><div><b>To: </b>fay@forwarder.example<br></div><br><div>It squeaks.</div></blockquote></div></body></html>""";
        String outlook = """
                <html><body><p>FYI</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b>
                Ann Smith &lt;ann@customer.example&gt; <br><b>Sent:</b> Monday, March 2, 2026 11:00 AM<br><b>To:</b> Fay &lt;fay@forwarder.example&gt;<br><b>Subject:</b>
                Broken chair</p></div></div><p>It squeaks.</p></body></html>""";
        for (String html : new String[] {gmail, apple, outlook}) {
            ParsedMessage message =
                    read("From: fay@forwarder.example\nTo: support@acme.example\nSubject: FW: Broken chair\n"
                            + "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + html + "\n");

            Forward forward = inline(message);
            assertThat(forward.from()).as(html).isEqualTo(Address.email("ann@customer.example", "Ann Smith"));
            assertThat(forward.subject()).isEqualTo("Broken chair");
            assertThat(message.body().replyText()).contains("FYI", "It squeaks.");
        }
    }

    @Test
    void a_mail_that_is_a_file_is_offered_with_its_own_sender() {
        ParsedMessage message = read("""
                From: fay@forwarder.example
                To: support@acme.example
                Subject: Please handle
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                See the file.
                --b
                Content-Type: message/rfc822

                From: =?utf-8?q?J=C3=B6rg?= <joerg@customer.example>
                To: fay@forwarder.example, other@forwarder.example
                Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
                Date: Mon, 2 Mar 2026 11:00:00 +0100

                hello
                --b--
                """);

        Forward forward = Objects.requireNonNull(message.forward());
        assertThat(forward.kind()).isEqualTo(Forward.Kind.ATTACHED);
        assertThat(forward.from()).isEqualTo(Address.email("joerg@customer.example", "Jörg"));
        assertThat(forward.subject()).isEqualTo("Grüße");
        assertThat(forward.at()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
        assertThat(forward.to()).hasSize(2);
    }

    @Test
    void a_returned_mail_is_not_passed_on() {
        ParsedMessage message = read("""
                From: MAILER-DAEMON@mx.example
                To: support@acme.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; gone@customer.example
                Action: failed
                Status: 5.1.1
                --b
                Content-Type: message/rfc822

                From: support@acme.example
                Subject: Hello

                hi
                --b--
                """);

        assertThat(message.forward()).isNull();
    }

    @Test
    void mail_sent_on_by_a_person_or_a_mailbox_keeps_its_author_and_names_who_did() {
        ParsedMessage resent = read(letter(
                "Broken", "It squeaks.", "Resent-From: Bo <bo@office.example>", "Resent-To: support@acme.example"));
        ParsedMessage automatic = read(letter(
                "Broken",
                "It squeaks.",
                "X-Forwarded-To: support@acme.example",
                "X-Forwarded-For: old@acme.example support@acme.example"));
        ParsedMessage proxied = read(letter("Broken", "It squeaks.", "X-Forwarded-For: 192.0.2.1"));

        Forward one = Objects.requireNonNull(resent.forward());
        assertThat(one.kind()).isEqualTo(Forward.Kind.RESENT);
        assertThat(writer(one)).isEqualTo("fay@forwarder.example");
        assertThat(one.by()).isEqualTo(Address.email("bo@office.example", "Bo"));
        Forward other = Objects.requireNonNull(automatic.forward());
        assertThat(other.kind()).isEqualTo(Forward.Kind.AUTOMATIC);
        assertThat(other.by()).isEqualTo(Address.email("old@acme.example"));
        assertThat(proxied.forward()).isNull();
    }

    @Test
    void what_an_answer_quotes_was_passed_on_by_somebody_else() {
        String forwarded = "---------- Forwarded message ---------\nFrom: Ann <ann@customer.example>\n"
                + "Subject: Broken\nTo: Fay <fay@forwarder.example>\n\nIt squeaks.";
        for (String text : new String[] {
            "Thanks!\n\nOn Mon, 2 Mar 2026 at 11:00, Bo <bo@acme.example> wrote:\n> FYI\n> "
                    + forwarded.replace("\n", "\n> "),
            "Thanks!\n\nOn Mon, 2 Mar 2026 at 11:00, Bo <bo@acme.example> wrote:\n\n" + forwarded,
            "Thanks!\n\n-----Original Message-----\nFrom: Bo <bo@acme.example>\nSent: Monday\nTo: Fay\n\n" + forwarded,
            "I have seen your forwarded message: it was empty.",
            "Forwarded message:\nwhat is this?"
        }) {
            assertThat(read(letter("Re: Broken", text)).forward()).as(text).isNull();
        }
    }

    @Test
    void a_sender_who_shows_no_address_is_still_a_forward() {
        ParsedMessage message = read(letter("FW: Broken", """
                See below

                From: Smith, Ann
                Sent: Monday, March 2, 2026 11:00 AM
                To: Jones, Fay
                Subject: Broken

                It squeaks."""));

        assertThat(inline(message).from()).isNull();
        assertThat(inline(message).subject()).isEqualTo("Broken");
    }

    @Test
    void hostile_text_costs_linear_time() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("---------- Forwarded message ---------\nFrom: ")
                    .append("a.".repeat(40))
                    .append('\n');
        }
        assertThat(read(letter("FW: x", text.toString())).forward()).isNull();
    }
}
