package io.deskwire.app;

import io.deskwire.config.Secret;
import io.deskwire.jdbc.MasterKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of this installation: given by the operator, or generated on first start into files of the data folder that only
 * the owner can read.
 *
 * @param masterKeys encrypt secrets at rest, 32 bytes in base64 each: the first encrypts, all decrypt
 * @param threadKeys sign Message-IDs and reply addresses, the first those of today; derived from the master keys, so the same
 *     after every restart
 */
public record InstallationKeys(List<Secret> masterKeys, List<Secret> threadKeys) {

    private static final String MASTER_KEY_FILE = "master.key";
    private static final String ADMIN_TOKEN_FILE = "admin-token";

    public InstallationKeys {
        masterKeys = List.copyOf(masterKeys);
        threadKeys = List.copyOf(threadKeys);
    }

    /** The one that encrypts. */
    public Secret masterKey() {
        return masterKeys.get(0);
    }

    /** The one that signs. */
    public Secret threadKey() {
        return threadKeys.get(0);
    }

    /** Those that signed before. */
    public List<Secret> formerThreadKeys() {
        return threadKeys.subList(1, threadKeys.size());
    }

    /** The master keys as the cipher wants them. */
    public List<MasterKey> masterKeysOfCipher() {
        return masterKeys.stream().map(key -> MasterKey.parse(key.reveal())).toList();
    }

    /**
     * Reads or generates what is needed.
     *
     * @param shared true when other nodes may use the same database: a key generated here would lock them out
     * @throws InstallationException when a key is missing or unusable
     */
    public static InstallationKeys load(Settings settings, boolean shared) {
        Secret configured = settings.masterKey();
        if (configured == null && shared) {
            throw new InstallationException("the database may be shared with other nodes, so "
                    + Setting.MASTER_KEY.variable() + " has to be set, to the same value on every node;"
                    + " 'openssl rand -base64 32' makes one");
        }
        return of(configured == null ? generated(settings.dataDir()) : Settings.masterKeys(configured));
    }

    private static InstallationKeys of(List<Secret> masterKeys) {
        return new InstallationKeys(
                masterKeys,
                masterKeys.stream()
                        .map(key -> derived(key, "deskwire thread tokens 1"))
                        .toList());
    }

    /**
     * Puts a new master key before the others in the data folder's file. From now on it encrypts; what the others encrypted
     * can still be read.
     */
    public static InstallationKeys addGenerated(Path dataDir) {
        List<Secret> keys = new ArrayList<>();
        keys.add(Secret.of(MasterKey.generate().toBase64()));
        keys.addAll(generated(dataDir));
        new KeyFile(dataDir, MASTER_KEY_FILE)
                .replace(keys.stream().map(Secret::reveal).toList());
        return of(keys);
    }

    private static List<Secret> generated(Path dataDir) {
        KeyFile file = new KeyFile(dataDir, MASTER_KEY_FILE);
        if (!file.exists()) {
            file.generate(Base64.getEncoder());
        }
        List<Secret> keys = file.read().reveal().lines().map(Secret::of).toList();
        if (keys.stream().allMatch(Settings::isMasterKey)) {
            return keys;
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
        return derived(masterKey(), "deskwire console sessions 1:" + adminToken.reveal());
    }

    /** Signs what goes with a person to an OAuth provider and back; the same on every node and after every restart. */
    public Secret consentKey() {
        return derived(masterKey(), "deskwire account consents 1");
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
