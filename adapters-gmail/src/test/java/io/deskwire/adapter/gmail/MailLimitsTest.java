package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailLimitsTest {

    @Test
    void the_length_told_beforehand_is_that_of_the_mail() throws Exception {
        for (int size : List.of(0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 10_000)) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            OutboundMessage message = MessageSamples.outbound()
                    .subject("Grüße")
                    .html("<p>see <img src=\"cid:logo\"></p>")
                    .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, Content.of(bytes)))
                    .attach(new OutboundAttachment("logo.png", "image/png", "logo", Content.of(bytes)))
                    .build();

            ComposedMail mail = ComposedMail.of(message, message.recipients());
            assertThat(MailLimits.length(message))
                    .as("files of " + size)
                    .isEqualTo(mail.length())
                    .isEqualTo(mail.bytes().length);
        }
    }

    @Test
    void a_mail_as_large_as_gmail_takes_passes_and_one_byte_more_does_not() {
        long frame = MailLimits.length(withFile(0));
        long most = 27_000_000;
        while (MailLimits.length(withFile(most)) > MailLimits.LARGEST) {
            most -= 3;
        }
        while (MailLimits.length(withFile(most + 1)) <= MailLimits.LARGEST) {
            most++;
        }

        assertThat(frame).isLessThan(2_000);
        assertThat(MailLimits.problems(withFile(most))).isEmpty();
        assertThat(MailLimits.problems(withFile(most + 1)))
                .extracting(MessageProblem::field)
                .containsExactly("attachments");
    }

    @Test
    void more_than_five_hundred_people_are_too_many() {
        assertThat(MailLimits.problems(to(500))).isEmpty();
        assertThat(MailLimits.problems(to(501))).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("to");
            assertThat(problem.message()).contains("500");
        });
    }

    @Test
    void what_is_no_mail_is_told_before_it_is_queued() {
        OutboundSample message = MessageSamples.outbound();

        assertThat(MailLimits.problems(message.subject("two\r\nlines").build())).isNotEmpty();
        assertThat(MailLimits.problems(MessageSamples.outbound()
                        .rich(new RichContent.Reaction("r1", "x@y", "\ud83d\udc4d"))
                        .build()))
                .extracting(MessageProblem::field)
                .contains("template");
    }

    @Test
    void the_mail_names_only_whom_it_is_for() throws Exception {
        OutboundMessage message = MessageSamples.outbound()
                .to("ann@customer.example", "carol@customer.example")
                .cc("bo@customer.example")
                .build();

        ComposedMail mail = ComposedMail.of(message, List.of(Address.email("bo@customer.example")));
        String text = new String(mail.bytes(), StandardCharsets.US_ASCII);

        assertThat(text)
                .contains("To: bo@customer.example\r\n")
                .contains("X-Deskwire-Message-ID: <" + message.messageId() + ">\r\n")
                .doesNotContain("ann@", "carol@", "Cc:");
    }

    private static OutboundMessage to(int people) {
        return MessageSamples.outbound()
                .to(IntStream.range(0, people)
                        .mapToObj(i -> "p" + i + "@customer.example")
                        .toArray(String[]::new))
                .build();
    }

    private static OutboundMessage withFile(long length) {
        return MessageSamples.outbound()
                .id("one")
                .messageId("one@tenant.example")
                .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, new Unread(length)))
                .build();
    }

    /** A file that only says how long it is. */
    private record Unread(long length) implements Content {
        @Override
        public String sha256() {
            throw new AssertionError("no file is read");
        }

        @Override
        public InputStream open() {
            throw new AssertionError("no file is read");
        }
    }
}
