package io.deskwire.app;

import io.deskwire.channel.PublicFiles;
import io.deskwire.config.Secret;
import io.deskwire.http.AttachmentLinks;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses of stored files that cannot be guessed: everything about the file stands in the address, with a signature over
 * it. The same on every node; they end after a week, which is longer than any provider tries to fetch.
 */
public final class FileLinks implements PublicFiles, AttachmentLinks {

    /** What the addresses begin with, after scheme and host. */
    public static final String PATH = "/files/";

    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST = 4_000;

    /** The two kinds of token differ in how many fields they have. */
    private static final int STORED_FIELDS = 5;

    private static final int RECEIVED_FIELDS = 6;
    private static final String RECEIVED = "received";

    private final byte[] key;
    private final Supplier<Optional<String>> publicUrl;
    private final Clock clock;

    /**
     * @param threadKey the installation's lasting key, from which one for this purpose is derived
     * @param publicUrl where providers reach this server, without a slash at its end; empty while or where they cannot
     */
    public FileLinks(Secret threadKey, Supplier<Optional<String>> publicUrl, Clock clock) {
        this.key = mac(threadKey.reveal().getBytes(StandardCharsets.UTF_8), "deskwire public files, version 1");
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** What an address says about its file. */
    public record Link(String tenantId, String sha256, String contentType, String fileName) {}

    @Override
    public Optional<URI> publish(String tenantId, OutboundAttachment file) {
        String text = String.join(
                "\n",
                tenantId,
                file.content().sha256(),
                file.contentType(),
                file.fileName().replaceAll("\\p{Cntrl}", "_"),
                String.valueOf(clock.instant().plus(LIFETIME).getEpochSecond()));
        return address(text);
    }

    /** A file of a message that came in, for the helpdesk; longer good than a message is tried for. */
    @Override
    public Optional<AttachmentLinks.Link> link(InboundMessage message, Attachment attachment, Instant now) {
        Instant end = now.plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        String text = String.join(
                "\n",
                RECEIVED,
                message.tenantId(),
                message.id(),
                String.valueOf(attachment.index()),
                String.valueOf(end.getEpochSecond()),
                "");
        return address(text).map(address -> new AttachmentLinks.Link(address, end));
    }

    private Optional<URI> address(String text) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(mac(key, text));
        return publicUrl.get().map(url -> URI.create(url + PATH + token));
    }

    /**
     * A file of a message that came in.
     *
     * @param index {@link Attachment#index}
     */
    public record Received(String tenantId, String messageId, int index) {}

    /** What a token of ours names; empty for any other, and for one whose time is over. */
    public Optional<Link> open(String token, Instant now) {
        return fields(token, STORED_FIELDS)
                .filter(fields -> isGood(fields.get(4), now))
                .map(fields -> new Link(fields.get(0), fields.get(1), fields.get(2), fields.get(3)));
    }

    /** The same for a token of a file that came in. */
    public Optional<Received> openReceived(String token, Instant now) {
        return fields(token, RECEIVED_FIELDS)
                .filter(fields ->
                        MessageDigest.isEqual(bytes(fields.get(0)), bytes(RECEIVED)) && isGood(fields.get(4), now))
                .map(fields -> new Received(fields.get(1), fields.get(2), Integer.parseInt(fields.get(3))));
    }

    private static boolean isGood(String end, Instant now) {
        try {
            return now.isBefore(Instant.ofEpochSecond(Long.parseLong(end)));
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    /** What stands in a token that is ours and of this kind. */
    private Optional<List<String>> fields(String token, int count) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            String text = new String(decoder.decode(token.substring(0, dot)), StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(mac(key, text), decoder.decode(token.substring(dot + 1)))) {
                return Optional.empty();
            }
            List<String> fields = List.of(text.split("\n", -1));
            return fields.size() == count ? Optional.of(fields) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
