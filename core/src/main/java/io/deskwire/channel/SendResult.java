package io.deskwire.channel;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an attempt to send ended, when it did not fail before anything could have gone out. */
public sealed interface SendResult {

    /**
     * The provider took it for at least one recipient, or refused every recipient one by one.
     *
     * @param providerMessageId the provider's id, or null where it gives none
     * @param wireMessageId the Message-ID the recipient will really see where the provider rewrites it, else null
     * @param recipients one entry per recipient asked for: {@code SENT}, {@code REJECTED} or {@code DEFERRED}
     * @param aliases other addresses under which the provider knows a recipient; answers may come from them
     */
    record HandedOver(
            @Nullable String providerMessageId,
            @Nullable String wireMessageId,
            List<RecipientResult> recipients,
            List<Address> aliases)
            implements SendResult {
        public HandedOver {
            recipients = List.copyOf(recipients);
            aliases = List.copyOf(aliases);
        }

        /** For providers that know people by the address they were given. */
        public HandedOver(
                @Nullable String providerMessageId, @Nullable String wireMessageId, List<RecipientResult> recipients) {
            this(providerMessageId, wireMessageId, recipients, List.of());
        }
    }

    /**
     * Nobody can say whether it went out: the connection died after the content was sent and before the answer came.
     *
     * @param reason in words
     */
    record Uncertain(String reason) implements SendResult {}

    /**
     * @param recipient one of those asked for
     * @param status {@code SENT}, {@code REJECTED} (for good) or {@code DEFERRED} (try this one again)
     * @param code the server's code for this recipient, or null
     * @param reason its words, or null
     */
    record RecipientResult(
            Address recipient,
            DeliveryStatus status,
            @Nullable String code,
            @Nullable String reason) {
        public RecipientResult {
            Objects.requireNonNull(recipient, "recipient");
            Objects.requireNonNull(status, "status");
        }
    }
}
