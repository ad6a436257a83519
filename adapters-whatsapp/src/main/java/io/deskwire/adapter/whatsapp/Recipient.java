package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a customer is named in a request. */
final class Recipient {

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{5,20}");

    private Recipient() {}

    /** Why nothing can be sent to an address; empty when it can. */
    static Optional<String> problem(Address to) {
        return switch (to.kind()) {
            // A user id among the numbers would be taken with 200 and be lost without a word.
            case PHONE ->
                NUMBER.matcher(to.value()).matches()
                        ? Optional.empty()
                        : Optional.of("is not a phone number with its country code, such as +15551234567");
            case BUSINESS_USER_ID, GROUP -> Optional.empty();
            case EMAIL -> Optional.of("is an e-mail address; WhatsApp reaches phone numbers and its own user ids");
        };
    }

    /** Puts the address where it belongs: numbers into {@code to}, user ids into {@code recipient} and nowhere else. */
    static void put(Map<String, Object> body, Address to) {
        body.put("recipient_type", to.kind() == Address.Kind.GROUP ? "group" : "individual");
        switch (to.kind()) {
            case PHONE -> body.put("to", international(to));
            case GROUP -> body.put("to", to.value());
            case BUSINESS_USER_ID -> body.put("recipient", to.value());
            case EMAIL -> throw new IllegalArgumentException("an e-mail address cannot be written to");
        }
    }

    /** With {@code +}: without it the provider may put the business's own country code in front. */
    static String international(Address to) {
        return to.value().startsWith("+") ? to.value() : "+" + to.value();
    }
}
