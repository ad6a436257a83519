package io.deskwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

    private static final Set<String> FIELDS = Set.of("password", "api_key");
    private static final Map<String, Object> STORED =
            Map.of("host", "mail", "password", List.of("new", "old"), "api_key", "k");

    @Test
    void a_document_put_back_as_shown_is_unchanged() {
        Map<String, Object> shown = SecretMask.mask(STORED, FIELDS);

        assertThat(shown.toString()).doesNotContain("new").doesNotContain("old");
        assertThat(SecretMask.unmask(shown, STORED, FIELDS)).isEqualTo(STORED);
    }

    @Test
    void a_new_secret_beside_a_masked_one_starts_a_rotation() {
        Map<String, Object> put = Map.of("api_key", List.of("k2", SecretMask.MASK));

        Map<String, Object> whole = SecretMask.unmask(put, Map.of("api_key", List.of("k", "k0")), FIELDS);

        assertThat(whole.get("api_key")).isEqualTo(List.of("k2", "k0"));
    }

    @Test
    void a_mask_without_a_stored_secret_stays_visible_as_one() {
        Map<String, Object> whole = SecretMask.unmask(Map.of("password", SecretMask.MASK), Map.of(), FIELDS);

        assertThat(SecretMask.isMasked(whole.get("password"))).isTrue();
    }
}
