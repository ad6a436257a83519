package io.deskwire.testkit.cloud;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Answers what is asked of the simulated SNS: its certificate, confirmations, lists of subscriptions. */
final class SnsFace {

    private final Map<String, SnsTopic> topics;
    private final AwsKeys keys;
    private final String region;
    private final InstantSource clock;

    SnsFace(Map<String, SnsTopic> topics, AwsKeys keys, String region, InstantSource clock) {
        this.topics = topics;
        this.keys = keys;
        this.region = region;
        this.clock = clock;
    }

    Reply answer(ReceivedRequest request, String path) {
        if (path.endsWith(".pem")) {
            return path.equals(SnsSigner.CERTIFICATE)
                    ? Reply.text(200, "application/x-pem-file", SnsSigner.certificate())
                    : Reply.empty(404);
        }
        String action = request.parameter("Action").orElse("");
        SnsTopic topic = topics.get(request.parameter("TopicArn").orElse(""));
        if (topic == null) {
            return error(404, "NotFound", "Topic does not exist");
        }
        if (action.equals("ConfirmSubscription")) {
            return topic.confirm(request.parameter("Token").orElse(""))
                    .map(arn -> Reply.text(
                            200,
                            "text/xml",
                            "<ConfirmSubscriptionResponse><ConfirmSubscriptionResult><SubscriptionArn>" + arn
                                    + "</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"))
                    .orElseGet(() -> error(400, "InvalidParameter", "Invalid parameter: Token"));
        }
        Optional<String> refusal = AwsSignatureCheck.refusal(request, keys, region, "sns", clock.instant());
        if (refusal.isPresent()) {
            return error(403, refusal.get(), "refused by the simulator");
        }
        return action.equals("ListSubscriptionsByTopic")
                ? Reply.text(200, "text/xml", topic.listed())
                : error(400, "InvalidAction", "unknown action");
    }

    private static Reply error(int status, String code, String message) {
        return Reply.text(
                status,
                "text/xml",
                "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error></ErrorResponse>");
    }
}
