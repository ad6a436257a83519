package io.deskwire.adapter.cloud.ses;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import java.net.IDN;

/** Addresses as SES takes them: nothing beyond ASCII, the domain in its ASCII form (RFC 5890). */
final class Envelopes {

    private Envelopes() {}

    /**
     * The bare address.
     *
     * @throws ChannelException {@code UNSUPPORTED} when SES cannot carry it
     */
    static String path(Address address) throws ChannelException {
        String value = address.value();
        int at = value.lastIndexOf('@');
        boolean usable = address.kind() == Address.Kind.EMAIL
                && at > 0
                && at < value.length() - 1
                && value.substring(0, at).chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (usable) {
            try {
                return value.substring(0, at + 1) + IDN.toASCII(value.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            } catch (IllegalArgumentException e) {
                throw unusable();
            }
        }
        throw unusable();
    }

    private static ChannelException unusable() {
        return ChannelException.of(
                FailureKind.UNSUPPORTED,
                "an address cannot be sent to by SES: it must be local@domain, ASCII before the @");
    }
}
