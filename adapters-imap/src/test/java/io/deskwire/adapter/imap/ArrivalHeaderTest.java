package io.deskwire.adapter.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ArrivalHeaderTest {

    private static @Nullable Instant arrived(String... lines) {
        ArrivalHeader header = new ArrivalHeader();
        for (String line : lines) {
            header.line(line);
        }
        return header.arrived();
    }

    @Test
    void the_topmost_received_field_counts_more_than_the_senders_date() {
        assertThat(arrived(
                        "Received: from a by b with SMTP id x;",
                        "\tSun, 22 Nov 2026 10:00:00 +0100 (CET)",
                        "Received: from c by a; Sat, 21 Nov 2026 10:00:00 +0000",
                        "Date: Thu, 1 Jan 1970 00:00:00 +0000"))
                .isEqualTo(Instant.parse("2026-11-22T09:00:00Z"));
    }

    @Test
    void without_received_the_date_counts_and_without_both_nothing() {
        assertThat(arrived("Subject: x", "Date: Sun, 22 Nov 2026 10:00:00 GMT"))
                .isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(arrived("Subject: x", "Date: when it suited me")).isNull();
    }
}
