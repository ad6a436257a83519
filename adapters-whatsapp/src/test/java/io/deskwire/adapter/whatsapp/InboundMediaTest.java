package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundMediaTest {

    private static @Nullable MediaPart of(String name, int index) throws IOException {
        return InboundMedia.of(Content.of(Bodies.read(name)), Map.of(), index);
    }

    @Test
    void a_file_of_meta_is_named_by_id_address_type_and_hash() throws IOException {
        assertThat(of("in/image.json", 0))
                .isEqualTo(new MediaPart(
                        "1003383421387256",
                        "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1003383421387256&source=webhook"
                                + "&ext=1744345000&hash=EXAMPLE",
                        "image.jpg",
                        "image/jpeg",
                        "49f227634806293b0995459bc310b593e1400f41591efcf07e9bced335f41942"));
        assertThat(of("in/image.json", 1)).isNull();
        assertThat(of("in/text.json", 0)).isNull();
        assertThat(Objects.requireNonNull(of("onprem/inbound-voice.json", 0)).id())
                .isEqualTo("463eb7ec-ff4b-4d9b-b110-0879cbc11b2");
    }

    @Test
    void a_file_of_twilio_is_named_by_its_address() throws IOException {
        MediaPart part = Objects.requireNonNull(of("twilio/image.form", 0));
        assertThat(part.id()).isNull();
        assertThat(part.url()).startsWith("https://api.twilio.com/2010-04-01/Accounts/AC");
        assertThat(of("twilio/image.form", 1)).isNull();
        assertThat(of("twilio/location.form", 0)).isNull();
    }

    @Test
    void files_are_not_in_the_webhook() {
        Content raw = Content.of(Bodies.read("in/image.json"));
        assertThatThrownBy(() -> new WhatsAppDecoder().attachment(raw, Map.of(), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fetched apart");
        assertThatThrownBy(() -> new TwilioDecoder().attachment(raw, Map.of(), 0))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=, 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ, 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824, 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "nonsense,",
        "LPJNul+w,"
    })
    void a_hash_is_read_in_either_way_of_writing(String written, String expected) {
        assertThat(MediaPart.hash(written)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'Rechnung März 2026.pdf', 'Rechnung März 2026.pdf'",
        "'../../etc/passwd', passwd",
        "'C:\\Users\\x\\a.txt', a.txt",
        "'a\nb.pdf', 'a b.pdf'",
        "'...', document.pdf",
        "' ', document.pdf",
        "'a<b>:c?.pdf', 'a_b__c_.pdf'"
    })
    void a_file_name_is_made_safe(String given, String expected) {
        Map<String, Object> media = Map.of("id", "1", "mime_type", "application/pdf; x=y", "filename", given);
        assertThat(MediaPart.of("document", media).fileName()).isEqualTo(expected);
        assertThat(MediaPart.of("document", media).contentType()).isEqualTo("application/pdf");
    }

    @Test
    void a_long_file_name_keeps_its_ending() {
        String name = MediaPart.of("document", Map.of("id", "1", "filename", "a".repeat(500) + ".docx"))
                .fileName();
        assertThat(name).hasSize(150).endsWith("a.docx");
    }

    @ParameterizedTest
    @CsvSource({
        "image, image/png, image.png",
        "video, video/3gpp, video.3gp",
        "audio, audio/mpeg, audio.mp3",
        "document, application/vnd.oasis.opendocument.text, document.bin",
        "document, not a type, document.bin",
        "sticker, , sticker.webp"
    })
    void a_file_without_a_name_gets_one_by_its_type(String type, String contentType, String expected) {
        Map<String, Object> media =
                contentType == null ? Map.of("id", "1") : Map.of("id", "1", "mime_type", contentType);
        Attachment attachment = MediaPart.of(type, media).attachment(0);
        assertThat(attachment.fileName()).isEqualTo(expected);
        assertThat(attachment.state()).isEqualTo(Attachment.State.PENDING);
    }
}
