package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses by which one customer is known: the phone number, the id that is valid within the business's portfolio, the
 * one within linked portfolios. Each may be missing, and the number may be missing from one message and there in the next.
 * Never the user name: its owner can give it up and somebody else can take it.
 */
final class Identities {

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{4,20}");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 256;

    private final Map<String, Address> known = new LinkedHashMap<>();
    private final @Nullable String name;

    private Identities(@Nullable String name) {
        this.name = name;
    }

    static Identities named(@Nullable String name) {
        return new Identities(name == null ? null : plain(name, LONGEST_NAME));
    }

    /** Adds an address that is a number by its form, else an id; nothing for null. */
    Identities add(@Nullable String value) {
        Address address = address(value, name);
        if (address != null) {
            known.putIfAbsent(address.key(), address);
        }
        return this;
    }

    /** Numbers first, since answers to numbers keep the numbers coming; otherwise in the order in which they were added. */
    List<Address> all() {
        List<Address> all = new ArrayList<>();
        known.values().stream()
                .filter(address -> address.kind() == Address.Kind.PHONE)
                .forEach(all::add);
        known.values().stream()
                .filter(address -> address.kind() != Address.Kind.PHONE)
                .forEach(all::add);
        return all;
    }

    /** A number in E.164 with {@code +}, or an id as it is; null when there is nothing. */
    static @Nullable Address address(@Nullable String value, @Nullable String name) {
        String plain = value == null ? "" : plain(value, LONGEST_ID);
        if (plain.isEmpty()) {
            return null;
        }
        if (NUMBER.matcher(plain).matches()) {
            return Address.phone(plain.startsWith("+") ? plain : "+" + plain, name);
        }
        return new Address(Address.Kind.BUSINESS_USER_ID, plain, name);
    }

    /** The business's own number as a webhook shows it. */
    static List<Address> business(@Nullable String displayNumber) {
        String digits = Tree.digits(displayNumber);
        return digits.isEmpty() || digits.length() > 20 ? List.of() : List.of(Address.phone("+" + digits, null));
    }

    /** Without what could break a line or a terminal, and not longer than anyone needs. */
    static String plain(String text, int longest) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        int end = Math.min(clean.length(), longest);
        if (end > 0 && end < clean.length() && Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.substring(0, end);
    }
}
