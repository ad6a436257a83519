package io.deskwire.config;

/** Encrypts secrets at rest. The context binds a ciphertext to its place: moved elsewhere it does not decrypt. */
public interface SecretCipher {

    /**
     * @param plain the secret
     * @param context tenant, channel and field it belongs to
     * @return printable ciphertext that names its key
     */
    String encrypt(Secret plain, String context);

    /** Whether a stored text is one of ours, as opposed to a plain value somebody else wrote. */
    boolean isEncrypted(String stored);

    /**
     * @throws IllegalArgumentException when the text was changed, moved, or encrypted under a key that is not here
     */
    Secret decrypt(String stored, String context);
}
