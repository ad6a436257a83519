package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.unique;
import static io.deskwire.testkit.contract.Sent.answer;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Files of outbound messages: kept with the message, whatever becomes of where they came from. */
public interface OutboxFilesContract extends StoresHarness {

    @Test
    default void files_are_stored_with_the_message() {
        Stores stores = stores();
        byte[] large = Given.bytes(2_000_003, 7);
        AtomicBoolean gone = new AtomicBoolean();
        Content fleeting = new Content() {
            private final Content kept = Content.of(large);

            @Override
            public long length() {
                return kept.length();
            }

            @Override
            public String sha256() {
                return kept.sha256();
            }

            @Override
            public InputStream open() throws IOException {
                if (gone.get()) {
                    throw new IOException("the upload is gone");
                }
                return kept.open();
            }
        };
        OutboundMessage message = answer(unique("conversation"))
                .attach(new OutboundAttachment("Bild ü.png", "image/png", "cid@x", fleeting))
                .attach(MessageSamples.textFile("empty.txt", ""))
                .build();
        stores.outbox().stage(message, null, NOW, true);
        gone.set(true);

        for (OutboundMessage seen : List.of(
                stored(reopen(stores), message).message(),
                claimOnly(stores.outbox(), ACME, NOW).job().message())) {
            assertThat(seen.attachments())
                    .extracting(OutboundAttachment::fileName)
                    .containsExactly("Bild ü.png", "empty.txt");
            OutboundAttachment image = seen.attachments().get(0);
            assertThat(image.contentType()).isEqualTo("image/png");
            assertThat(image.contentId()).isEqualTo("cid@x");
            assertThat(image.content().length()).isEqualTo(large.length);
            assertThat(image.content().sha256()).isEqualTo(fleeting.sha256());
            assertThat(Content.of(Given.bytes(image.content())).sha256()).isEqualTo(fleeting.sha256());
            assertThat(Given.bytes(seen.attachments().get(1).content())).isEmpty();
        }
    }

    @Test
    default void a_file_that_cannot_be_read_stages_nothing() {
        Stores stores = stores();
        Content broken = new Content() {
            @Override
            public long length() {
                return 3;
            }

            @Override
            public String sha256() {
                return "00";
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("disk gone");
            }
        };
        OutboundMessage message = answer(unique("conversation"))
                .attach(MessageSamples.textFile("good.txt", "good"))
                .attach(new OutboundAttachment("bad.txt", "text/plain", null, broken))
                .build();

        assertThatThrownBy(() -> stores.outbox().stage(message, "key", NOW, true))
                .isInstanceOf(RuntimeException.class)
                .hasRootCauseMessage("disk gone");

        assertThat(stores.outbox().staged(ACME, "key")).isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isZero();
        assertThat(stores.conversations().message(ACME, message.id())).isEmpty();
        assertThat(stores.conversations().find(ACME, message.conversationId())).isEmpty();
    }

    @Test
    default void uploaded_bytes_are_stored_and_can_be_attached() throws IOException {
        Stores stores = stores();
        byte[] bytes = Given.bytes(1_000_001, 8);

        Content upload = stores.outbox().store(ACME, new ByteArrayInputStream(bytes));

        assertThat(upload.length()).isEqualTo(bytes.length);
        assertThat(upload.sha256()).isEqualTo(Content.of(bytes).sha256());
        assertThat(Given.bytes(upload)).isEqualTo(bytes);
        assertThat(Given.bytes(upload)).as("opened again").isEqualTo(bytes);
        OutboundMessage message = answer(unique("conversation"))
                .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, upload))
                .build();
        stores.outbox().stage(message, null, NOW, true);
        assertThat(Given.bytes(stored(reopen(stores), message)
                        .message()
                        .attachments()
                        .get(0)
                        .content()))
                .isEqualTo(bytes);
    }

    @Test
    default void an_upload_that_breaks_is_told() {
        Stores stores = stores();
        assertThatThrownBy(() -> stores.outbox().store(ACME, new BrokenStream(100)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }
}
