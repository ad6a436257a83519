package io.deskwire.adapter.cloud.sendgrid;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SendGrid's public keys: DER of a SubjectPublicKeyInfo on P-256 in base64, with or without PEM's lines around it. */
final class PublicKeys {

    private static final int BITS = 256;

    private PublicKeys() {}

    /** The key, or null when the text is none. */
    static @Nullable PublicKey read(String text) {
        String base64 = text.replaceAll("-----[A-Z ]*-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            boolean fits = key instanceof ECPublicKey ec
                    && ec.getParams().getCurve().getField().getFieldSize() == BITS;
            return fits ? key : null;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }
}
