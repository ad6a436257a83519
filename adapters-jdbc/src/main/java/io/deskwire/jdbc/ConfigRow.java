package io.deskwire.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A channel as the helpdesk's tables hold it.
 *
 * @param config the provider's document as JSON text, or null
 * @param parserConfig the rules as JSON text, or null
 */
record ConfigRow(
        String tenantId,
        String channelId,
        String provider,
        @Nullable String config,
        @Nullable String ticketAddress,
        @Nullable String parserConfig,
        boolean active) {}
