package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Mon, 2 Mar 2026 at 10:00, Desk <support@desk.example> wrote:",
                "On Mon, 2 Mar 2026 at 10:00, Desk\n<support@desk.example> wrote:",
                "Am 02.03.2026 um 10:00 schrieb Desk <support@desk.example>:",
                "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Desk <\nsupport@desk.example>:",
                "Le lun. 2 mars 2026 à 10:00, Desk <support@desk.example> a écrit :",
                "El lun, 2 mar 2026 a las 10:00, Desk (<support@desk.example>) escribió:",
                "Em seg., 2 de mar. de 2026 às 10:00, Desk <support@desk.example> escreveu:",
                "Il giorno lun 2 mar 2026 alle ore 10:00 Desk <support@desk.example> ha scritto:",
                "Op ma 2 mrt 2026 om 10:00 schreef Desk <support@desk.example>:",
                "Den mån 2 mars 2026 kl 10:00 skrev Desk <support@desk.example>:",
                "man. 2. mar. 2026 kl. 10:00 skrev Desk <support@desk.example>:",
                "ma 2. maaliskuuta 2026 klo 10.00 Desk (support@desk.example) kirjoitti:",
                "pon., 2 mar 2026 o 10:00 Desk <support@desk.example> napisał(a):",
                "po 2. 3. 2026 v 10:00 odesílatel Desk <support@desk.example> napsal:",
                "Desk <support@desk.example> ezt írta (időpont: 2026. márc. 2., H, 10:00):",
                "În lun., 2 mar. 2026 la 10:00, Desk <support@desk.example> a scris:",
                "пн, 2 мар. 2026 г. в 10:00, Desk <support@desk.example> написал(а):",
                "Στις Δευ 2 Μαρ 2026 στις 10:00, ο χρήστης Desk <support@desk.example> έγραψε:",
                "Desk <support@desk.example>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
                "2026年3月2日(月) 10:00 Desk <support@desk.example>のメール:",
                "Desk <support@desk.example> 于2026年3月2日周一 10:00写道：",
                "2026년 3월 2일 (월) 오전 10:00, Desk <support@desk.example>님이 작성:",
                "Vào Th 2, 2 thg 3, 2026 vào lúc 10:00 Desk <support@desk.example> đã viết:",
                "-----Original Message-----\nFrom: Desk",
                "________________________________\nVon: Desk <support@desk.example>\nGesendet: Montag\nAn: Anna\nBetreff: x",
                "From: Desk <support@desk.example>\nSent: Monday\nTo: Anna\nSubject: x",
                "差出人: Desk\n送信日時: 2026年3月2日\n宛先: Anna\n件名: x"
            })
    void an_attribution_of_any_language_and_what_follows_is_cut(String attribution) {
        String quoted = "Yes, please.\n\n" + attribution + "\n\n> Shall we?\n> Desk\n";
        String bare = "Yes, please.\n\n" + attribution + "\n\nShall we?\nDesk\n";

        assertThat(ReplyText.ofText(quoted)).isEqualTo("Yes, please.");
        assertThat(ReplyText.ofText(bare)).isEqualTo("Yes, please.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We met on Monday and she wrote:\n- buy milk\n- call 112",
                "From: the start I said\nthat it is broken.",
                "Totals:\n----------\n12 EUR\n----------\nThanks",
                "The error is:\nTo: field missing\nplease help",
                "Sent from the warehouse yesterday, the parcel is still missing and nobody knows where it went, can you look?",
                "1 > 0 and 2 < 3"
            })
    void a_letter_without_a_quote_stays_whole(String letter) {
        assertThat(ReplyText.ofText(letter)).isEqualTo(letter);
    }

    @Test
    void answers_between_and_below_quotes_stay() {
        String text =
                "On 2 Mar 2026, at 10:00, Desk <d@desk.example> wrote:\n\n> Which colour?\n\nRed.\n\n> Which size?\n\nLarge.\n\n-- \nAnna\n";

        assertThat(ReplyText.ofText(text)).isEqualTo("Red.\n\nLarge.");
    }

    @Test
    void a_phones_footer_goes() {
        assertThat(ReplyText.ofText("Ok\n\nSent from my iPhone\n")).isEqualTo("Ok");
        assertThat(ReplyText.ofText("Ok\n\nVon meinem iPhone gesendet\n\n> Shall we?\n"))
                .isEqualTo("Ok");
        assertThat(ReplyText.ofText("Ok\n\nGet Outlook for Android<https://aka.ms/x>"))
                .isEqualTo("Ok");
    }

    @Test
    void a_mail_of_nothing_but_quotes_stays_whole() {
        assertThat(ReplyText.ofText("> one\n> two")).isEqualTo("> one\n> two");
        assertThat(ReplyText.ofText("  \n")).isNull();
        String forward = "<div class=\"gmail_quote\">---------- Forwarded message ---------<br>look</div>";
        assertThat(ReplyText.ofHtml(forward, "---------- Forwarded message ---------\nlook"))
                .isEqualTo("---------- Forwarded message ---------\nlook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>Yes.</div><blockquote type=\"cite\"><div>On Mon, Desk wrote:</div>old</blockquote>",
                "<div>Yes.</div><div class=\"moz-cite-prefix\">Am 2.3. schrieb Desk:</div><blockquote type=\"cite\">old</blockquote>",
                "<p>Yes.</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Desk</div><div>old</div>",
                "<div><p>Yes.</p><div><div style='border-top:solid #B5C4DF 1.0pt'><p><b>De&nbsp;:</b> Desk<br></p></div></div><p>old</p></div>",
                "<div>Yes.</div><div id=\"ydp1yahoo_quoted_1\" class=\"ydp1 yahoo_quoted\">old</div>",
                "<div>Yes.</div><div class=\"protonmail_quote\">On Monday, Desk wrote:<blockquote class=\"protonmail_quote\" type=\"cite\">old</blockquote></div>",
                "<div>Yes.</div><hr id=\"zwchr\"><div>old</div>",
                "<div>Yes.<br><br>On 2 Mar 2026 10:00, Desk &lt;d@desk.example&gt; wrote:<br><blockquote>old</blockquote></div>",
                "<div>Yes.</div><div class=\"gmail_signature\">Anna</div><div class=\"gmail_quote\">old</div>",
                "<div>Yes.</div><div><br></div><div id=\"ms-outlook-mobile-signature\">Get Outlook for iOS</div><hr id=\"stopSpelling\"><div>old</div>"
            })
    void the_quote_of_each_mail_program_is_cut_out_of_html(String html) {
        assertThat(ReplyText.ofHtml(html, "fallback")).isEqualTo("Yes.");
    }

    @Test
    void an_answer_below_a_quote_in_html_stays() {
        String html = "<blockquote type=\"cite\">Which colour?</blockquote><p>Red.</p>";

        assertThat(ReplyText.ofHtml(html, "")).isEqualTo("Red.");
    }
}
