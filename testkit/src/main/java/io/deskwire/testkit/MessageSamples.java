package io.deskwire.testkit;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.Decision;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages in one line. Everything not asked for has an unremarkable value. */
public final class MessageSamples {

    /** A moment like any other; samples are dated here. */
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private MessageSamples() {}

    /** A message somebody wrote. */
    public static InboundSample inbound() {
        return new InboundSample();
    }

    /** An answer on its way out. */
    public static OutboundSample outbound() {
        return new OutboundSample();
    }

    /** A small mail as a provider hands it over, different for every key. */
    public static RawItem item(String sourceKey) {
        return item(sourceKey, mail("Item " + sourceKey, "Text of " + sourceKey));
    }

    /** Given bytes as a provider hands them over. */
    public static RawItem item(String sourceKey, byte[] bytes) {
        return item(sourceKey, RawBody.of(bytes));
    }

    /** A given body as a provider hands it over. */
    public static RawItem item(String sourceKey, RawBody body) {
        return new RawItem(
                sourceKey,
                "rfc822",
                new Envelope("ann@customer.example", List.of("support@tenant.example")),
                NOON,
                Map.of(),
                body);
    }

    /** The bytes of a small mail from ann@customer.example. */
    public static byte[] mail(String subject, String text) {
        return ("From: Ann <ann@customer.example>\r\n"
                        + "To: support@tenant.example\r\n"
                        + "Subject: " + subject + "\r\n"
                        + "Date: Mon, 2 Mar 2026 12:00:00 +0000\r\n"
                        + "MIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "\r\n" + text + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A body of unknown length read from a stream as it comes; opened at most once by a store that keeps its word. */
    public static RawBody streamed(InputStream bytes) {
        return new RawBody() {
            @Override
            public long expectedLength() {
                return -1;
            }

            @Override
            public InputStream open() {
                return bytes;
            }
        };
    }

    /** A text file to send. */
    public static OutboundAttachment textFile(String fileName, String text) {
        return new OutboundAttachment(fileName, "text/plain", null, Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The decision that opens a conversation. */
    public static Decision opens(String conversationId) {
        return new Decision(Decision.Outcome.OPENED, conversationId, null, List.of(), List.of());
    }

    /** The decision that joins a conversation. */
    public static Decision joins(String conversationId) {
        return new Decision(Decision.Outcome.JOINED, conversationId, null, List.of(), List.of());
    }

    /** The decision that a message stands alone. */
    public static Decision alone() {
        return new Decision(Decision.Outcome.ALONE, null, null, List.of(), List.of());
    }
}
