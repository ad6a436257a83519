package io.deskwire.mime.compose;

import io.deskwire.message.Address;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;

/** Turns values into the pieces of a header field. */
final class HeaderValues {

    private static final String ATOM_EXTRA = "!#$%&'*+-/=?^_`{|}~";
    private static final int LONGEST_QUOTED = 70;
    private static final int LONGEST_PLAIN_WORD = 200;

    private HeaderValues() {}

    /** Unstructured text such as a subject. */
    static List<String> text(String text) {
        if (needsEncoding(text)) {
            return EncodedText.words(text);
        }
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ' && at > from) {
                pieces.add(text.substring(from, at));
                from = at + 1;
            }
            at++;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    private static boolean needsEncoding(String text) {
        // Blanks at the edges or in a row do not survive folding by every program on the way.
        if (text.contains("=?") || text.startsWith(" ") || text.endsWith(" ") || text.contains("  ")) {
            return true;
        }
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return true;
            }
            word = c == ' ' ? 0 : word + 1;
            if (word > LONGEST_PLAIN_WORD) {
                return true;
            }
        }
        return false;
    }

    /** Addresses with their names, commas between. */
    static List<String> addresses(List<Address> addresses) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Address address = addresses.get(i);
            String comma = i + 1 < addresses.size() ? "," : "";
            String name = address.name();
            if (name == null) {
                pieces.add(mailbox(address.value()) + comma);
            } else {
                pieces.addAll(phrase(name));
                pieces.add("<" + mailbox(address.value()) + ">" + comma);
            }
        }
        return pieces;
    }

    private static List<String> phrase(String name) {
        boolean ascii = name.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!ascii || name.contains("=?") || name.length() > LONGEST_QUOTED) {
            return EncodedText.words(name);
        }
        boolean atoms = name.chars().allMatch(c -> isAtom((char) c) || c == ' ')
                && !name.startsWith(" ")
                && !name.endsWith(" ")
                && !name.contains("  ");
        return atoms ? List.of(name.split(" ")) : List.of(quoted(name));
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }

    /** An address as it stands in a header: the domain in ASCII, the local part quoted where it must be. */
    static String mailbox(String address) {
        int at = address.lastIndexOf('@');
        String local = address.substring(0, at);
        String domain = address.substring(at + 1);
        boolean isQuoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        return (isQuoted || isDotAtom(local) ? local : quoted(local)) + "@" + domain(domain);
    }

    /**
     * The ASCII form of a domain (RFC 5891).
     *
     * @throws IllegalArgumentException when it has none
     */
    static String domain(String domain) {
        if (domain.startsWith("[") || domain.chars().allMatch(c -> c < 0x80)) {
            return domain;
        }
        return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    }

    private static boolean isDotAtom(String local) {
        if (local.isEmpty() || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        return local.chars().allMatch(c -> isAtom((char) c) || c == '.');
    }

    static boolean isAtom(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ATOM_EXTRA.indexOf(c) >= 0;
    }
}
