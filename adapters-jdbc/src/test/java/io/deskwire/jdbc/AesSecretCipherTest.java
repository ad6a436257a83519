package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class AesSecretCipherTest {

    private final MasterKey key = MasterKey.generate();
    private final AesSecretCipher cipher = new AesSecretCipher(key);

    @Test
    void a_secret_comes_back_and_its_ciphertext_names_its_key() {
        for (String plain : List.of("", "pw", "ü 件 😀", "x".repeat(10_000))) {
            String stored = cipher.encrypt(Secret.of(plain), "place");

            assertThat(stored).startsWith("enc:v1:" + key.id() + ":");
            assertThat(cipher.isEncrypted(stored)).isTrue();
            assertThat(cipher.decrypt(stored, "place").reveal()).isEqualTo(plain);
        }
        assertThat(cipher.isEncrypted("pw")).isFalse();
    }

    @Test
    void the_same_secret_never_looks_the_same() {
        assertThat(cipher.encrypt(Secret.of("pw"), "c")).isNotEqualTo(cipher.encrypt(Secret.of("pw"), "c"));
    }

    @Test
    void a_changed_moved_cut_or_foreign_ciphertext_is_refused() {
        String stored = cipher.encrypt(Secret.of("pw"), "place");
        int last = stored.length() - 3;
        String changed =
                stored.substring(0, last) + (stored.charAt(last) == 'A' ? 'B' : 'A') + stored.substring(last + 1);
        MasterKey other = MasterKey.generate();

        for (String bad :
                List.of(changed, stored.substring(0, 30), "enc:v1:nonsense", "enc:v1:" + other.id() + ":AAAA")) {
            assertThatThrownBy(() -> cipher.decrypt(bad, "place"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("pw");
        }
        assertThatThrownBy(() -> cipher.decrypt(stored, "elsewhere")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AesSecretCipher(other).decrypt(stored, "place"))
                .hasMessageContaining(key.id());
    }

    @Test
    void with_two_keys_the_first_encrypts_and_both_decrypt() {
        MasterKey next = MasterKey.generate();
        AesSecretCipher rotating = new AesSecretCipher(List.of(next, key));
        String old = cipher.encrypt(Secret.of("pw"), "c");

        assertThat(rotating.decrypt(old, "c").reveal()).isEqualTo("pw");
        assertThat(rotating.isCurrent(old)).isFalse();
        assertThat(rotating.isCurrent(rotating.encrypt(Secret.of("pw"), "c"))).isTrue();
    }

    @Test
    void a_master_key_is_256_bits_in_base64_and_prints_as_its_id() {
        assertThat(MasterKey.parse(key.toBase64() + "\n").id()).isEqualTo(key.id());
        assertThat(key.toString()).doesNotContain(key.toBase64());
        for (String bad : List.of("", "short", "c2hvcnQ=", "!".repeat(44))) {
            assertThatThrownBy(() -> MasterKey.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256 bits");
        }
    }
}
