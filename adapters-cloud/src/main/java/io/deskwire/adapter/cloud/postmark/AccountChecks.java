package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.BasicCredentials;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The looks that are taken at a server, in order. */
final class AccountChecks {

    /** Takes one look. */
    @FunctionalInterface
    interface Look {
        Finding take() throws ChannelException;
    }

    /** One look with its name. */
    record Check(String name, Look look) {
        Check {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(look, "look");
        }
    }

    private final PostmarkApi api;
    private final BasicCredentials credentials;

    AccountChecks(PostmarkApi api) {
        this.api = api;
        this.credentials = new BasicCredentials(
                api.settings().webhookUsernames(), api.settings().webhookPasswords());
    }

    /** The token comes first: without it nothing else can be asked. */
    List<Check> all() {
        return List.of(
                new Check("key", this::key),
                new Check("verification", this::verification),
                new Check("inbound", this::inbound),
                new Check("stream", this::stream),
                new Check("events", this::events),
                new Check("domain", new DomainCheck(api)::look));
    }

    private Finding key() throws ChannelException {
        Map<String, Object> server = api.server();
        return "sandbox".equalsIgnoreCase(Tree.word(server, "DeliveryType"))
                ? Finding.bad(
                        "The server is a sandbox, which delivers nothing.",
                        "Use the token of a live server as api_key.")
                : Finding.good("Postmark takes api_key.");
    }

    private Finding verification() {
        return credentials.isConfigured()
                ? Finding.good("Webhooks are proven by user name and password.")
                : Finding.bad(
                        "Without webhook_username and webhook_password no webhook can be proven, so none is taken.",
                        "Enter both, and give Postmark an address of the form https://NAME:PASSWORD@HOST/PATH.");
    }

    private Finding inbound() throws ChannelException {
        Map<String, Object> server = api.server();
        String hook = Tree.text(server, "InboundHookUrl");
        URI wanted = api.settings().webhookUrl();
        if (hook == null) {
            return Finding.bad(
                    "The server has no inbound webhook, so Postmark keeps the mail it receives.",
                    "Enter webhook_url, with user name and password in it, as the webhook of the inbound stream.");
        }
        if (wanted != null && !PostAddress.isSame(hook, wanted)) {
            return Finding.bad(
                    "Postmark posts mail to " + PostAddress.host(hook) + " and not to webhook_url.",
                    "Change one of the two addresses.");
        }
        if (credentials.isConfigured() && !isTaken(PostAddress.credentials(hook))) {
            return Finding.bad(
                    "The inbound webhook's address holds no user name and password that are taken, so mail is refused.",
                    "Write webhook_username and webhook_password into the address at Postmark.");
        }
        return Finding.good(
                Tree.isTrue(server, "RawEmailEnabled")
                        ? "Postmark posts mail here, as it was."
                        : "Postmark posts mail here, taken apart; with \"Include raw email content\" it would come as it"
                                + " was.");
    }

    private boolean isTaken(@Nullable String userAndPassword) {
        int colon = userAndPassword == null ? -1 : userAndPassword.indexOf(':');
        if (userAndPassword == null || colon < 0) {
            return false;
        }
        String shown = BasicCredentials.authorization(
                userAndPassword.substring(0, colon), Secret.of(userAndPassword.substring(colon + 1)));
        return credentials.shownBy(new WebhookRequest(
                "POST",
                URI.create("https://localhost/"),
                Map.of(),
                Map.of("authorization", List.of(shown)),
                Content.of(new byte[0]),
                Instant.EPOCH));
    }

    private Finding stream() throws ChannelException {
        String id = api.settings().messageStream();
        Map<String, Object> stream;
        try {
            stream = api.stream(id);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND || "1226".equals(e.code().orElse(""))) {
                return Finding.bad(
                        "The server has no message stream " + id + ".", "Name one of its streams as message_stream.");
            }
            throw e;
        }
        if (Tree.text(stream, "ArchivedAt") != null) {
            return Finding.bad(
                    "The message stream " + id + " is archived.", "Name another as message_stream, or restore it.");
        }
        return "inbound".equalsIgnoreCase(Tree.word(stream, "MessageStreamType"))
                ? Finding.bad(
                        "The message stream " + id + " is for receiving.",
                        "Name a transactional stream, such as outbound, as message_stream.")
                : Finding.good("Mail goes out by the message stream " + id + ".");
    }

    private Finding events() throws ChannelException {
        URI wanted = api.settings().webhookUrl();
        if (wanted == null) {
            return Finding.good("webhook_url is not given, so the webhooks for events were not compared.");
        }
        String stream = api.settings().messageStream();
        List<Map<String, Object>> here = api.webhooks(stream).stream()
                .filter(webhook -> PostAddress.isSame(Tree.text(webhook, "Url"), wanted))
                .toList();
        if (here.isEmpty()) {
            return Finding.bad(
                    "The message stream " + stream + " posts no events to webhook_url.",
                    "Add a webhook with deliveries, bounces and spam complaints to the stream, with webhook_username and"
                            + " webhook_password as its basic authentication.");
        }
        if (credentials.isConfigured() && here.stream().noneMatch(this::showsCredentials)) {
            return Finding.bad(
                    "The webhook for events shows no user name and password that are taken, so events are refused.",
                    "Enter webhook_username and webhook_password as its basic authentication at Postmark.");
        }
        List<String> missing = List.of("Delivery", "Bounce", "SpamComplaint").stream()
                .filter(trigger -> here.stream().noneMatch(webhook -> isOn(webhook, trigger)))
                .toList();
        return missing.isEmpty()
                ? Finding.good("Events of the message stream " + stream + " are posted here.")
                : Finding.bad(
                        "The webhook for events lacks " + String.join(", ", missing) + ".",
                        "Switch them on for the webhook of the stream at Postmark.");
    }

    private static boolean isOn(Map<String, Object> webhook, String trigger) {
        return Tree.isTrue(Tree.object(Tree.object(webhook, "Triggers"), trigger), "Enabled");
    }

    private boolean showsCredentials(Map<String, Object> webhook) {
        Map<String, Object> auth = Tree.object(webhook, "HttpAuth");
        String user = Tree.text(auth, "Username");
        String word = Tree.text(auth, "Password");
        return isTaken(PostAddress.credentials(Tree.text(webhook, "Url")))
                || (user != null && word != null && isTaken(user + ":" + word));
    }
}
