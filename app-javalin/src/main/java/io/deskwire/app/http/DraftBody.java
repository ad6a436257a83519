package io.deskwire.app.http;

import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.RichContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of an answer, or of a message that starts a conversation. */
final class DraftBody {

    private static final Set<String> REPLY = Set.of("text", "html", "attachments", "cc", "send_at");
    private static final String TO_FORWARDED_SENDER = "to_forwarded_sender";
    private static final Set<String> START = Set.of("to", "subject");
    private static final Set<String> FILE = Set.of("file_name", "content_type", "content_base64", "content_id");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+");
    /** Country code first, at most 15 digits (ITU-T E.164). */
    private static final Pattern E164 = Pattern.compile("\\+?[1-9][0-9]{6,14}");

    private static final Pattern NUMBER_PUNCTUATION = Pattern.compile("[ ().-]");
    private static final Pattern BUSINESS_USER_ID = Pattern.compile("[A-Z]{2}(\\.ENT)?\\.[A-Za-z0-9]{1,128}");
    private static final Pattern CONTENT_ID = Pattern.compile("[!-;=?-~]{1,200}");
    private static final int MOST_FILES = 100;

    /** Where people are called by numbers instead of e-mail addresses. */
    private static final String WHATSAPP = "whatsapp";

    private final Fields body;
    private final String text;
    private final @Nullable String html;
    private final @Nullable List<Address> cc;
    private final @Nullable Instant sendAt;
    private final boolean toForwardedSender;
    private final List<File> files;
    private final List<Address> to;
    private final @Nullable String subject;
    private final RichFields rich;

    private record File(
            String fileName, String contentType, @Nullable String contentId, String base64, String path) {}

    private DraftBody(Map<String, Object> tree, boolean start, String provider) {
        this.body = new Fields(tree);
        Set<String> known = new HashSet<>(REPLY);
        known.addAll(RichFields.NAMES);
        if (start) {
            known.addAll(START);
        } else {
            known.add(TO_FORWARDED_SENDER);
        }
        body.allowOnly(known);
        this.rich = new RichFields(body, provider.equals(WHATSAPP), start);
        String plain = body.text("text");
        this.text = plain == null ? "" : plain;
        this.html = body.text("html");
        this.cc = body.has("cc") ? addresses("cc", false) : null;
        this.sendAt = body.time("send_at");
        this.toForwardedSender = !start && body.bool(TO_FORWARDED_SENDER, false);
        this.files = files();
        this.to = start ? addresses("to", provider.equals(WHATSAPP)) : List.of();
        this.subject = start ? body.text("subject") : null;
        if (start && to.isEmpty() && !body.has("to")) {
            body.problem("to", "is required");
        }
        if (text.isBlank() && (html == null || html.isBlank()) && files.isEmpty() && !rich.isPresent()) {
            body.problem("text", "is required where there is neither html nor an attachment");
        }
    }

    /**
     * An answer; 422 when anything is wrong with it.
     *
     * @param provider of the channel it leaves by
     */
    static DraftBody reply(Map<String, Object> tree, String provider) {
        return checked(new DraftBody(tree, false, provider));
    }

    /** A first message; see {@link #reply}. */
    static DraftBody start(Map<String, Object> tree, String provider) {
        return checked(new DraftBody(tree, true, provider));
    }

    private static DraftBody checked(DraftBody draft) {
        draft.body.check();
        return draft;
    }

    List<Address> to() {
        return to;
    }

    @Nullable String subject() {
        return subject;
    }

    /**
     * Stores the files; 422 when one cannot be decoded, or a reaction is on no message of the customer's.
     *
     * @param target finds the message that a reaction is on
     */
    ReplyDraft store(Outbox outbox, String tenantId, RichFields.Target target) {
        RichContent richContent = rich.content(target);
        body.check();
        List<OutboundAttachment> attachments = new ArrayList<>();
        for (File file : files) {
            try (InputStream bytes = Base64.getDecoder()
                    .wrap(new ByteArrayInputStream(file.base64().getBytes(StandardCharsets.ISO_8859_1)))) {
                Content content = outbox.store(tenantId, bytes);
                attachments.add(new OutboundAttachment(file.fileName(), file.contentType(), file.contentId(), content));
            } catch (IOException | IllegalArgumentException e) {
                body.problem(file.path(), "is not base64 (RFC 4648 section 4)");
            }
        }
        body.check();
        return new ReplyDraft(text, html, attachments, cc, sendAt, false, richContent, toForwardedSender);
    }

    private List<File> files() {
        List<Fields> entries = body.objects("attachments");
        if (entries.size() > MOST_FILES) {
            body.problem("attachments", "may be at most " + MOST_FILES);
            return List.of();
        }
        List<File> read = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Fields entry = entries.get(i);
            entry.allowOnly(FILE);
            String name = entry.requiredText("file_name");
            if (name.chars().anyMatch(c -> c < ' ' || c == 127) || name.length() > 255) {
                entry.problem("file_name", "must have at most 255 characters and no control characters");
            }
            String type = entry.text("content_type");
            if (type != null && !MEDIA_TYPE.matcher(type).matches()) {
                entry.problem("content_type", "must be a media type without parameters, such as image/png");
            }
            String id = entry.text("content_id");
            if (id != null && !CONTENT_ID.matcher(id).matches()) {
                entry.problem("content_id", "must be visible ASCII without angle brackets");
            }
            String base64 = entry.text("content_base64");
            if (base64 == null && !entry.has("content_base64")) {
                entry.problem("content_base64", "is required");
            }
            read.add(new File(
                    lastSegment(name),
                    type == null ? "application/octet-stream" : type.toLowerCase(Locale.ROOT),
                    id,
                    base64 == null ? "" : base64,
                    "attachments[" + i + "].content_base64"));
        }
        return read;
    }

    private static String lastSegment(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** Addresses as texts or as {@code {"address","name"}}. */
    private List<Address> addresses(String field, boolean numbers) {
        List<Address> addresses = new ArrayList<>();
        List<?> entries = body.oneOrMore(field);
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            Object entry = entries.get(i);
            Object value = entry instanceof Map<?, ?> map ? map.get("address") : entry;
            Object name = entry instanceof Map<?, ?> map ? map.get("name") : null;
            Optional<Address> address = value instanceof String text && (name == null || isName(name))
                    ? address(text.strip(), (String) name, numbers)
                    : Optional.empty();
            address.ifPresentOrElse(
                    addresses::add,
                    () -> body.problem(
                            field + "[" + index + "]",
                            "must be "
                                    + (numbers
                                            ? "a phone number with its country code, such as +4915112345678, or a"
                                                    + " business-scoped id, such as US.13491208655302741918"
                                            : "an e-mail address")
                                    + ", or {\"address\",\"name\"}"));
        }
        return addresses;
    }

    private static Optional<Address> address(String text, @Nullable String name, boolean numbers) {
        if (!numbers) {
            return looksLikeEmail(text) ? Optional.of(Address.email(text, name)) : Optional.empty();
        }
        if (BUSINESS_USER_ID.matcher(text).matches()) {
            return Optional.of(new Address(Address.Kind.BUSINESS_USER_ID, text, name));
        }
        String digits = NUMBER_PUNCTUATION.matcher(text).replaceAll("");
        return E164.matcher(digits).matches()
                ? Optional.of(Address.phone(digits.startsWith("+") ? digits : "+" + digits, name))
                : Optional.empty();
    }

    private static boolean isName(Object name) {
        return name instanceof String text && text.chars().noneMatch(c -> c < ' ' || c == 127);
    }

    private static boolean looksLikeEmail(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at < text.length() - 1
                && text.length() <= 320
                && text.chars().noneMatch(c -> c <= ' ' || c == 127 || c == '<' || c == '>' || c == ',');
    }
}
