package io.deskwire.rules;

import java.net.IDN;

/** The form in which addresses are compared. */
final class AddressForm {

    private AddressForm() {}

    /** Telephone numbers lose what people write between the digits; other addresses stay. */
    static String of(String address) {
        String plain = address.strip();
        return isPhone(plain) ? "+" + plain.replaceAll("[^0-9]", "") : plain;
    }

    /** A domain without what may stand before it, in its form on the wire. */
    static String domain(String text) {
        String plain = text.strip();
        if (plain.startsWith("*.")) {
            plain = plain.substring(2);
        } else if (plain.startsWith("@") || plain.startsWith(".")) {
            plain = plain.substring(1);
        }
        if (plain.endsWith(".")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (plain.chars().allMatch(c -> c < 0x80)) {
            return plain;
        }
        try {
            return IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    private static boolean isPhone(String text) {
        return text.length() <= 40 && text.matches("\\+?[0-9(][0-9 ().-]{4,38}");
    }
}
