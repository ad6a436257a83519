package io.deskwire.mime.compose;

import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps a message from becoming e-mail; above all, nothing may bring a line break into a header. */
public final class OutboundCheck {

    private static final int LONGEST_ID = 900;

    private final List<String> problems = new ArrayList<>();

    private OutboundCheck() {}

    /** All problems, in words, without the values themselves; empty when the message can be written. */
    public static List<String> problems(OutboundMessage message) {
        OutboundCheck check = new OutboundCheck();
        check.address("from", message.from());
        if (message.replyTo() != null) {
            check.address("reply-to", message.replyTo());
        }
        message.to().forEach(a -> check.address("to", a));
        message.cc().forEach(a -> check.address("cc", a));
        check.line("subject", message.subject());
        if (check.line("message id", message.messageId()) && !isId(message.messageId())) {
            check.problems.add("message id: must be printable ASCII without blanks and angle brackets");
        }
        check.line("in-reply-to", message.inReplyTo());
        message.references().forEach(id -> check.line("references", id));
        for (OutboundAttachment attachment : message.attachments()) {
            check.line("attachment's file name", attachment.fileName());
            check.line("attachment's content type", attachment.contentType());
            String contentId = attachment.contentId();
            if (check.line("attachment's content id", contentId) && contentId != null && !isId(contentId)) {
                check.problems.add(
                        "attachment's content id: must be printable ASCII without blanks and angle brackets");
            }
        }
        return List.copyOf(check.problems);
    }

    /** Whether a text can stand between angle brackets. */
    static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(c -> c > ' ' && c <= '~' && c != '<' && c != '>');
    }

    private boolean line(String what, @Nullable String value) {
        if (value == null) {
            return true;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                problems.add(what + ": CR, LF or NUL is not allowed");
                return false;
            }
        }
        return true;
    }

    private void address(String what, Address address) {
        if (address.kind() != Address.Kind.EMAIL) {
            problems.add(what + ": not an e-mail address");
            return;
        }
        String value = address.value();
        int at = value.lastIndexOf('@');
        if (!line(what, value) || !line(what, address.name())) {
            return;
        }
        if (at <= 0 || at == value.length() - 1) {
            problems.add(what + ": an address needs a local part, @ and a domain");
            return;
        }
        String local = value.substring(0, at);
        if (!local.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            problems.add(what + ": a local part outside ASCII needs SMTPUTF8, which is not supported");
            return;
        }
        boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        if (quoted && !isQuotedString(local)) {
            problems.add(what + ": the local part's quotes do not match");
        }
        if (!quoted && !local.chars().allMatch(c -> c == '.' || HeaderValues.isAtom((char) c))) {
            problems.add(what + ": the local part has characters that must stand in quotes");
        }
        domain(what, value.substring(at + 1));
    }

    private static boolean isQuotedString(String local) {
        for (int i = 1; i < local.length() - 1; i++) {
            if (local.charAt(i) == '\\') {
                i++;
                if (i == local.length() - 1) {
                    return false;
                }
            } else if (local.charAt(i) == '"') {
                return false;
            }
        }
        return true;
    }

    private void domain(String what, String domain) {
        try {
            String ascii = HeaderValues.domain(domain);
            boolean literal = ascii.startsWith("[") && ascii.endsWith("]");
            String name = literal ? ascii.substring(1, ascii.length() - 1) : ascii;
            boolean legal = name.chars()
                    .allMatch(c -> (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '.'
                            || c == '_'
                            || (literal && c == ':'));
            if (!legal || name.isEmpty() || name.length() > 253) {
                problems.add(what + ": the domain has characters that no domain has");
            }
        } catch (IllegalArgumentException e) {
            problems.add(what + ": the domain has no ASCII form");
        }
    }
}
