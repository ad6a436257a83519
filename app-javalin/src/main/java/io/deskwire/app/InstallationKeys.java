package io.deskwire.app;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of this installation: given by the operator, or generated on first start into files of the data folder that only
 * the owner can read.
 *
 * @param masterKey encrypts secrets at rest; 32 bytes in base64
 * @param threadKey signs Message-IDs and reply addresses; derived from the master key, so the same after every restart
 */
public record InstallationKeys(Secret masterKey, Secret threadKey) {

    private static final String MASTER_KEY_FILE = "master.key";
    private static final String ADMIN_TOKEN_FILE = "admin-token";

    /**
     * Reads or generates what is needed.
     *
     * @param shared true when other nodes may use the same database: a key generated here would lock them out
     * @throws InstallationException when a key is missing or unusable
     */
    public static InstallationKeys load(Settings settings, boolean shared) {
        Secret masterKey = settings.masterKey();
        if (masterKey == null && shared) {
            throw new InstallationException("the database may be shared with other nodes, so "
                    + Setting.MASTER_KEY.variable() + " has to be set, to the same value on every node;"
                    + " 'openssl rand -base64 32' makes one");
        }
        if (masterKey == null) {
            masterKey = generated(settings.dataDir());
        }
        return new InstallationKeys(masterKey, derived(masterKey, "deskwire thread tokens 1"));
    }

    private static Secret generated(Path dataDir) {
        KeyFile file = new KeyFile(dataDir, MASTER_KEY_FILE);
        if (!file.exists()) {
            file.generate(Base64.getEncoder());
        }
        Secret key = file.read();
        try {
            if (Base64.getDecoder().decode(key.reveal()).length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below in words that repeat nothing of the key.
        }
        throw new InstallationException(
                dataDir.resolve(MASTER_KEY_FILE) + " does not hold 32 bytes in base64; restore it from a backup");
    }

    /** One key for one use (RFC 5869 with a single block: the master key is random already). */
    private static Secret derived(Secret masterKey, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(masterKey.reveal()), "HmacSHA256"));
            mac.update(label.getBytes(StandardCharsets.UTF_8));
            return Secret.of(Base64.getEncoder().encodeToString(mac.doFinal(new byte[] {1})));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Signs what the console's browsers keep; changes with the admin token, which ends every session. */
    public Secret sessionKey(Secret adminToken) {
        return derived(masterKey, "deskwire console sessions 1:" + adminToken.reveal());
    }

    /** Signs what goes with a person to an OAuth provider and back; the same on every node and after every restart. */
    public Secret consentKey() {
        return derived(masterKey, "deskwire account consents 1");
    }

    /**
     * The API's bearer token.
     *
     * @param token the token
     * @param generatedNow true when it was made by this call and has to be shown, once
     */
    public record AdminToken(Secret token, boolean generatedNow) {

        /** Where a generated one is kept. */
        public static Path file(Settings settings) {
            return settings.dataDir().resolve(ADMIN_TOKEN_FILE);
        }

        /** The one that is set, else the one in the data folder, which is made where it is missing. */
        public static AdminToken load(Settings settings) {
            if (settings.adminToken() != null) {
                return new AdminToken(settings.adminToken(), false);
            }
            KeyFile file = new KeyFile(settings.dataDir(), ADMIN_TOKEN_FILE);
            boolean generated =
                    !file.exists() && file.generate(Base64.getUrlEncoder().withoutPadding());
            return new AdminToken(file.read(), generated);
        }
    }
}
