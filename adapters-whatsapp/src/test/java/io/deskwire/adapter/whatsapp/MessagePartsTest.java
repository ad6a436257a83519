package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Outbound.Part;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagePartsTest {

    private static final OutboundAttachment PHOTO = Files.file("a.jpg", "image/jpeg", Files.jpeg());
    private static final OutboundAttachment PAPER = Files.file("a.pdf", "application/pdf", Files.pdf());
    private static final OutboundAttachment VOICE = Files.file("a.ogg", "audio/ogg", Files.ogg(1));

    private final MessageParts cloud = new MessageParts(Carriage.of(Flavour.META));
    private final MessageParts twilio = new MessageParts(Carriage.of(Flavour.TWILIO));

    private static OutboundSample message() {
        return MessageSamples.outbound().to(ANN).text("");
    }

    @Test
    void a_short_text_is_one_part_and_a_long_one_several() {
        assertThat(cloud.of(message().text("Hi").build())).containsExactly(text("Hi"));
        String sentence = "Another twenty-six letters. ";
        List<Part> parts = cloud.of(message().text(sentence.repeat(300)).build());
        assertThat(parts)
                .hasSize(3)
                .allSatisfy(part ->
                        assertThat(part.text().strip()).endsWith("letters.").hasSizeLessThanOrEqualTo(4000));
        assertThat(parts.get(0).text().length()).isGreaterThan(3900);
        assertThat(twilio.of(message().text(sentence.repeat(100)).build()))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.text()).hasSizeLessThanOrEqualTo(1600));
    }

    @Test
    void text_stands_below_a_single_file_where_that_can_be() {
        assertThat(cloud.of(message().text("Look").attach(PHOTO).build())).containsExactly(captioned("Look", PHOTO));
        assertThat(cloud.of(message().text("Look").attach(PAPER).build())).containsExactly(captioned("Look", PAPER));
        assertThat(twilio.of(message().text("Look").attach(PHOTO).build())).containsExactly(captioned("Look", PHOTO));
        assertThat(twilio.of(message().text("Look").attach(PAPER).build()))
                .containsExactly(text("Look"), captioned("", PAPER));
        assertThat(cloud.of(message().text("Listen").attach(VOICE).build()))
                .containsExactly(text("Listen"), captioned("", VOICE));
        assertThat(cloud.of(message().text("x".repeat(1025)).attach(PHOTO).build()))
                .containsExactly(text("x".repeat(1025)), captioned("", PHOTO));
        assertThat(cloud.of(message().text("😀".repeat(1024)).attach(PHOTO).build()))
                .hasSize(1);
    }

    @Test
    void several_files_are_several_messages_after_the_text() {
        assertThat(cloud.of(message().text("Look").attach(PHOTO).attach(PAPER).build()))
                .containsExactly(text("Look"), captioned("", PHOTO), captioned("", PAPER));
        assertThat(cloud.of(message().attach(PHOTO).build())).containsExactly(captioned("", PHOTO));
    }

    @Test
    void other_content_is_a_part_of_its_own() {
        RichContent place = new RichContent.Location(1, 2, null, null);
        RichContent thumb = new RichContent.Reaction("m", "wamid.A", "👍");
        assertThat(cloud.of(message().text("Here").rich(place).build())).containsExactly(text("Here"), rich(place));
        assertThat(cloud.of(message().text("Yes").rich(thumb).build())).containsExactly(rich(thumb), text("Yes"));
        assertThat(cloud.of(message().rich(thumb).build())).containsExactly(rich(thumb));
    }

    @Test
    void a_template_keeps_its_file_and_the_text_that_the_ticket_shows() {
        RichContent template = RichContent.Template.of("t", "en", List.of());
        assertThat(cloud.of(message()
                        .text("Shown")
                        .html("<b>Shown</b>")
                        .attach(PHOTO)
                        .rich(template)
                        .build()))
                .containsExactly(new Part("Shown", null, List.of(PHOTO), template));
    }

    @Test
    void parts_arrive_one_by_one() throws Exception {
        try (Simulated provider = new Simulated(Flavour.META)) {
            provider.ann(ACME).text("Hello?");
            OutboundMessage draft = provider.message(ACME)
                    .text("a b ".repeat(1500).strip())
                    .attach(PHOTO)
                    .attach(VOICE)
                    .build();
            for (Part part : provider.channel(ACME).outbound().orElseThrow().parts(draft)) {
                provider.send(draft.with(part.text(), part.html(), part.attachments(), part.rich()));
            }
            assertThat(provider.ann(ACME).received())
                    .extracting(ReceivedMessage::type)
                    .containsExactly("text", "text", "image", "audio");
            assertThat(provider.ann(ACME).received())
                    .noneMatch(received -> received.status().equals("failed"));
        }
    }

    private static Part text(String text) {
        return new Part(text, null, List.of(), null);
    }

    private static Part captioned(String text, OutboundAttachment file) {
        return new Part(text, null, List.of(file), null);
    }

    private static Part rich(RichContent rich) {
        return new Part("", null, List.of(), rich);
    }
}
