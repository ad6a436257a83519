package io.deskwire.adapter.imap;

import java.util.Locale;
import org.eclipse.angus.mail.iap.Response;

/** The server answered NO or BAD. */
final class ImapRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean bad;

    private ImapRefusal(String text, String code, boolean bad) {
        super(text);
        this.code = code;
        this.bad = bad;
    }

    static ImapRefusal of(Response response) {
        String rest = response.getRest();
        String code = "";
        String text = rest;
        int end = rest.indexOf(']');
        if (rest.startsWith("[") && end > 0) {
            String inside = rest.substring(1, end);
            int space = inside.indexOf(' ');
            code = (space < 0 ? inside : inside.substring(0, space)).toUpperCase(Locale.ROOT);
            text = rest.substring(end + 1).strip();
        }
        return new ImapRefusal(Failures.shown(text), code, response.isBAD());
    }

    /** The response code in upper case, such as {@code TRYCREATE} (RFC 5530); empty when there is none. */
    String code() {
        return code;
    }

    /** Whether the server called the command itself wrong. */
    boolean isBad() {
        return bad;
    }

    /** The server's words, cut and without control characters. */
    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
