package io.deskwire.threading;

import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who wrote a message, by every address known of them. */
public final class Contact {

    private static final String USER_ID = Address.Kind.BUSINESS_USER_ID.name().toLowerCase(Locale.ROOT) + ":";

    private Contact() {}

    /** Keys by which the author counts as part of a conversation; a group's message counts for its group alone. */
    public static Set<String> memberKeys(InboundMessage message) {
        return group(message).map(group -> Set.of(group.key())).orElseGet(() -> senderKeys(message));
    }

    /** The group a message was written in, if it was. */
    public static Optional<Address> group(InboundMessage message) {
        return message.parsed().people().replyTo().stream()
                .filter(address -> address.kind() == Address.Kind.GROUP)
                .findFirst();
    }

    /** Keys of the author: the address in {@code from} and those learnt beside it. */
    public static Set<String> senderKeys(InboundMessage message) {
        Set<String> keys = new LinkedHashSet<>();
        Address from = message.from();
        if (from != null) {
            keys.add(from.key());
        }
        message.parsed().people().aliases().forEach(alias -> keys.add(alias.key()));
        return keys;
    }

    /**
     * Keys of those a chat is with: the group for a group's message, else the author. Empty for e-mail, where one person has
     * many threads at once.
     */
    public static Set<String> keys(InboundMessage message) {
        Address from = message.from();
        boolean mail = from == null || from.kind() == Address.Kind.EMAIL;
        return mail && group(message).isEmpty() ? Set.of() : memberKeys(message);
    }

    /**
     * Whether a sender and a conversation share a phone number but not its owner: numbers are given to somebody else, user ids
     * are not.
     */
    public static boolean isSomebodyElse(Set<String> sender, Set<String> participants) {
        boolean bothKnown = sender.stream().anyMatch(Contact::isUserId)
                && participants.stream().anyMatch(Contact::isUserId);
        return bothKnown && sender.stream().filter(Contact::isUserId).noneMatch(participants::contains);
    }

    private static boolean isUserId(String key) {
        return key.startsWith(USER_ID);
    }
}
