package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A mail as the inbound webhook posts it. */
final class PostmarkInbound {

    /** They have fields of their own. */
    private static final Set<String> TAKEN_OUT = Set.of("from", "to", "cc", "bcc", "subject", "date", "reply-to");

    private final String messageId;
    private final String sender;
    private final String recipient;
    private final byte[] mail;
    private final TakenApart apart;

    PostmarkInbound(String messageId, String sender, String recipient, byte[] mail) {
        this.messageId = messageId;
        this.sender = sender;
        this.recipient = recipient;
        this.mail = mail;
        this.apart = TakenApart.of(mail);
    }

    byte[] json(boolean raw) {
        Map<String, Object> post = new LinkedHashMap<>();
        List<Map<String, Object>> from = people("From");
        post.put("FromName", from.isEmpty() ? "" : from.get(0).get("Name"));
        post.put("MessageStream", "inbound");
        post.put("From", from.isEmpty() ? "" : from.get(0).get("Email"));
        post.put("FromFull", from.isEmpty() ? person("", "") : from.get(0));
        for (String field : List.of("To", "Cc", "Bcc")) {
            post.put(field, apart.decoded(field));
            post.put(field + "Full", people(field));
        }
        post.put("OriginalRecipient", recipient);
        post.put("Subject", apart.decoded("Subject"));
        post.put("MessageID", messageId);
        post.put("ReplyTo", apart.decoded("Reply-To"));
        post.put("MailboxHash", hash(recipient));
        post.put("Date", apart.decoded("Date"));
        TakenApart.Text text = apart.text();
        TakenApart.Text html = apart.html();
        post.put("TextBody", text == null ? "" : text.decoded());
        post.put("HtmlBody", html == null ? "" : html.decoded());
        post.put("StrippedTextReply", "");
        if (raw) {
            // A text has no bytes: what is no UTF-8 is lost.
            post.put("RawEmail", new String(mail, StandardCharsets.UTF_8).replace("\r\n", "\n"));
        }
        post.put("Tag", "");
        post.put("Headers", headers());
        post.put("Attachments", attachments());
        return Json.writeBytes(post);
    }

    private List<Object> headers() {
        List<Object> headers = new ArrayList<>();
        header(headers, "Return-Path", "<" + sender + ">");
        header(headers, "Received", "by p-pm-inbound (Postfix) id 1; Tue, 14 Jan 2025 09:30:01 +0000 (UTC)");
        header(headers, "X-Spam-Checker-Version", "SpamAssassin 3.4.0");
        header(headers, "X-Spam-Status", "No");
        header(headers, "X-Spam-Score", "-0.1");
        header(headers, "X-Spam-Tests", "DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,SPF_PASS");
        header(headers, "Received-SPF", "Pass (sender SPF authorized) identity=mailfrom");
        for (TakenApart.Field field : apart.fields()) {
            if (!TAKEN_OUT.contains(field.name().toLowerCase(Locale.ROOT))) {
                header(headers, field.name(), field.value());
            }
        }
        return headers;
    }

    private static void header(List<Object> headers, String name, String value) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("Name", name);
        header.put("Value", value);
        headers.add(header);
    }

    private List<Object> attachments() {
        List<Object> attachments = new ArrayList<>();
        for (TakenApart.File file : apart.files()) {
            Map<String, Object> attachment = new LinkedHashMap<>();
            attachment.put("Name", file.fileName() == null ? "" : file.fileName());
            attachment.put("Content", Base64.getEncoder().encodeToString(file.bytes()));
            attachment.put("ContentType", file.contentType());
            attachment.put("ContentLength", file.bytes().length);
            attachment.put(
                    "ContentID",
                    file.contentId() == null ? "" : file.contentId().replaceAll("^<|>$", ""));
            attachments.add(attachment);
        }
        return attachments;
    }

    private List<Map<String, Object>> people(String field) {
        List<Map<String, Object>> people = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(apart.decoded(field))) {
                String name = address.getPersonal();
                people.add(person(address.getAddress(), name == null ? "" : name));
            }
        } catch (AddressException e) {
            return List.of();
        }
        return people;
    }

    private static Map<String, Object> person(String email, String name) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("Email", email);
        person.put("Name", name);
        person.put("MailboxHash", hash(email));
        return person;
    }

    private static String hash(String address) {
        int plus = address.indexOf('+');
        int at = address.lastIndexOf('@');
        return plus < 0 || at < plus ? "" : address.substring(plus + 1, at);
    }
}
