package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Body.Confidence;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyMarkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Shall we?</p>",
                "<html><body class=\"x\"><p>Shall we?</p></body></html>",
                "<!doctype html><HTML><HEAD></HEAD><BODY><p>Shall we?</p>",
                "<html><p>Shall we?</p></html>"
            })
    void what_we_sent_is_known_again_whatever_stands_around_it(String sent) throws IOException {
        String marked = OutboundHtml.marked(sent);

        ParsedMessage answer = decode("<p>Yes.</p><p>Qualcuno: 2.3.2026</p>" + marked);

        assertThat(PlainText.ofHtml(marked)).isEqualTo("Shall we?");
        assertThat(answer.body().replyText()).isEqualTo("Yes.");
        assertThat(answer.body().confidence()).isEqualTo(Confidence.CERTAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_deskwire-message",
                "m_-81deskwire-message",
                "yiv12deskwire-message",
                "ydp1a2b3c4ddeskwire-message"
            })
    void programs_that_rename_the_mark_do_not_hide_it(String renamed) throws IOException {
        ParsedMessage answer = decode("<div>Yes.</div><div class=\"" + renamed + "\">Shall we?</div>");

        assertThat(answer.body().replyText()).isEqualTo("Yes.");
        assertThat(answer.body().confidence()).isEqualTo(Confidence.CERTAIN);
    }

    @Test
    void marking_twice_is_marking_once() {
        String marked = OutboundHtml.marked("<p>a</p>");

        assertThat(OutboundHtml.marked(marked)).isEqualTo(marked);
    }

    @Test
    void an_answer_below_what_we_sent_stays() throws IOException {
        ParsedMessage answer = decode("<blockquote type=\"cite\">" + OutboundHtml.marked("<p>Which colour?</p>")
                + "</blockquote><p>Red.</p>");

        assertThat(answer.body().replyText()).isEqualTo("Red.");
        assertThat(answer.body().confidence()).isEqualTo(Confidence.CERTAIN);
    }

    private static ParsedMessage decode(String html) throws IOException {
        String mail = "From: a@kunde.example\r\nTo: support@desk.example\r\nIn-Reply-To: <1@desk.example>\r\n"
                + "Content-Type: text/html; charset=utf-8\r\n\r\n" + html;
        return new MimeDecoder().decode(Content.of(mail.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
