package io.deskwire.testkit.cloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers what only looks at the simulated SES: account, identities, event destinations. */
final class SesLookFace {

    private final Set<String> identities;
    private final Map<String, String> configurationSets;

    /**
     * @param configurationSets each with its topic's name
     */
    SesLookFace(Set<String> identities, Map<String, String> configurationSets) {
        this.identities = identities;
        this.configurationSets = configurationSets;
    }

    Reply answer(String path, boolean sendingEnabled, int sent) {
        String[] parts = path.split("/", -1);
        if (path.equals("/v2/email/account")) {
            Map<String, Object> quota = Map.of("Max24HourSend", 50000, "MaxSendRate", 14, "SentLast24Hours", sent);
            return Reply.json(
                    200,
                    Map.of(
                            "SendingEnabled",
                            sendingEnabled,
                            "ProductionAccessEnabled",
                            true,
                            "EnforcementStatus",
                            "HEALTHY",
                            "SendQuota",
                            quota));
        } else if (path.startsWith("/v2/email/identities/")) {
            return identity(decoded(parts[parts.length - 1]));
        }
        return path.endsWith("/event-destinations")
                ? destinations(decoded(parts[parts.length - 2]))
                : error(404, "NotFoundException", "");
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private Reply identity(String name) {
        Map<String, Object> dkim =
                Map.of("SigningEnabled", true, "Status", "SUCCESS", "Tokens", List.of("t1", "t2", "t3"));
        return identities.contains(name)
                ? Reply.json(200, Map.of("VerifiedForSendingStatus", true, "DkimAttributes", dkim))
                : error(404, "NotFoundException", "Email identity " + name + " does not exist.");
    }

    private Reply destinations(String set) {
        String topic = configurationSets.get(set);
        if (topic == null) {
            return error(404, "NotFoundException", "Configuration set <" + set + "> does not exist.");
        }
        Map<String, Object> one = Map.of("Name", "desk", "Enabled", true, "SnsDestination", Map.of("TopicArn", topic));
        return Reply.json(200, Map.of("EventDestinations", List.of(one)));
    }

    /** A refusal as SES words it: its kind stands in a header. */
    static Reply error(int status, String code, String message) {
        return Reply.json(status, Map.of("message", message))
                .withHeader("x-amzn-ErrorType", code + ":http://internal.amazon.com/coral/com.amazonaws.ses/");
    }
}
