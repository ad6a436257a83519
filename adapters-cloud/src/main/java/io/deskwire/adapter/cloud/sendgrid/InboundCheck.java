package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether Inbound Parse receives for the host, posts to us and signs. */
final class InboundCheck {

    private final SendGridApi api;

    InboundCheck(SendGridApi api) {
        this.api = api;
    }

    Finding look() throws ChannelException {
        String host = api.settings().inboundHost();
        Optional<Map<String, Object>> setting = api.parseSettings().stream()
                .filter(entry -> host.equalsIgnoreCase(Tree.word(entry, "hostname")))
                .findFirst();
        if (setting.isEmpty()) {
            return Finding.bad(
                    "Inbound Parse does not receive mail for " + host + ".",
                    "Add the host under Settings, Inbound Parse with webhook_url as its address, and give it the DNS record"
                            + " MX 10 mx.sendgrid.net; or name the right host as inbound_host.");
        }
        String url = Tree.word(setting.get(), "url");
        URI wanted = api.settings().webhookUrl();
        if (wanted != null && !PostAddress.isSame(url, wanted)) {
            return Finding.bad(
                    "Inbound Parse posts the mail of " + host + " to " + PostAddress.host(url)
                            + " and not to webhook_url.",
                    "Change one of the two addresses.");
        }
        Finding unsigned = signature(host, Tree.word(setting.get(), "security_policy"));
        if (unsigned != null) {
            return unsigned;
        }
        return Finding.good(
                Tree.isTrue(setting.get(), "send_raw")
                        ? "Inbound Parse receives mail for " + host + " and posts it raw."
                        : "Inbound Parse receives mail for " + host
                                + " and posts it parsed; with \"POST the raw, full MIME message\" it would come unchanged.");
    }

    /** SendGrid throws away what we refuse, so this must be noticed before the mail is. */
    private @Nullable Finding signature(String host, @Nullable String policyId) throws ChannelException {
        if (api.settings().publicKeys().isEmpty()) {
            return null;
        }
        if (policyId == null) {
            return Finding.bad(
                    "Inbound Parse does not sign the mail of " + host + ", so that it is refused and lost.",
                    "Create a security policy with a signature, attach it to the host, and enter its public key as"
                            + " webhook_secret; or use webhook_username and webhook_password alone.");
        }
        Map<String, Object> policy;
        try {
            policy = api.policy(policyId);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND || e.code().equals(Optional.of("403"))) {
                return null;
            }
            throw e;
        }
        String key = Tree.word(Tree.object(policy, "signature"), "public_key");
        return key == null || KnownKeys.hold(api.settings(), key)
                ? null
                : Finding.bad(
                        "The security policy of " + host
                                + " signs with another key than webhook_secret, so that its mail is"
                                + " refused and lost.",
                        "Enter the policy's public key as webhook_secret.");
    }
}
