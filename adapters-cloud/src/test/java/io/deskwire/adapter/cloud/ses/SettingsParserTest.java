package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsParserTest {

    @Test
    void a_whole_document_is_read() {
        SesSettings settings = Documents.settings(Map.of(
                "session_token", "FwoG",
                "configuration_set", "desk-events",
                "s3_base_url", "http://127.0.0.1:1/s3/",
                "require_signature_v2", "true"));

        assertThat(settings.apiBase()).isEqualTo(URI.create("https://email.eu-west-1.amazonaws.com"));
        assertThat(settings.topicArns()).containsExactly(Vectors.TOPIC);
        assertThat(settings.bucket()).isEqualTo("desk-inbound-mail");
        assertThat(settings.s3Base()).isEqualTo(URI.create("http://127.0.0.1:1/s3"));
        assertThat(settings.requireSignatureV2()).isTrue();
        assertThat(settings.ownAddresses()).containsExactly("support@desk.example");
        assertThat(settings.toString()).doesNotContain("wJalrX").doesNotContain("FwoG");
    }

    @Test
    void regions_have_hosts_of_their_own() {
        assertThat(Documents.settings(Map.of("region", "cn-north-1")).apiBase())
                .isEqualTo(URI.create("https://email.cn-north-1.amazonaws.com.cn"));
        assertThat(Regions.wireMessageId("0102", "us-east-1")).isEqualTo("0102@email.amazonses.com");
        assertThat(Regions.wireMessageId("0102", "eu-west-1")).isEqualTo("0102@eu-west-1.amazonses.com");
    }

    @Test
    void everything_that_is_missing_is_named_at_once() {
        List<ConfigProblem> problems =
                SettingsParser.check(ChannelConfig.of("acme", "mail", "aws_ses", Map.of(), null));

        assertThat(problems)
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder(
                        "config.access_key_id", "config.secret_access_key", "config.region", "config.topic_arn");
    }

    @Test
    void each_wrong_value_is_named() {
        Map<String, Object> wrong = Map.of(
                "access_key_id", "AK ID",
                "secret_access_key", "with blank",
                "session_token", " ",
                "region", "Europe",
                "topic_arn", List.of(Vectors.TOPIC, "arn:aws:sqs:eu-west-1:111122223333:q"),
                "s3_bucket", "Not/A/Bucket",
                "email_address", "nobody",
                "configuration_set", "with blank",
                "api_base_url", "ftp://x",
                "verification", "never");

        assertThat(SettingsParser.check(Documents.config("acme", wrong)))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrderElementsOf(
                        wrong.keySet().stream().map(name -> "config." + name).toList());
    }

    @Test
    void without_a_topic_a_channel_can_only_observe() {
        assertThat(SettingsParser.check(Documents.config("acme", Map.of("topic_arn", ""))))
                .extracting(ConfigProblem::path)
                .containsExactly("config.topic_arn");
        assertThat(SettingsParser.check(Documents.config("acme", Map.of("topic_arn", "", "verification", "observe"))))
                .isEmpty();
    }

    @Test
    void objects_lie_in_the_buckets_host_unless_a_dot_forbids_it() {
        assertThat(ObjectAddress.of(Documents.settings(Map.of()), "inbound/a b"))
                .isEqualTo(URI.create("https://desk-inbound-mail.s3.eu-west-1.amazonaws.com/inbound/a%20b"));
        assertThat(ObjectAddress.of(Documents.settings(Map.of("s3_bucket", "mail.desk.example")), "k"))
                .isEqualTo(URI.create("https://s3.eu-west-1.amazonaws.com/mail.desk.example/k"));
        assertThat(ObjectAddress.isPlain("inbound/../other/key")).isFalse();
        assertThat(ObjectAddress.isPlain("inbound/a..b")).isTrue();
    }
}
