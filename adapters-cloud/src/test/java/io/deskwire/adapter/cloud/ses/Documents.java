package io.deskwire.adapter.cloud.ses;

import io.deskwire.config.ChannelConfig;
import java.util.HashMap;
import java.util.Map;

/** Documents of channels. */
final class Documents {

    private Documents() {}

    /** A whole one for a topic, with changes; an empty value takes a name away. */
    static ChannelConfig config(String tenantId, Map<String, Object> changes) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "access_key_id", "AKIDEXAMPLE",
                "secret_access_key", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "region", "eu-west-1",
                "topic_arn", Vectors.TOPIC,
                "s3_bucket", "desk-inbound-mail",
                "s3_prefix", "inbound/",
                "email_address", "support@desk.example"));
        document.putAll(changes);
        document.values().removeIf(value -> value.equals(""));
        return ChannelConfig.of(tenantId, "mail", "aws_ses", document, null);
    }

    static SesSettings settings(Map<String, Object> changes) {
        return SettingsParser.parse(config("acme", changes));
    }
}
