package io.deskwire.mime;

import io.deskwire.channel.Decoder;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.parse.AttachmentReader;
import io.deskwire.mime.parse.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * E-mail as it travels (RFC 5322, MIME) to messages. Reads as a stream: texts are held, attachments are only counted and
 * hashed, whatever their size. Never fails on what the bytes hold: damage and limits become issues.
 *
 * <p>Metadata it understands, as a provider that received the mail reports it: {@code envelope_sender} (empty for the null
 * sender), {@code provider_message_id}, {@code provider_thread_id}; the verdicts {@code spf}, {@code dkim}, {@code dmarc} in
 * the words of RFC 8601; {@code spam} and {@code virus}, words for people about what the provider suspects. Safe for use by
 * many threads.
 */
public final class MimeDecoder implements Decoder {

    /** The format that items for this decoder carry. */
    public static final String FORMAT = "rfc822";

    private final MimeLimits limits;
    private final LongSupplier nanos;

    /** With default limits, timed by the system. */
    public MimeDecoder() {
        this(MimeLimits.defaults(), System::nanoTime);
    }

    /**
     * With limits of your own.
     *
     * @param nanos a clock that only moves forward, in nanoseconds, for {@link MimeLimits#maxTime}
     */
    public MimeDecoder(MimeLimits limits, LongSupplier nanos) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.nanos = Objects.requireNonNull(nanos, "nanos");
    }

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        return new MessageReader(raw, limits, nanos).read(meta);
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        return new AttachmentReader(raw, limits).open(index);
    }
}
