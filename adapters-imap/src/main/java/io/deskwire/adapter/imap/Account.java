package io.deskwire.adapter.imap;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.util.List;

/**
 * How to sign in.
 *
 * @param username empty for none: a server on the local network that asks nobody
 * @param mechanism password or one of the two ways to present an OAuth 2.0 access token
 * @param passwords the current one first, then the one being retired; empty for tokens
 * @param grants the current one first; empty for passwords
 */
record Account(String username, Mechanism mechanism, List<Secret> passwords, List<Grant> grants) {

    enum Mechanism {
        PASSWORD,
        /** Google's and Microsoft's older form. */
        XOAUTH2,
        /** RFC 7628. */
        OAUTHBEARER
    }

    boolean isAnonymous() {
        return username.isEmpty();
    }
}
