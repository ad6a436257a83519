package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that could add a header or a command leaves the composer (RFC 5322 section 2.2). */
class ComposerRefusalTest {

    private final MimeComposer composer = new MimeComposer();

    @ParameterizedTest
    @MethodSource("injections")
    void a_line_break_anywhere_in_a_header_is_refused_before_the_first_byte(Consumer<RoundTripTest.Draft> injection) {
        RoundTripTest.Draft draft = new RoundTripTest.Draft();
        injection.accept(draft);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> composer.write(draft.build(), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CR, LF or NUL")
                .hasMessageNotContaining("evil");
        assertThat(out.size()).isZero();
    }

    static Stream<Consumer<RoundTripTest.Draft>> injections() {
        Content x = Content.of(new byte[1]);
        return Stream.of(
                d -> d.subject = "x\r\nBcc: evil@x.example",
                d -> d.subject = "x\nevil",
                d -> d.subject = "x\0evil",
                d -> d.messageId = "evil\r\n@x",
                d -> d.inReplyTo = "evil\n@x",
                d -> d.references = List.of("a@b", "evil\r@x"),
                d -> d.attachments.add(new OutboundAttachment("evil\r\n.pdf", "a/b", null, x)),
                d -> d.attachments.add(new OutboundAttachment("a.pdf", "a/b\r\nevil: 1", null, x)),
                d -> d.attachments.add(new OutboundAttachment("a.pdf", "a/b", "evil\n", x)));
    }

    @Test
    void a_local_part_outside_ascii_is_named_as_the_problem_and_a_domain_outside_ascii_is_none() throws IOException {
        RoundTripTest.Draft local = new RoundTripTest.Draft();
        local.to = List.of(Address.email("jörg@kunde.example"));
        RoundTripTest.Draft domain = new RoundTripTest.Draft();
        domain.to = List.of(Address.email("joerg@käse.example"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        composer.write(domain.build(), out);

        assertThat(composer.check(local.build())).singleElement().asString().contains("to:", "SMTPUTF8");
        assertThat(out.toString(StandardCharsets.US_ASCII)).contains("To: joerg@xn--kse-qla.example\r\n");
    }

    @Test
    void addresses_that_are_none_are_all_named_at_once() {
        RoundTripTest.Draft draft = new RoundTripTest.Draft();
        draft.from = Address.email("no-at-sign");
        draft.to = List.of(
                new Address(Address.Kind.PHONE, "+15551234567", null),
                Address.email("a@b c"),
                Address.email("\"x\"y\"@b.example"),
                Address.email("a@b>,<evil@x.example"));

        assertThat(composer.check(draft.build())).hasSize(5);
    }

    @Test
    void ids_from_strangers_that_cannot_stand_in_a_header_are_left_out() throws IOException {
        RoundTripTest.Draft draft = new RoundTripTest.Draft();
        draft.inReplyTo = "with blank@x.example";
        draft.references = List.of("good@x.example", "ümlaut@x.example", "<bracket@x.example");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        composer.write(draft.build(), out);

        assertThat(out.toString(StandardCharsets.US_ASCII))
                .contains("References: <good@x.example>\r\n")
                .doesNotContain("In-Reply-To", "bracket", "mlaut");
    }

    @Test
    void a_message_as_a_file_is_not_sent_base64_under_a_composite_type() throws IOException {
        RoundTripTest.Draft draft = new RoundTripTest.Draft();
        draft.attachments.add(new OutboundAttachment("a.eml", "message/rfc822", null, Content.of(new byte[3])));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        composer.write(draft.build(), out);

        assertThat(out.toString(StandardCharsets.US_ASCII))
                .contains(
                        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"a.eml\"");
    }
}
