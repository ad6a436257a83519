package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {

    @Test
    void a_url_that_hides_what_a_batch_changed_is_refused() {
        assertThatThrownBy(() -> DatabaseSettings.of(
                        "jdbc:postgresql://127.0.0.1/deskwire?reWriteBatchedInserts=true", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("remove reWriteBatchedInserts");
    }
}
