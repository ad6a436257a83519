package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedWindowTest {

    private final Simulated provider = new Simulated(Flavour.META)
            .with("window_fallback_template", Map.of("name", "still_there", "language", "en"));

    @AfterEach
    void stop() {
        provider.close();
    }

    private ServiceWindow window() {
        return provider.channel(ACME).outbound().orElseThrow().serviceWindow().orElseThrow();
    }

    private void listed(SimulatedTemplate template) throws Exception {
        provider.number(ACME).templates().add(template);
        provider.channel(ACME).templates().orElseThrow().refresh(provider.clock.instant());
    }

    private static RichContent.Template template(OutboundMessage message) {
        return (RichContent.Template) Objects.requireNonNull(message.rich());
    }

    private OutboundMessage longText() {
        return provider.message(ACME)
                .text("Dear Ann,\n\n\tit    works.\r\n" + "word ".repeat(100))
                .build();
    }

    @Test
    void it_is_open_for_a_day_less_a_margin_and_templates_do_not_need_it() {
        assertThat(window().length()).isEqualTo(Duration.ofHours(24).minusMinutes(2));
        assertThat(window().needs(provider.message(ACME).text("x").build())).isTrue();
        assertThat(window().needs(provider.message(ACME)
                        .rich(RichContent.Template.of("t", "en", List.of()))
                        .build()))
                .isFalse();
    }

    @Test
    void a_template_with_one_variable_takes_the_text() throws Exception {
        listed(SimulatedTemplate.of("still_there", "en", "We answered: {{1}} Reply to go on."));
        OutboundMessage instead = window().fallback(longText()).orElseThrow();
        assertThat(instead.text()).isEqualTo(longText().text());
        assertThat(instead.messageId()).isNotBlank();
        RichContent.Template template = template(instead);
        assertThat(template.parameters())
                .singleElement()
                .satisfies(p -> assertThat(p.value())
                        .startsWith("Dear Ann, it works. word")
                        .endsWith("word")
                        .doesNotContainPattern("\\s\\s"));
        assertThat(provider.channel(ACME).outbound().orElseThrow().problems(instead))
                .isEmpty();
        provider.ann(ACME).wroteAt(provider.clock.instant().minus(Duration.ofDays(9)));
        assertThat(provider.send(instead)).isInstanceOf(HandedOver.class);
        assertThat(provider.ann(ACME).received().get(0).text().length()).isLessThanOrEqualTo(1024);
    }

    @Test
    void a_named_variable_takes_it_too() throws Exception {
        listed(SimulatedTemplate.of("still_there", "en", "We answered: {{answer}}"));
        provider.ann(ACME).wroteAt(provider.clock.instant().minus(Duration.ofDays(9)));
        provider.send(window().fallback(longText()).orElseThrow());
        assertThat(provider.ann(ACME).received().get(0).text()).startsWith("We answered: Dear Ann, it works.");
    }

    @Test
    void a_template_without_variables_stands_alone() throws Exception {
        listed(SimulatedTemplate.of("still_there", "en", "Please write to us."));
        OutboundMessage instead = window().fallback(longText()).orElseThrow();
        assertThat(template(instead).parameters()).isEmpty();
        assertThat(instead.text()).startsWith("Please write to us.").contains("Not sent", "Dear Ann");
    }

    @Test
    void a_text_that_does_not_fit_is_not_cut() throws Exception {
        listed(SimulatedTemplate.of("still_there", "en", "We answered: {{1}} Reply to go on."));
        OutboundMessage tooLong =
                provider.message(ACME).text("word ".repeat(300)).build();
        assertThat(window().fallback(tooLong)).isEmpty();
    }

    @Test
    void one_that_was_never_listed_is_taken_to_have_one_variable() {
        RichContent.Template template = template(window().fallback(longText()).orElseThrow());
        assertThat(template.parameters()).hasSize(1);
    }

    @Test
    void what_cannot_stand_in_does_not() throws Exception {
        listed(SimulatedTemplate.of("other", "en", "Hello."));
        assertThat(window().fallback(longText())).isEmpty();
        listed(SimulatedTemplate.of("still_there", "en", "{{1}} and {{2}}"));
        assertThat(window().fallback(longText())).isEmpty();
        listed(SimulatedTemplate.of("still_there", "en", "Hello {{1}}.").withMediaHeader("IMAGE"));
        assertThat(window().fallback(longText())).isEmpty();
        listed(SimulatedTemplate.of("still_there", "en", "Hello {{1}}.").withStatus("PAUSED"));
        assertThat(window().fallback(longText())).isEmpty();
        listed(SimulatedTemplate.of("still_there", "en", "Hello {{1}}."));
        OutboundMessage withFile = provider.message(ACME)
                .text("x")
                .attach(Files.file("a.jpg", "image/jpeg", Files.jpeg()))
                .build();
        assertThat(window().fallback(withFile)).isEmpty();
        assertThat(window().fallback(longText())).isPresent();
    }

    @Test
    void nobody_chose_a_template() {
        try (Simulated plain = new Simulated(Flavour.META)) {
            assertThat(plain.channel(ACME)
                            .outbound()
                            .orElseThrow()
                            .serviceWindow()
                            .orElseThrow()
                            .fallback(plain.message(ACME).text("x").build()))
                    .isEmpty();
        }
    }
}
