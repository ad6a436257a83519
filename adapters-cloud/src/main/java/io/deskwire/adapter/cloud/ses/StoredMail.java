package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.TransportException;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Brings mails out of the bucket into intake, as they come. */
final class StoredMail {

    /** What SES takes of one mail. */
    static final long LARGEST = 40L << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LONGEST_REFUSAL = 64 << 10;
    /** What the client-side encryption of S3 leaves beside an object. */
    private static final List<String> ENCRYPTED =
            List.of("x-amz-meta-x-amz-key-v2", "x-amz-meta-x-amz-key", "x-amz-meta-x-amz-iv");

    private final AwsCalls calls;

    StoredMail(AwsCalls calls) {
        this.calls = calls;
    }

    /**
     * Fetches one mail and returns when it is durable. Bucket and prefix are the configured ones or nothing is fetched: names
     * in a message are no reason to use our key for them.
     */
    void bring(ReceivedMail mail, Intake intake) throws ChannelException {
        String key = String.valueOf(mail.key());
        refuseForeign(mail, key);
        Optional<ChannelException> failure;
        try {
            failure = calls.transport()
                    .receive(
                            calls.object(key).withTimeout(PATIENCE),
                            (head, body) ->
                                    head.isSuccess() ? stored(mail, key, head, body, intake) : refused(head, body));
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the mail could not be read from the bucket", e);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void refuseForeign(ReceivedMail mail, String key) throws ChannelException {
        String bucket = calls.settings().bucket();
        if (bucket == null || !bucket.equals(mail.bucket())) {
            throw ChannelException.of(
                            FailureKind.UNSUPPORTED, "the mail lies in a bucket that is not the channel's s3_bucket")
                    .withHint("If the bucket " + mail.bucket() + " is right, enter it as s3_bucket and try again.");
        }
        if (!key.startsWith(calls.settings().prefix()) || !ObjectAddress.isPlain(key)) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the mail's name does not begin with s3_prefix")
                    .withHint("If the receipt rule writes elsewhere now, change s3_prefix and try again.");
        }
    }

    private Optional<ChannelException> refused(HttpAnswer head, InputStream body) throws IOException {
        ChannelException refusal = AwsErrors.refusal(head, body.readNBytes(LONGEST_REFUSAL), calls.now());
        if (refusal.kind() != FailureKind.NOT_FOUND) {
            return Optional.of(refusal);
        }
        // Looked for again for days: the object may come late, and a bucket may be named wrongly for a while.
        ChannelException later = ChannelException.of(FailureKind.TRANSIENT, String.valueOf(refusal.getMessage()))
                .withCode(refusal.code().orElse(null));
        return Optional.of(later.withHint(
                refusal.hint().orElse("Does a lifecycle rule of the bucket delete mail before it is fetched?")));
    }

    private Optional<ChannelException> stored(
            ReceivedMail mail, String key, HttpAnswer head, InputStream body, Intake intake) throws IOException {
        if (ENCRYPTED.stream().anyMatch(name -> head.header(name).isPresent())) {
            return Optional.of(ChannelException.of(
                            FailureKind.UNSUPPORTED, "the mail is encrypted by the receipt rule with a key of its own")
                    .withHint("Switch message encryption off in the rule's S3 action; the bucket's own encryption"
                            + " (SSE-S3 or SSE-KMS) protects mail as well and can be read."));
        }
        String length = head.header("content-length").orElse("");
        long expected = length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
        if (expected > LARGEST) {
            return Optional.of(tooLarge());
        }
        CappedStream bytes = new CappedStream(body, LARGEST);
        RawItem item = new RawItem(
                "s3:" + key, MimeDecoder.FORMAT, mail.envelope(), mail.at(), mail.meta(), new Lent(bytes, expected));
        try {
            intake.accept(List.of(item), null).toCompletableFuture().join();
            return Optional.empty();
        } catch (RuntimeException e) {
            if (bytes.exceeded()) {
                return Optional.of(tooLarge());
            }
            Throwable cause = cause(e);
            if (cause instanceof IOException unread) {
                throw unread;
            }
            throw cause instanceof RuntimeException other ? other : e;
        }
    }

    /** What the store's own wrapping is about. */
    private static Throwable cause(RuntimeException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException || cause instanceof UncheckedIOException) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                return cause;
            }
            cause = inner;
        }
        return cause;
    }

    private static ChannelException tooLarge() {
        return ChannelException.of(
                FailureKind.UNSUPPORTED,
                "the object is larger than the " + (LARGEST >> 20) + " MB that a mail may have");
    }

    /** The one stream there is, lent once. */
    private record Lent(InputStream bytes, long expectedLength) implements RawBody {
        @Override
        public InputStream open() {
            return bytes;
        }
    }
}
