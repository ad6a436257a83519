package io.deskwire.adapter.cloud.sendgrid;

import java.security.PublicKey;

/** Compares public keys that SendGrid shows with those of the document. */
final class KnownKeys {

    private KnownKeys() {}

    /** Whether a key of SendGrid's is one of the document's, whichever way either is written. */
    static boolean hold(SendGridSettings settings, String shown) {
        PublicKey key = PublicKeys.read(shown);
        return key == null
                || settings.publicKeys().stream().anyMatch(known -> key.equals(PublicKeys.read(known.reveal())));
    }
}
