package io.deskwire.adapter.imap;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.InboundChannel;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.mail.MailServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the tests of this module share. */
final class Mails {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final String USER = "support@tenant.example";
    static final String PASSWORD = "correct horse";

    private Mails() {}

    static byte[] mail(String subject) {
        return mail(subject, 0);
    }

    /** A message whose body has about so many bytes. */
    static byte[] mail(String subject, int size) {
        StringBuilder text = new StringBuilder("From: customer@example.org\r\nTo: " + USER + "\r\nSubject: " + subject
                + "\r\nMessage-ID: <" + subject.replace(' ', '.') + "@example.org>\r\n"
                + "Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n\r\n.hello\r\n");
        String line = "0123456789".repeat(7) + "\r\n";
        for (int i = 0; i < size; i += line.length()) {
            text.append(line);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static List<byte[]> mails(String prefix, int count) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            mails.add(mail(prefix + " " + i));
        }
        return mails;
    }

    static Map<String, Object> imap(MailServer server) {
        Map<String, Object> document = base(server);
        document.put("port", server.imapPort());
        document.put("use_ssl", false);
        document.put("use_tls", false);
        return document;
    }

    static Map<String, Object> imaps(MailServer server) {
        Map<String, Object> document = base(server);
        document.put("port", server.imapsPort());
        document.put("use_ssl", true);
        document.put("use_tls", false);
        return document;
    }

    static Map<String, Object> pop3(MailServer server) {
        Map<String, Object> document = base(server);
        document.put("port", server.pop3Port());
        document.put("use_ssl", false);
        document.put("use_tls", false);
        return document;
    }

    private static Map<String, Object> base(MailServer server) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", server.host());
        document.put("username", USER);
        document.put("password", PASSWORD);
        document.put("folder", "INBOX");
        document.put("trusted_ca_pem", server.certificatePem());
        server.smtpPort().ifPresent(port -> {
            document.put("smtp_port", port);
            document.put("smtp_use_ssl", false);
            document.put("smtp_use_tls", false);
        });
        return document;
    }

    static Map<String, Object> with(Map<String, Object> document, String field, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(document);
        copy.put(field, value);
        return copy;
    }

    static ChannelConfig config(String provider, Map<String, Object> document) {
        return ChannelConfig.of("tenant", "mail", provider, document, USER);
    }

    static Channel open(Map<String, Object> document) {
        return open(new ImapChannelType(), document, AccessTokens.none());
    }

    static Channel openPop3(Map<String, Object> document) {
        return open(new Pop3ChannelType(), document, AccessTokens.none());
    }

    static Channel open(ChannelType type, Map<String, Object> document, AccessTokens tokens) {
        return type.open(config(type.id(), document), new ChannelContext(EgressPolicy.privateAllowed(), tokens));
    }

    static InboundChannel inbound(Map<String, Object> document) {
        return open(document).inbound().orElseThrow();
    }

    static OutboundMessage message(String subject, String... to) {
        return message(subject, false, to);
    }

    static OutboundMessage message(String subject, boolean automatic, String... to) {
        List<Address> recipients = new ArrayList<>();
        for (String address : to) {
            recipients.add(Address.email(address));
        }
        return new OutboundMessage(
                "m1",
                "tenant",
                "mail",
                "c1",
                "fixed-id@tenant.example",
                Address.email(USER, "Support"),
                null,
                recipients,
                List.of(),
                subject,
                "Hello,\n.\n.two dots\nbye",
                null,
                List.of(),
                null,
                List.of(),
                automatic,
                NOW);
    }

    /** Waits for a condition; fails after a while. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
