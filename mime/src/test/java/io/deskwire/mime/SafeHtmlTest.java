package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHtmlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>evil()</script>x",
                "<img src=x onerror=evil()>x",
                "<img src=https://evil.example/p.gif>x",
                "<img src='//evil.example/p.gif'>x",
                "<img src='data:image/svg+xml,<svg onload=evil()>'>x",
                "<a href='java\nscript:evil()'>x</a>",
                "<a href='data:text/html,evil'>x</a>",
                "<a href='vbscript:evil'>x</a>",
                "<a href='&#1;javascript:evil'>x</a>",
                "<a href='javascript&colon;evil'>x</a>",
                "<a href='\\\\evil.example'>x</a>",
                "<a href='//evil.example'>x</a>",
                "<a href='evil.html'>x</a>",
                "<img src='&#9;https://evil.example/p.gif'>x",
                "<area href='javascript:evil'>x",
                "<iframe src=evil></iframe>x",
                "<form action=evil><input name=evil></form>x",
                "<style>@import 'evil';</style>x",
                "<link rel=stylesheet href=evil>x",
                "<meta http-equiv=refresh content='0;url=evil'>x",
                "<base href='https://evil.example/'>x",
                "<div style='background:url(evil)'>x</div>",
                "<div style='color:expression(evil)'>x</div>",
                "<div style='width:1px;background-color:u\\72l(evil)'>x</div>",
                "<div style='position:fixed;top:0;content:\"evil\"'>x</div>",
                "<table background=evil><tr><td background=evil>x</td></tr></table>",
                "<svg><script>evil()</script></svg>x",
                "<math><mtext><style><img title='</style><img src=x onerror=evil()>'></style></mtext></math>x",
                "<object data=evil></object><embed src=evil>x",
                "<video src=evil poster=evil></video>x",
                "<input onfocus=evil autofocus>x",
                "<p id=evil class=evil name=evil>x</p>",
                "<img srcset='evil 1x'>x",
                "<noscript><p title='</noscript><img src=x onerror=evil()>'></noscript>x"
            })
    void nothing_that_runs_or_loads_is_left(String html) throws IOException {
        String safe = safe(html).replace("&lt;", "");

        assertThat(safe.toLowerCase(Locale.ROOT)).contains("x").doesNotContainPattern("<[^>]*evil");
    }

    @Test
    void what_a_letter_needs_is_left() throws IOException {
        String html = "<p style=\"color:#ff0000; font-weight:bold; position:absolute\">red</p>"
                + "<img src=\"cid:a@b\" width=\"10\"><img src=\"data:image/png;base64,iVBORw0KGgo=\">"
                + "<a href=\"https://x.example/?a=1&amp;b=2\" onclick=\"x()\">link</a><a href=\"mailto:a@b.example\">mail</a>";

        assertThat(safe(html))
                .contains("<p style=\"color:#ff0000;font-weight:bold\">red</p>")
                .contains("<img src=\"cid:a@b\" width=\"10\">")
                .contains("<img src=\"data:image/png;base64,iVBORw0KGgo=\">")
                .contains(
                        "<a href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">link</a>")
                .contains("href=\"mailto:a@b.example\"");
    }

    @Test
    void a_picture_that_did_not_come_along_gives_way_to_its_description() throws IOException {
        assertThat(
                        safe(
                                "<img src=\"CID:A%40b\" alt=\"here\"><img src=\"cid:gone\" alt=\"lost\"><img src=\"cid:gone\">"))
                .isEqualTo("<img src=\"cid:a@b\" alt=\"here\">[lost]");
    }

    @Test
    void more_tags_than_the_limit_are_dropped_and_said_so() throws IOException {
        ParsedMessage message = decode("<b>x".repeat(70_000));

        assertThat(message.issues()).extracting(Issue::code).containsExactly("html-truncated");
        assertThat(message.body().text()).hasSize(60_000);
    }

    @Test
    void nesting_without_end_is_read_without_recursion() throws IOException {
        assertThat(decode("<div>".repeat(50_000) + "deep").body().text()).isEqualTo("deep");
        assertThat(decode("<blockquote>".repeat(50_000) + "deep").body().text()).endsWith("deep");
        assertThat(decode("<ul><li>".repeat(20_000) + "deep").body().text()).endsWith("deep");
    }

    private static String safe(String html) throws IOException {
        return Objects.requireNonNull(decode(html).body().safeHtml());
    }

    private static ParsedMessage decode(String html) throws IOException {
        String mail = "From: a@kunde.example\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
                + "\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\n\r\npng\r\n--b--\r\n";
        return new MimeDecoder().decode(Content.of(mail.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
