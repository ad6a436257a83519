package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.adapter.whatsapp.SendableFile.UnfitException;
import io.deskwire.adapter.whatsapp.SendableType.Kind;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SendableFileTest {

    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final byte[] ZIP = Files.bytes(64, 'P', 'K', 3, 4);
    private static final byte[] OLE = Files.bytes(64, 0xd0, 0xcf, 0x11, 0xe0);
    private static final byte[] TEXT = "Grüße".getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> fitting() {
        return Stream.of(
                Arguments.of("a.jpg", "image/jpeg", Files.jpeg(), SendableType.JPEG),
                Arguments.of("a.JPEG", "image/jpg", Files.jpeg(), SendableType.JPEG),
                Arguments.of("a.png", "image/png; x=y", Files.png(), SendableType.PNG),
                Arguments.of("noname", "application/octet-stream", Files.png(), SendableType.PNG),
                Arguments.of("a.pdf", "application/octet-stream", Files.pdf(), SendableType.PDF),
                Arguments.of("", "", Files.pdf(), SendableType.PDF),
                Arguments.of("a.docx", WORD, ZIP, SendableType.DOCX),
                Arguments.of("a.xlsx", "application/octet-stream", ZIP, SendableType.XLSX),
                Arguments.of("a.doc", "application/msword", OLE, SendableType.DOC),
                Arguments.of("a.txt", "text/plain", TEXT, SendableType.TEXT),
                Arguments.of("a.csv", "text/csv", TEXT, SendableType.TEXT),
                Arguments.of("a.mp4", "video/mp4", Files.mp4("isom"), SendableType.MP4),
                Arguments.of("film", "application/octet-stream", Files.mp4("mp42"), SendableType.MP4),
                Arguments.of("a.mp4", "audio/mp4", Files.mp4("mp42"), SendableType.M4A),
                Arguments.of("a.m4a", "audio/x-m4a", Files.mp4("M4A "), SendableType.M4A),
                Arguments.of("a.3gp", "video/3gpp", Files.mp4("3gp4"), SendableType.THREE_GP),
                Arguments.of("a.mp3", "audio/mpeg", Files.bytes(64, 'I', 'D', '3'), SendableType.MP3),
                Arguments.of("a.mp3", "audio/mp3", Files.bytes(64, 0xff, 0xfb, 0x90), SendableType.MP3),
                Arguments.of("a.aac", "audio/aac", Files.bytes(64, 0xff, 0xf1, 0x50), SendableType.AAC),
                Arguments.of("a.amr", "audio/amr", "#!AMR\n..".getBytes(StandardCharsets.US_ASCII), SendableType.AMR),
                Arguments.of("a.ogg", "audio/ogg", Files.ogg(1), SendableType.OGG),
                Arguments.of("a.opus", "audio/opus", Files.ogg(1), SendableType.OGG),
                Arguments.of("a.webp", "image/webp", Files.webp(512, true, 400_000), SendableType.WEBP));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void name_type_and_bytes_that_agree_are_taken(String name, String type, byte[] bytes, SendableType expected)
            throws Exception {
        SendableFile file = SendableFile.of(Files.file(name, type, bytes));
        assertThat(file.type()).isEqualTo(expected);
        assertThat(file.uploadName()).endsWith("." + expected.ending());
        assertThat(file.fileName()).contains(".");
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of("a.png", "image/png", Files.jpeg(), "bytes are image/jpeg"),
                Arguments.of("a.pdf", "application/pdf", TEXT, "bytes are text/plain"),
                Arguments.of("a.mp4", "audio/ogg", Files.ogg(1), "stands for video/mp4"),
                Arguments.of("a.xlsx", WORD, ZIP, "stands for"),
                Arguments.of("a.zip", "application/zip", ZIP, "WhatsApp carries"),
                Arguments.of("bundle", "application/octet-stream", ZIP, "neither the name nor the type"),
                Arguments.of(
                        "a.gif",
                        "image/gif",
                        "GIF89a....\0".getBytes(StandardCharsets.US_ASCII),
                        "WhatsApp does not carry"),
                Arguments.of("a.heic", "image/heic", Files.mp4("heic"), "WhatsApp does not carry"),
                Arguments.of("a.mov", "video/quicktime", Files.mp4("qt  "), "WhatsApp does not carry"),
                Arguments.of("a.exe", "application/octet-stream", Files.bytes(64, 'M', 'Z'), "WhatsApp does not carry"),
                Arguments.of("a.ogg", "audio/ogg", Files.ogg(2), "one channel"),
                Arguments.of("a.webp", "image/webp", Files.webp(300, false, 64), "512 by 512"),
                Arguments.of("a.webp", "image/webp", Files.webp(512, false, 100 * 1024 + 1), "100 KB"),
                Arguments.of("a.webp", "image/webp", Files.webp(512, true, 500 * 1024 + 1), "500 KB"),
                Arguments.of("a.jpg", "image/jpeg", Files.longer(Files.jpeg(), (5 << 20) + 1), "5 MB"),
                Arguments.of("a.mp4", "video/mp4", Files.longer(Files.mp4("isom"), (16 << 20) + 1), "16 MB"),
                Arguments.of("a.txt", "text/plain", new byte[0], "empty"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void what_contradicts_itself_or_is_too_much_is_refused_in_words(
            String name, String type, byte[] bytes, String words) {
        UnfitException refusal =
                catchThrowableOfType(UnfitException.class, () -> SendableFile.of(Files.file(name, type, bytes)));
        assertThat(refusal).hasMessageContaining(words);
    }

    @Test
    void limits_are_reached_and_not_passed() throws Exception {
        assertThat(SendableFile.of(Files.file("a.jpg", "image/jpeg", Files.longer(Files.jpeg(), 5 << 20)))
                        .kind())
                .isEqualTo(Kind.IMAGE);
        assertThat(SendableFile.of(large(100L << 20)).kind()).isEqualTo(Kind.DOCUMENT);
        assertThat(catchThrowableOfType(UnfitException.class, () -> SendableFile.of(large((100L << 20) + 1))))
                .hasMessageContaining("100 MB");
    }

    @Test
    void a_long_name_keeps_its_ending() throws Exception {
        SendableFile file = SendableFile.of(Files.file("ä".repeat(400) + ".pdf", "application/pdf", Files.pdf()));
        assertThat(file.fileName()).endsWith("ä.pdf").hasSizeLessThanOrEqualTo(200);
    }

    /** A document whose length is only said. */
    private static OutboundAttachment large(long length) {
        return new OutboundAttachment("a.pdf", "application/pdf", null, new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public String sha256() {
                return "0".repeat(64);
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(Files.pdf());
            }
        });
    }
}
