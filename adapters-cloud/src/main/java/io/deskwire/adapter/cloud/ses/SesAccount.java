package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what has to be set up at SES for mail to go out, each look answering with what is missing, in words for an
 * administrator. Permissions to look are optional: what the key may not see is said, and is no fault.
 */
final class SesAccount {

    /** What one look found. */
    record Found(@Nullable String problem, String words) {
        static Found good(String words) {
            return new Found(null, words);
        }

        static Found wrong(String problem) {
            return new Found(problem, problem);
        }
    }

    private final AwsCalls calls;

    SesAccount(AwsCalls calls) {
        this.calls = calls;
    }

    /** Whether the account may send at all. */
    Found sending() throws ChannelException {
        Optional<Map<String, Object>> account = seen("/v2/email/account");
        if (account.isEmpty()) {
            return Found.good("not looked at: the key may not ses:GetAccount");
        }
        Map<String, Object> tree = account.get();
        if (tree.containsKey("SendingEnabled") && !Tree.isTrue(tree, "SendingEnabled")) {
            return Found.wrong("Sending is paused for the account in this region; see the SES console.");
        }
        String enforcement = Tree.word(tree, "EnforcementStatus");
        if ("SHUTDOWN".equals(enforcement)) {
            return Found.wrong("Amazon has shut sending down for the account; see the SES console.");
        }
        if (tree.containsKey("ProductionAccessEnabled") && !Tree.isTrue(tree, "ProductionAccessEnabled")) {
            return Found.wrong(
                    "The account is in the sandbox: only verified recipients get mail, 200 a day. Request production"
                            + " access in the SES console.");
        }
        return Found.good("sending is enabled, " + quota(Tree.object(tree, "SendQuota")));
    }

    private static String quota(Map<String, Object> quota) {
        return String.valueOf(Tree.word(quota, "SentLast24Hours")) + " of "
                + Tree.word(quota, "Max24HourSend") + " recipients in the last 24 hours, "
                + Tree.word(quota, "MaxSendRate") + " a second";
    }

    /** Whether the address that is sent from is verified, by its domain or by itself. */
    Found identity() throws ChannelException {
        String from = calls.settings().from();
        if (from == null) {
            return Found.good("not looked at: email_address is not given");
        }
        String domain = from.substring(from.lastIndexOf('@') + 1);
        try {
            Optional<Map<String, Object>> ofDomain = seen("/v2/email/identities/" + SigV4.encoded(domain));
            return ofDomain.map(tree -> verified(domain, tree))
                    .orElseGet(() -> Found.good("not looked at: the key may not ses:GetEmailIdentity"));
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
        }
        try {
            return seen("/v2/email/identities/" + SigV4.encoded(from))
                    .map(tree -> verified(from, tree))
                    .orElseGet(() -> Found.good("not looked at: the key may not ses:GetEmailIdentity"));
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            return Found.wrong("Neither the domain " + domain
                    + " nor the address is an identity of SES in this region; create the domain's identity and publish its"
                    + " DNS records.");
        }
    }

    private static Found verified(String identity, Map<String, Object> tree) {
        Map<String, Object> dkim = Tree.object(tree, "DkimAttributes");
        String records = identity.contains("@") ? "" : missingRecords(identity, dkim);
        if (!Tree.isTrue(tree, "VerifiedForSendingStatus")) {
            return Found.wrong("The identity " + identity + " is not verified." + records);
        }
        String status = Tree.word(dkim, "Status");
        if (status != null && !status.equals("SUCCESS") && !records.isEmpty()) {
            return Found.wrong("The identity " + identity + " may send, but its mail is not signed (DKIM " + status
                    + ")." + records);
        }
        Map<String, Object> mailFrom = Tree.object(tree, "MailFromAttributes");
        String mailFromStatus = Tree.word(mailFrom, "MailFromDomainStatus");
        if (mailFromStatus != null && !mailFromStatus.equals("SUCCESS")) {
            return Found.wrong("The MAIL FROM domain " + Tree.word(mailFrom, "MailFromDomain")
                    + " is not set up; publish its MX and SPF records.");
        }
        return Found.good(identity + " is verified" + (status == null ? "" : ", DKIM " + status));
    }

    private static String missingRecords(String domain, Map<String, Object> dkim) {
        List<String> records = new ArrayList<>();
        for (Object token : Tree.list(dkim, "Tokens")) {
            String text = Tree.text(token);
            if (text != null) {
                records.add(text + "._domainkey." + domain + " CNAME " + text + ".dkim.amazonses.com");
            }
        }
        return records.isEmpty() ? "" : " Publish these DNS records: " + String.join("; ", records) + ".";
    }

    /** Whether the configuration set exists and publishes to a topic of the channel. */
    Found events() throws ChannelException {
        String name = calls.settings().configurationSet();
        if (name == null) {
            return Found.good(
                    "not looked at: configuration_set is not given; without one no delivery events come, unless"
                            + " the identity itself notifies a topic");
        }
        Optional<Map<String, Object>> destinations;
        try {
            destinations = seen("/v2/email/configuration-sets/" + SigV4.encoded(name) + "/event-destinations");
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return Found.wrong(
                        "There is no configuration set " + name + " in this region; nothing can be sent with it.");
            }
            throw e;
        }
        if (destinations.isEmpty()) {
            return Found.good("not looked at: the key may not ses:GetConfigurationSetEventDestinations");
        }
        for (Object entry : Tree.list(destinations.get(), "EventDestinations")) {
            Map<String, Object> destination = Tree.object(entry);
            String topic = Tree.word(Tree.object(destination, "SnsDestination"), "TopicArn");
            if (topic != null && calls.settings().topicArns().contains(topic) && Tree.isTrue(destination, "Enabled")) {
                return Found.good("events of " + name + " are published to the topic");
            }
        }
        return Found.wrong("The configuration set " + name
                + " publishes no events to a topic of topic_arn; add an event destination of Amazon SNS.");
    }

    private Optional<Map<String, Object>> seen(String path) throws ChannelException {
        try {
            return Optional.of(calls.look(path));
        } catch (ChannelException e) {
            if (isForbidden(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The credentials are good, and may not do this. */
    static boolean isForbidden(ChannelException e) {
        String code = e.code().orElse("");
        return code.equals("AccessDeniedException") || code.equals("AccessDenied") || code.equals("AuthorizationError");
    }
}
