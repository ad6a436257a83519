package io.deskwire.config;

import io.deskwire.message.Address;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which addresses are a channel's own. */
public final class OwnAddress {

    private OwnAddress() {}

    /**
     * The address that answers come from: the ticket address, else the mailbox's own as its document names it. Empty when
     * the document names none that is an address.
     */
    public static Optional<Address> of(ChannelConfig channel) {
        for (String candidate : candidates(channel)) {
            if (looksLikeEmail(candidate)) {
                return Optional.of(Address.email(candidate));
            }
            if (looksLikePhone(candidate)) {
                return Optional.of(Address.phone("+" + digits(candidate), null));
            }
        }
        return Optional.empty();
    }

    /** Whether an address is one of the channel's own, a subaddress ({@code local+anything@domain}) included. */
    public static boolean isOwn(ChannelConfig channel, Address address) {
        if (address.kind() == Address.Kind.PHONE) {
            String digits = digits(address.value());
            return candidates(channel).stream()
                    .anyMatch(own -> looksLikePhone(own) && digits(own).equals(digits));
        }
        String plain = withoutSubaddress(address.value());
        return candidates(channel).stream()
                .anyMatch(own -> withoutSubaddress(own).equals(plain));
    }

    private static Set<String> candidates(ChannelConfig channel) {
        Set<String> candidates = new LinkedHashSet<>();
        if (channel.ticketAddress() != null) {
            candidates.add(channel.ticketAddress().strip());
        }
        for (String field : new String[] {"email_address", "username", "phone_number"}) {
            if (channel.config().get(field) instanceof String text) {
                candidates.add(text.strip());
            }
        }
        return candidates;
    }

    private static boolean looksLikeEmail(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.chars().noneMatch(c -> c <= ' ' || c == 127);
    }

    private static boolean looksLikePhone(String text) {
        return text.matches("\\+?[0-9 ().-]{5,30}") && digits(text).length() >= 5;
    }

    /** People write numbers with spaces and dashes; what counts are the digits. */
    private static String digits(String phone) {
        return phone.replaceAll("[^0-9]", "");
    }

    private static String withoutSubaddress(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }
}
