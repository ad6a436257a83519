package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The looks that are taken at an account, in order. */
final class AccountChecks {

    /** Takes one look. */
    @FunctionalInterface
    interface Look {
        Finding take() throws ChannelException;
    }

    /**
     * One look with its name.
     *
     * @param scope what the key needs for it
     */
    record Check(String name, String scope, Look look) {
        Check {
            Objects.requireNonNull(look, "look");
        }

        /** A key that may not read a setting is no fault of the setting: many keys can send alone. */
        Finding run() throws ChannelException {
            try {
                return look.take();
            } catch (ChannelException e) {
                boolean mayNot = e.kind() == FailureKind.AUTH && e.code().equals(Optional.of("403"));
                if (mayNot && !scope.isEmpty()) {
                    return Finding.good("Not looked at: api_key lacks the scope " + scope + ".");
                }
                throw e;
            }
        }
    }

    private final SendGridApi api;

    AccountChecks(SendGridApi api) {
        this.api = api;
    }

    List<Check> all() {
        InboundCheck inbound = new InboundCheck(api);
        EventsCheck events = new EventsCheck(api);
        DomainCheck domain = new DomainCheck(api);
        return List.of(
                new Check("key", "", this::key),
                new Check("verification", "", this::verification),
                new Check("inbound", "user.webhooks.parse.settings.read", inbound::look),
                new Check("events", "user.webhooks.event.settings.read", events::look),
                new Check("domain", "whitelabel.read", domain::look));
    }

    private Finding key() throws ChannelException {
        return api.scopes().contains("mail.send")
                ? Finding.good("SendGrid takes api_key, and it may send.")
                : Finding.bad("api_key may not send.", "Give the key the scope mail.send.");
    }

    private Finding verification() {
        SendGridSettings settings = api.settings();
        boolean usable = settings.publicKeys().stream().anyMatch(key -> PublicKeys.read(key.reveal()) != null);
        boolean spoilt = settings.publicKeys().stream().anyMatch(key -> PublicKeys.read(key.reveal()) == null);
        String hint = "Enter the public key of the security policy as webhook_secret and, where it differs, that of the"
                + " event webhook as event_webhook_secret.";
        if (settings.publicKeys().isEmpty()) {
            return settings.webhookPasswords().isEmpty()
                    ? Finding.bad("Without webhook_secret no webhook can be proven, so none is taken.", hint)
                    : Finding.good("Webhooks are proven by user name and password.");
        }
        if (!usable) {
            return Finding.bad("webhook_secret is no public key of SendGrid's, so no webhook is taken.", hint);
        }
        return spoilt
                ? Finding.bad("One of the keys in webhook_secret and event_webhook_secret is no public key.", hint)
                : Finding.good("Webhooks are proven by signature.");
    }
}
