package io.deskwire.adapter.gmail;

import io.deskwire.channel.Consent;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Google's consent: offline, asked anew each time, since a second consent would otherwise give no refresh token. */
final class GmailConsent implements Consent {

    /** Everything, IMAP and SMTP included. */
    static final String EVERYTHING = "https://mail.google.com/";

    private final Terms terms;
    private final URI profile;
    private final EgressPolicy egress;

    GmailConsent(GmailSettings settings, EgressPolicy egress) {
        this.terms = new Terms(
                settings.authorizeUrl(),
                settings.tokenUrl(),
                settings.clientId(),
                settings.clientSecret(),
                List.of(GmailSettings.SCOPE),
                Map.of("access_type", "offline", "prompt", "consent", "login_hint", settings.address()),
                settings.address());
        this.profile = settings.apiBase().resolve("gmail/v1/users/me/profile");
        this.egress = egress;
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public String account(Secret accessToken) throws ChannelException {
        HttpAnswer answer;
        try (HttpTransport transport = new HttpTransport(egress)) {
            answer =
                    transport.send(HttpCall.get(profile).withHeader("Authorization", "Bearer " + accessToken.reveal()));
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail cannot be asked whose mailbox it is", e)
                    .withHint("Check the connection to the internet, and api_base_url.");
        }
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        Object address = body(answer).get("emailAddress");
        if (!(address instanceof String text) || text.isBlank()) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail does not say whose mailbox it is")
                    .withHint("Check api_base_url: something else than Gmail may have answered.");
        }
        return text;
    }

    private static ChannelException refused(HttpAnswer answer) {
        String words = "Gmail does not say whose mailbox it is (HTTP " + answer.status() + ")";
        if (answer.status() == 401) {
            return ChannelException.of(FailureKind.AUTH, words).withHint("Begin the consent again.");
        }
        if (answer.status() == 403) {
            return ChannelException.of(FailureKind.PERMANENT, words)
                    .withHint(
                            "Enable the Gmail API in the Google Cloud project of client_id, and tick what Google asks to "
                                    + "allow for Gmail.");
        }
        return ChannelException.of(FailureKind.TRANSIENT, words);
    }

    private static Map<String, Object> body(HttpAnswer answer) {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    @Override
    public List<String> missing(List<String> granted) {
        Set<String> has = new HashSet<>(granted);
        return has.isEmpty() || has.contains(GmailSettings.SCOPE) || has.contains(EVERYTHING)
                ? List.of()
                : List.of(GmailSettings.SCOPE);
    }
}
