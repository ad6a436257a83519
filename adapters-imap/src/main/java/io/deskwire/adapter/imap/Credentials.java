package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Account.Mechanism;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with whichever of the configured secrets the server takes: the current one, then the one being retired; an
 * access token, then one fresh token in its place.
 */
final class Credentials {

    private final Account account;
    private final AccessTokens tokens;

    /** Which secret worked last, so that a rotation does not cost a failed sign-in each time. */
    private volatile int preferred;

    Credentials(Account account, AccessTokens tokens) {
        this.account = account;
        this.tokens = tokens;
    }

    Account account() {
        return account;
    }

    /** Opens something that needs a sign-in; the attempt must fail with {@code AUTH} when the secret was refused. */
    <T> T open(Attempt<T> attempt) throws ChannelException {
        if (account.isAnonymous()) {
            return attempt.with(new Credential(Mechanism.PASSWORD, "", Secret.of("")));
        }
        int count = Math.max(account.passwords().size(), account.grants().size());
        int first = preferred;
        ChannelException refused = null;
        for (int i = 0; i < count; i++) {
            int index = (first + i) % count;
            try {
                T opened = account.mechanism() == Mechanism.PASSWORD
                        ? attempt.with(credential(account.passwords().get(index)))
                        : withToken(account.grants().get(index), attempt);
                preferred = index;
                return opened;
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.AUTH) {
                    throw e;
                }
                refused = refused == null ? e : refused;
            }
        }
        throw refused == null ? nothingToSignInWith() : refused;
    }

    private ChannelException nothingToSignInWith() {
        if (account.mechanism() == Mechanism.PASSWORD) {
            return ChannelException.of(FailureKind.AUTH, "no password and no grant is configured");
        }
        return ChannelException.of(FailureKind.AUTH, "the account is not connected yet")
                .withHint("Connect the account with the button on the channel's page in the console, or through"
                        + " oauth/start of the API.");
    }

    private <T> T withToken(Grant grant, Attempt<T> attempt) throws ChannelException {
        Secret token = tokens.token(grant, null);
        try {
            return attempt.with(credential(token));
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.AUTH) {
                throw e;
            }
            return attempt.with(credential(tokens.token(grant, token)));
        }
    }

    private Credential credential(Secret secret) {
        return new Credential(account.mechanism(), account.username(), secret);
    }

    /** One try with one secret. */
    interface Attempt<T> {
        T with(Credential credential) throws ChannelException;
    }

    /**
     * One secret to sign in with.
     *
     * @param username empty for none
     */
    record Credential(Mechanism mechanism, String username, Secret secret) {

        /** SASL name of the mechanism; {@code PLAIN} for passwords. */
        String saslName() {
            return mechanism == Mechanism.PASSWORD ? "PLAIN" : mechanism.name();
        }

        /** The one message the client sends: RFC 4616, Google's XOAUTH2, or RFC 7628. */
        String initialResponse(Endpoint endpoint) {
            String text = switch (mechanism) {
                case PASSWORD -> "\0" + username + "\0" + secret.reveal();
                case XOAUTH2 -> "user=" + username + "\1auth=Bearer " + secret.reveal() + "\1\1";
                case OAUTHBEARER ->
                    "n,a=" + saslQuoted(username) + ",\1host=" + endpoint.host() + "\1port=" + endpoint.port()
                            + "\1auth=Bearer " + secret.reveal() + "\1\1";
            };
            return base64(text);
        }

        private static String saslQuoted(String name) {
            return name.replace("=", "=3D").replace(",", "=2C");
        }

        static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Human name of what we sign in with, for messages. */
    static String wanted(@Nullable Mechanism mechanism) {
        return mechanism == Mechanism.PASSWORD ? "a password" : "an OAuth access token (" + mechanism + ")";
    }
}
