package io.deskwire.adapter.gmail;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How Gmail is asked to push, and how a push proves itself.
 *
 * @param enabled whether the mailbox is watched at all
 * @param expiryDays a watch counts as ended after so many days, 1 to 7, whatever Gmail says
 * @param topic {@code projects/P/topics/T}, or null
 * @param subscription {@code projects/P/subscriptions/S} that pushes must name, or null for any
 * @param audience what the push's token must be for, or null for the address that was called
 * @param serviceAccount whose tokens are believed, lower-case, or null: then nothing is
 * @param jwksUrl where Google's signing keys are
 * @param webhookUrl the public address, or null
 * @param observeOnly true while pushes that are not proven are counted and taken all the same
 */
record PushSettings(
        boolean enabled,
        int expiryDays,
        @Nullable String topic,
        @Nullable String subscription,
        @Nullable String audience,
        @Nullable String serviceAccount,
        URI jwksUrl,
        @Nullable URI webhookUrl,
        boolean observeOnly) {}
