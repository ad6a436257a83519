package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the composer writes, the decoder reads back. */
class RoundTripTest {

    private final MimeComposer composer = new MimeComposer();
    private final MimeDecoder decoder = new MimeDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "注文番号１２３４５のお届け日について、変更をお願いできますでしょうか。よろしくお願いいたします。田中",
                "Re: Ihre Anfrage über Öffnungszeiten 🎉👩‍👩‍👧‍👦 und sonst noch etwas mehr, damit es eine lange Zeile wird",
                "A very long subject in plain ASCII that has to be folded more than once because no line of a header should be longer than seventy-eight characters, really",
                "two  blanks, =?a trap?=, \"quotes\" and a trailing one",
                "x"
            })
    void a_subject_comes_back(String subject) throws IOException {
        byte[] bytes = compose(message().subject(subject));

        assertThat(lines(bytes)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
        assertThat(decode(bytes).body().subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann",
                "Doe, John",
                "O'Neil \"The\" Boss",
                "山田 太郎",
                "🚀 Rocket 👩‍🚀 Team",
                "Jürgen Groß (Support)",
                "=?x?=",
                "a@b"
            })
    void a_display_name_comes_back(String name) throws IOException {
        byte[] bytes = compose(message().from(Address.email("agent@desk.example", name)));

        assertThat(decode(bytes).people().from()).isEqualTo(Address.email("agent@desk.example", name));
    }

    @Test
    void text_html_an_inline_image_and_three_files_come_back() throws IOException {
        byte[] image = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
        byte[] big = new byte[100_000];
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i * 31);
        }
        byte[] text = "no newline at the end".getBytes(StandardCharsets.UTF_8);
        String longName = "見積書".repeat(30) + ".pdf";
        Draft draft = message()
                .text("Guten Tag,\n\nhier das Bild.\n")
                .html("<p>Guten Tag,</p><p>hier das Bild: <img src=\"cid:pic@desk\"></p>");
        draft.attachments.add(new OutboundAttachment("bild.png", "image/png", "pic@desk", Content.of(image)));
        draft.attachments.add(new OutboundAttachment(longName, "application/pdf", null, Content.of(big)));
        draft.attachments.add(new OutboundAttachment("a \"b\" 100%.txt", "text/plain", null, Content.of(text)));
        draft.attachments.add(new OutboundAttachment("empty.bin", "nonsense", "unused@desk", Content.of(new byte[0])));
        byte[] bytes = compose(draft);
        ParsedMessage parsed = decode(bytes);

        assertThat(parsed.body().text()).isEqualTo("Guten Tag,\n\nhier das Bild.");
        assertThat(parsed.body().html()).contains("cid:pic@desk");
        assertThat(parsed.attachments())
                .extracting(Attachment::fileName, Attachment::contentType, Attachment::size, Attachment::inline)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bild.png", "image/png", 7L, true),
                        org.assertj.core.groups.Tuple.tuple(longName, "application/pdf", 100_000L, false),
                        org.assertj.core.groups.Tuple.tuple("a \"b\" 100%.txt", "text/plain", 21L, false),
                        org.assertj.core.groups.Tuple.tuple("empty.bin", "application/octet-stream", 0L, false));
        assertThat(parsed.attachments().get(1).sha256())
                .isEqualTo(Content.of(big).sha256());
        assertThat(parsed.issues()).isEmpty();
        for (Attachment each : parsed.attachments()) {
            try (InputStream in = decoder.attachment(Content.of(bytes), Map.of(), each.index())) {
                byte[] got = in.readAllBytes();
                assertThat(got).hasSize((int) each.size());
                assertThat(Content.of(got).sha256()).isEqualTo(each.sha256());
            }
        }
        assertThat(bytes).isEqualTo(compose(draft));
        for (byte b : bytes) {
            assertThat(b).isGreaterThan((byte) 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "From here\nFrom there\n.\n..dots\n-- \nsig",
                "日本語の本文です。\n二行目。",
                "trailing blanks   \nand\ttabs\t\n= equals =3D",
                "--=_dw_trap\nstill text"
            })
    void a_text_comes_back(String text) throws IOException {
        assertThat(decode(compose(message().text(text))).body().text()).isEqualTo(text);
        String longLine = text + " " + "word ".repeat(500) + "end";
        assertThat(decode(compose(message().text(longLine))).body().text()).isEqualTo(longLine);
    }

    @Test
    void threading_comes_back_and_very_long_references_keep_their_first_and_last() throws IOException {
        List<String> references = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            references.add("ancestor-" + i + "@customer.example");
        }
        Draft draft = message();
        draft.references = references;
        draft.inReplyTo = "ancestor-199@customer.example";
        ParsedMessage parsed = decode(compose(draft));

        assertThat(parsed.threading().messageId()).isEqualTo("m1@desk.example");
        assertThat(parsed.threading().inReplyTo()).containsExactly("ancestor-199@customer.example");
        assertThat(parsed.threading().references())
                .startsWith("ancestor-0@customer.example")
                .endsWith("ancestor-198@customer.example", "ancestor-199@customer.example")
                .hasSizeBetween(10, 40);
        assertThat(parsed.sentAt()).isEqualTo(Instant.parse("2026-03-04T05:06:07Z"));
        assertThat(parsed.kind()).isEqualTo(MessageKind.MESSAGE);
    }

    @Test
    void an_automatic_answer_says_so() throws IOException {
        Draft draft = message();
        draft.automatic = true;
        draft.inReplyTo = "a@b";
        byte[] bytes = compose(draft);

        assertThat(lines(bytes)).contains("Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All");
        assertThat(decode(bytes).kind()).isEqualTo(MessageKind.AUTO_REPLY);
    }

    private static List<String> lines(byte[] bytes) {
        return List.of(new String(bytes, StandardCharsets.US_ASCII).split("\r\n"));
    }

    private byte[] compose(Draft draft) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        composer.write(draft.build(), out);
        return out.toByteArray();
    }

    private ParsedMessage decode(byte[] bytes) throws IOException {
        return decoder.decode(Content.of(bytes), Map.of());
    }

    private static Draft message() {
        return new Draft();
    }

    /** A message under construction. */
    static final class Draft {
        Address from = Address.email("agent@desk.example", "Desk");
        List<Address> to = List.of(Address.email("kunde@customer.example", "Kunde"));
        String subject = "Subject";
        String text = "Text";

        @Nullable String html;

        List<OutboundAttachment> attachments = new ArrayList<>();
        String messageId = "m1@desk.example";

        @Nullable String inReplyTo;

        List<String> references = List.of();
        boolean automatic;

        Draft subject(String value) {
            subject = value;
            return this;
        }

        Draft from(Address value) {
            from = value;
            return this;
        }

        Draft text(String value) {
            text = value;
            return this;
        }

        Draft html(String value) {
            html = value;
            return this;
        }

        OutboundMessage build() {
            return new OutboundMessage(
                    "o1",
                    "t",
                    "c",
                    "conv",
                    messageId,
                    from,
                    null,
                    to,
                    List.of(),
                    subject,
                    text,
                    html,
                    attachments,
                    inReplyTo,
                    references,
                    automatic,
                    Instant.parse("2026-03-04T05:06:07Z"));
        }
    }
}
