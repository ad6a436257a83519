package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.ConnectionTest.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTestTest {

    private static final String HOOK = "http://127.0.0.1:9/webhooks";

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void the_test_reports_every_stage(Flavour flavour) {
        try (Simulated provider = new Simulated(flavour).with("webhook_url", HOOK)) {
            provider.number(ACME).sendWebhooksTo(HOOK);
            List<Stage> seen = new ArrayList<>();
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(seen::add);
            assertThat(seen).isEqualTo(stages);
            List<String> expected = new ArrayList<>(List.of("dns", "tcp", "token", "number", "subscription"));
            if (flavour != Flavour.TWILIO) {
                expected.add("templates");
            }
            expected.add("webhook");
            assertThat(stages)
                    .extracting(s -> s.name().replace("whatsapp.", ""))
                    .isEqualTo(expected);
            if (flavour == Flavour.DIALOG_360) {
                assertThat(stages)
                        .filteredOn(s -> !s.ok())
                        .extracting(Stage::name)
                        .containsExactly("whatsapp.subscription");
            } else {
                assertThat(stages).allMatch(Stage::ok);
            }
        }
    }

    @Test
    void a_failed_stage_says_what_to_do_and_ends_what_depends_on_it() {
        try (Simulated provider = new Simulated(Flavour.META).with("api_key", "wrong-key-1234")) {
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(stage -> {});
            assertThat(stages)
                    .extracting(s -> s.name() + " " + s.ok())
                    .containsExactly(
                            "whatsapp.dns true", "whatsapp.tcp true", "whatsapp.token false", "whatsapp.webhook true");
            assertThat(stages.get(2).hint()).isNotBlank();
            assertThat(stages.toString()).doesNotContain("wrong-key-1234");
        }
        try (Simulated provider = new Simulated(Flavour.META).with("api_base_url", "http://127.0.0.1:1/v25.0")) {
            List<Stage> stages = provider.channel(ACME).test().orElseThrow().run(stage -> {});
            assertThat(stages)
                    .extracting(s -> s.name() + " " + s.ok())
                    .containsExactly("whatsapp.dns true", "whatsapp.tcp false", "whatsapp.webhook true");
        }
    }
}
