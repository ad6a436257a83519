package io.deskwire.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Holds the guides against what the channels really read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuidesTest {

    /** Fields that are looked at only beside others, or that take an object too. */
    private static final Map<String, Set<String>> READ_ELSEWHERE = Map.of(
            "gmail", Set.of("service_account_json", "client_secret"),
            "whatsapp-meta", Set.of("window_fallback_template"),
            "whatsapp-360dialog", Set.of("window_fallback_template"),
            "whatsapp-twilio", Set.of("window_fallback_template"),
            "imap", Set.of("client_id", "client_secret", "token_url", "authorize_url", "scope"),
            "pop3", Set.of("client_id", "client_secret", "token_url", "authorize_url", "scope"));

    private final Guides guides = new Guides();
    private Installation installation;
    private Channels channels;

    @BeforeAll
    void open(@TempDir Path folder) {
        installation = Installation.open(
                Settings.read(Map.of(Setting.DATA_DIR, folder.toString()), Map.of()), Clock.systemUTC());
        channels = installation.deskwire().channels();
    }

    @AfterAll
    void close() {
        installation.close();
    }

    @Test
    void every_provider_has_a_guide() {
        Set<String> providers = new TreeSet<>();
        guides.all().forEach(guide -> providers.add(guide.provider()));
        assertThat(providers)
                .containsExactly(
                        "aws_ses",
                        "gmail",
                        "imap",
                        "mailgun",
                        "microsoft365",
                        "pop3",
                        "postmark",
                        "sendgrid",
                        "whatsapp");
    }

    @Test
    void what_a_channel_keeps_secret_is_written_only_and_nothing_else_is() {
        for (Guide guide : guides.all()) {
            Set<String> secret = new TreeSet<>();
            Set<String> names = new TreeSet<>();
            guide.fields().forEach(field -> {
                assertThat(names.add(field.name()))
                        .as(guide.id() + " " + field.name())
                        .isTrue();
                if (field.kind().isSecret()) {
                    secret.add(field.name());
                }
            });
            Set<String> expected = new TreeSet<>(channels.secretFields(guide.provider()));
            // Connecting the account writes it.
            expected.remove("refresh_token");
            if (guide.id().equals("whatsapp-twilio")) {
                expected.remove("webhook_verify_token");
            }
            assertThat(secret).as(guide.id()).isEqualTo(expected);
        }
    }

    @Test
    void every_field_is_one_that_the_channel_reads() {
        for (Guide guide : guides.all()) {
            for (Guide.Field field : guide.fields()) {
                if (READ_ELSEWHERE.getOrDefault(guide.id(), Set.of()).contains(field.name())) {
                    continue;
                }
                Map<String, Object> config = new HashMap<>(guide.fixed());
                config.put(field.name(), Map.of("no", "such value"));
                assertThat(problems(guide, config))
                        .as(guide.id() + " with nonsense in " + field.name())
                        .extracting(ConfigProblem::path)
                        .contains("config." + field.name());
            }
        }
    }

    @Test
    void an_empty_form_names_every_required_field() {
        for (Guide guide : guides.all()) {
            List<ConfigProblem> problems = problems(guide, new HashMap<>(guide.fixed()));
            for (Guide.Field field : guide.fields()) {
                if (field.required()) {
                    assertThat(problems)
                            .as(guide.id() + " " + field.name())
                            .extracting(ConfigProblem::path)
                            .contains("config." + field.name());
                }
            }
        }
    }

    @Test
    void a_channels_guide_is_found_by_its_flavour() {
        assertThat(guides.of(channel("whatsapp", Map.of())).orElseThrow().id()).isEqualTo("whatsapp-meta");
        assertThat(guides.of(channel("whatsapp", Map.of("flavour", "twilio")))
                        .orElseThrow()
                        .id())
                .isEqualTo("whatsapp-twilio");
        assertThat(guides.of(channel("imap", Map.of())).orElseThrow().id()).isEqualTo("imap");
        assertThat(guides.of(channel("none", Map.of()))).isEmpty();
    }

    private List<ConfigProblem> problems(Guide guide, Map<String, Object> config) {
        return channels.check(channel(guide.provider(), config));
    }

    private static ChannelConfig channel(String provider, Map<String, Object> config) {
        return ChannelConfig.of("t", "c", provider, config, "a@t.example");
    }
}
