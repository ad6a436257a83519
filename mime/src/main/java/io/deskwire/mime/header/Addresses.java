package io.deskwire.mime.header;

import io.deskwire.message.Address;
import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.repair.Repairs;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Address lists (RFC 5322 section 3.4) as mailers write them: semicolons between, groups, comments, unclosed quotes, names
 * with bare commas, addresses hidden inside encoded words. What cannot be read is skipped with an issue.
 */
public final class Addresses {

    private static final int MOST = 1000;
    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_NAME = 500;
    private static final Pattern LOCAL =
            Pattern.compile("\\s{0,20}([A-Za-z0-9._+-]{1,64})\\s{0,20}(?:\\(([ -'*-~]{0,200})\\)\\s{0,20})?");

    private Addresses() {}

    /** All addresses of all fields, in order. */
    public static List<Address> parse(List<String> latin1Fields, @Nullable String bodyCharset, Repairs repairs) {
        List<Address> out = new ArrayList<>();
        for (String field : latin1Fields) {
            String text = MailCharsets.header(field, bodyCharset, repairs);
            if (text.indexOf('<') < 0 && text.contains("&lt;")) {
                repairs.note("repaired-address", "");
                text = text.replace("&lt;", "<").replace("&gt;", ">");
            }
            if (text.indexOf('<') < 0 && text.indexOf('\uFF1C') >= 0) {
                repairs.note("repaired-address", "");
                text = text.replace('\uFF1C', '<').replace('\uFF1E', '>');
            }
            add(scanned(text, repairs), out, repairs, true);
        }
        return out;
    }

    /**
     * The authors of a message. A bare word, as {@code MAILER-DAEMON (Mail Delivery System)}, is somebody on the machine that
     * wrote it; elsewhere it is no address.
     */
    public static List<Address> authors(List<String> latin1Fields, @Nullable String bodyCharset, Repairs repairs) {
        if (latin1Fields.size() == 1) {
            Matcher local = LOCAL.matcher(latin1Fields.get(0));
            if (local.matches()) {
                String name = local.group(2);
                return List.of(
                        Address.email(local.group(1), name == null ? null : clean(EncodedWords.decode(name, repairs))));
            }
        }
        return parse(latin1Fields, bodyCharset, repairs);
    }

    private static List<AddressScanner.Mailbox> scanned(String text, Repairs repairs) {
        AddressScanner scanner = new AddressScanner(text);
        List<AddressScanner.Mailbox> found = scanner.mailboxes();
        if (scanner.repaired()) {
            repairs.note("repaired-address", "");
        }
        return found;
    }

    private static void add(List<AddressScanner.Mailbox> mailboxes, List<Address> out, Repairs repairs, boolean look) {
        StringBuilder comma = new StringBuilder();
        for (AddressScanner.Mailbox mailbox : mailboxes) {
            if (out.size() >= MOST) {
                repairs.note("too-many-addresses", "only the first " + MOST + " were read");
                return;
            }
            String name = clean(EncodedWords.decode(mailbox.name(), repairs));
            String value = mailbox.address();
            if (value != null && value.startsWith("=?")) {
                value = EncodedWords.decode(value, repairs);
            }
            if (value == null && look) {
                value = bareAddress(name);
                if (value != null) {
                    name = "";
                }
            }
            if (value == null && look && name.indexOf('@') > 0 && name.indexOf('<') >= 0) {
                repairs.note("address-inside-encoded-word", "");
                add(scanned(name, repairs), out, repairs, false);
                continue;
            }
            if (value == null && look) {
                List<Address> inside = LooseAddresses.in(name);
                if (!inside.isEmpty()) {
                    repairs.note("repaired-address", "");
                    out.addAll(inside);
                    continue;
                }
            }
            if (value == null) {
                // "Doe, John <j@x>": a name with a bare comma; its first half waits for the address.
                if (!name.isEmpty() && comma.length() < LONGEST_NAME) {
                    comma.append(comma.length() == 0 ? "" : ", ").append(name);
                }
                continue;
            }
            if (comma.length() > 0) {
                boolean joins = mailbox.angled();
                repairs.note(
                        joins ? "unquoted-comma-in-name" : "bad-address", joins ? "" : "a name without an address");
                if (joins) {
                    name = name.isEmpty() ? comma.toString() : comma + ", " + name;
                }
                comma.setLength(0);
            }
            String address = repaired(value, repairs);
            if (address.isEmpty() || address.length() > LONGEST_ADDRESS || address.endsWith(":")) {
                repairs.note("bad-address", "skipped");
                continue;
            }
            out.add(Address.email(address, name.isEmpty() || name.equals(address) ? null : name));
        }
        if (comma.length() > 0) {
            repairs.note("bad-address", "a name without an address");
        }
    }

    private static @Nullable String bareAddress(String text) {
        int at = text.indexOf('@');
        if (at <= 0 || at == text.length() - 1 || text.indexOf('<') >= 0 || LooseAddresses.isSpoilt(text)) {
            return null;
        }
        int from = text.startsWith("\"") ? Math.max(0, text.indexOf("\"@")) : 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' && i > 0 && i + 1 < text.length()) {
                // Blanks around dots and the at sign are the obsolete form (RFC 5322 section 4.4).
                boolean obsolete = "@.".indexOf(text.charAt(i - 1)) >= 0 || "@.".indexOf(text.charAt(i + 1)) >= 0;
                if (obsolete) {
                    continue;
                }
                return null;
            }
        }
        return text;
    }

    private static String repaired(String value, Repairs repairs) {
        StringBuilder out = new StringBuilder(value.length());
        boolean quoted = false;
        boolean hidden = false;
        int comment = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && c == '(') {
                comment++;
            }
            if (comment > 0) {
                comment -= c == ')' ? 1 : 0;
                continue;
            }
            boolean drop = Character.isISOControl(c)
                    || (!quoted && (c == ' ' || c == '\u00A0'))
                    || Character.getType(c) == Character.FORMAT;
            hidden |= Character.getType(c) == Character.FORMAT;
            if (!drop) {
                out.append(c);
            }
        }
        String plain = out.toString();
        String address = plain;
        if (address.regionMatches(true, 0, "mailto:", 0, 7)) {
            address = address.substring(7);
        }
        if (address.regionMatches(true, 0, "smtp:", 0, 5)) {
            address = address.substring(5);
        }
        if (address.indexOf('@') < 0) {
            address = address.replace('\uFF20', '@');
        }
        // A source route, obsolete since RFC 2821: "@one,@two:user@host".
        int colon = address.startsWith("@") ? address.indexOf(':') : -1;
        if (colon > 0) {
            address = address.substring(colon + 1);
        }
        if (address.length() > 2 && address.startsWith("'") && address.endsWith("'")) {
            address = address.substring(1, address.length() - 1);
        }
        int end = address.length();
        while (end > 0
                && (address.charAt(end - 1) == '.'
                        || address.charAt(end - 1) == ','
                        || address.charAt(end - 1) == ';')) {
            end--;
        }
        address = address.substring(0, end);
        if ((!address.equals(plain) && colon <= 0) || hidden) {
            repairs.note("repaired-address", "");
        }
        return address;
    }

    private static boolean turnsDirection(char c) {
        return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    }

    /** A display name on one line, without characters that deceive. */
    public static String clean(String name) {
        StringBuilder out = new StringBuilder(Math.min(name.length(), LONGEST_NAME));
        boolean space = false;
        for (int i = 0; i < name.length() && out.length() < LONGEST_NAME; i++) {
            char c = name.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0' || Character.isISOControl(c)) {
                space = out.length() > 0;
            } else if (!turnsDirection(c)) {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
            }
        }
        if (out.length() > 0 && Character.isHighSurrogate(out.charAt(out.length() - 1))) {
            out.setLength(out.length() - 1);
        }
        String text = out.toString();
        boolean enclosed = text.length() > 1
                && text.charAt(0) == text.charAt(text.length() - 1)
                && (text.charAt(0) == '\'' || (text.charAt(0) == '"' && text.indexOf('"', 1) == text.length() - 1));
        return enclosed ? text.substring(1, text.length() - 1).strip() : text;
    }
}
