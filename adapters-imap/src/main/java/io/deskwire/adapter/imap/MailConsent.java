package io.deskwire.adapter.imap;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Consent;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Connects a mailbox that is read with OAuth. Whose a token is cannot be asked of IMAP or POP3; but a server takes it for its
 * own mailbox only, so that signing in under the channel's user name proves it.
 */
final class MailConsent implements Consent {

    /** What an answer need not name: it grants nothing that a channel uses. */
    private static final Set<String> UNNAMED = Set.of("offline_access", "openid", "profile", "email");

    private final OAuthSettings oauth;
    private final URI authorizeUrl;
    private final MailboxSettings settings;
    private final SignIn signIn;

    /** Signs in to the mailbox once. */
    interface SignIn {
        /** @throws ChannelException when the server refuses or cannot be reached */
        void with(Credentials credentials) throws ChannelException;
    }

    MailConsent(OAuthSettings oauth, URI authorizeUrl, MailboxSettings settings, SignIn signIn) {
        this.oauth = oauth;
        this.authorizeUrl = authorizeUrl;
        this.settings = settings;
        this.signIn = signIn;
    }

    @Override
    public Terms terms() {
        return new Terms(
                authorizeUrl,
                oauth.tokenUrl(),
                oauth.clientId(),
                oauth.clientSecret(),
                oauth.scopes(),
                oauth.parameters(),
                settings.account().username());
    }

    @Override
    public String account(Secret accessToken) throws ChannelException {
        Account mailbox = settings.account();
        AccessTokens one = (grant, refused) -> {
            if (refused == null) {
                return accessToken;
            }
            throw ChannelException.of(
                            FailureKind.AUTH,
                            settings.server().text() + " refused the channel's username with the new token")
                    .withHint("Connect again and sign in as the channel's username; if that was done, switch on "
                            + settings.server().protocol().toUpperCase(Locale.ROOT)
                            + " for the mailbox at the provider.");
        };
        Account asked = new Account(mailbox.username(), mailbox.mechanism(), List.of(), List.of(oauth.bare()));
        signIn.with(new Credentials(asked, one));
        return mailbox.username();
    }

    @Override
    public List<String> missing(List<String> granted) {
        Set<String> given = granted.stream().map(MailConsent::plain).collect(Collectors.toSet());
        return oauth.scopes().stream()
                .filter(scope -> !UNNAMED.contains(plain(scope)) && !given.contains(plain(scope)))
                .toList();
    }

    /** Providers write a scope with and without its resource, in any case, and with or without a slash at its end. */
    private static String plain(String scope) {
        String lower = scope.toLowerCase(Locale.ROOT);
        String open = lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
        return open.replaceFirst("^https://outlook\\.office(365)?\\.com/", "");
    }
}
