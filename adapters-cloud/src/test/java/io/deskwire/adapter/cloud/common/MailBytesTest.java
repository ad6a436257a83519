package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import io.deskwire.testkit.MessageSamples;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailBytesTest {

    private static OutboundAttachment file(String name, @Nullable String cid, int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return new OutboundAttachment(name, "application/pdf", cid, Content.of(bytes));
    }

    @Test
    void the_bytes_are_the_composers_in_whatever_order_the_files_stand() throws Exception {
        OutboundMessage message = MessageSamples.outbound()
                .subject("Räksmörgås")
                .text("Hej")
                .html("<p>Hej <img src=\"cid:logo\"></p>")
                .attach(file("a.pdf", null, 100_000))
                .attach(file("logo.png", "logo", 58))
                .attach(file("leer.pdf", null, 0))
                .attach(file("b.pdf", "unused", 57))
                .build();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        new MimeComposer().write(message, expected);

        MailBytes mail = MailBytes.of(message);

        assertThat(mail.open().readAllBytes()).isEqualTo(expected.toByteArray());
        assertThat(mail.open().readAllBytes()).isEqualTo(expected.toByteArray());
        assertThat(mail.length()).isEqualTo(expected.size());
    }

    @Test
    void a_file_is_not_opened_before_it_is_read_and_its_size_counts_encoded() {
        Content unread = new Content() {
            @Override
            public long length() {
                return 3_000_000;
            }

            @Override
            public String sha256() {
                throw new AssertionError("read");
            }

            @Override
            public InputStream open() {
                throw new AssertionError("read");
            }
        };
        OutboundMessage message = MessageSamples.outbound()
                .attach(new OutboundAttachment("big.bin", "application/octet-stream", null, unread))
                .build();

        assertThat(MailBytes.of(message).length()).isGreaterThan(4_000_000);
        assertThat(MailBytes.problems(message, 5_000_000)).isEmpty();
        assertThat(MailBytes.problems(message, 4_000_000))
                .extracting(MessageProblem::field)
                .containsExactly("attachments");
    }
}
