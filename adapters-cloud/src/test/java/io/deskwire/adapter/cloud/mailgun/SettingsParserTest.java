package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"api_key\":null}|config.api_key",
                "{\"api_key\":\"a b\"}|config.api_key",
                "{\"domain\":null}|config.domain",
                "{\"domain\":\"a/../b\"}|config.domain",
                "{\"domain\":\"a..b\"}|config.domain",
                "{\"webhook_secret\":\"\"}|config.webhook_secret",
                "{\"webhook_secret\":\" \"}|config.webhook_secret",
                "{\"webhook_secret\":null}|config.webhook_secret",
                "{\"webhook_secret\":[\"a\",\"b\",\"c\"]}|config.webhook_secret",
                "{\"email_address\":\"nobody\"}|config.email_address",
                "{\"region\":\"asia\"}|config.region",
                "{\"verification\":\"maybe\"}|config.verification",
                "{\"webhook_url\":\"ftp://x\"}|config.webhook_url",
                "{\"api_base_url\":\"https://x.example/?a=b\"}|config.api_base_url"
            })
    void what_is_wrong_is_named(String changes, String path) {
        assertThat(Posts.TYPE.check(Posts.config(changes)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo(path));
    }

    @Test
    void regions_have_addresses_of_their_own() {
        assertThat(SettingsParser.parse(Posts.config("{}")).apiBase()).hasToString("https://api.mailgun.net");
        assertThat(SettingsParser.parse(Posts.config("{\"region\":\"eu\"}")).apiBase())
                .hasToString("https://api.eu.mailgun.net");
        assertThat(SettingsParser.parse(Posts.config("{\"region\":\"eu\",\"api_base_url\":\"http://x:1/\"}"))
                        .apiBase())
                .hasToString("http://x:1");
    }

    @Test
    void secrets_stay_hidden_and_addresses_are_compared_plainly() {
        MailgunSettings settings =
                SettingsParser.parse(Posts.config("{\"email_address\":\"Support+x@In.desk.example\"}"));

        assertThat(settings.toString()).doesNotContain(Posts.KEY).doesNotContain("key-1");
        assertThat(settings.addresses()).containsExactly("support@in.desk.example");
        assertThat(Posts.TYPE.secretFields()).containsExactlyInAnyOrder("api_key", "webhook_secret");
        assertThat(Posts.TYPE.id()).isEqualTo("mailgun");
    }
}
