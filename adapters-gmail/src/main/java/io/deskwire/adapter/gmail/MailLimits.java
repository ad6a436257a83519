package io.deskwire.adapter.gmail;

import io.deskwire.message.Content;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What Gmail takes, and whether a message keeps to it. */
final class MailLimits {

    /** The largest mail, files encoded: the upload limit of {@code users.messages.send}. */
    static final long LARGEST = 36_700_160;

    /** Up to here a mail travels inside the JSON document, which Gmail takes up to about 5 MB; a third is added by base64. */
    static final long LARGEST_IN_JSON = 3_000_000;

    private static final int MOST_RECIPIENTS = 500;

    /** Bytes that become one line of 76 characters (RFC 2045 section 6.8). */
    private static final int LINE = 57;

    private MailLimits() {}

    /** Everything that keeps a message from leaving by Gmail. Reads no file. */
    static List<MessageProblem> problems(OutboundMessage message) {
        List<MessageProblem> problems = new ArrayList<>();
        new MimeComposer().check(message).forEach(problem -> problems.add(new MessageProblem("message", problem)));
        if (message.rich() != null) {
            problems.add(new MessageProblem("template", "e-mail carries text, HTML and files only"));
        }
        if (message.recipients().size() > MOST_RECIPIENTS) {
            problems.add(new MessageProblem("to", "Gmail takes at most " + MOST_RECIPIENTS + " recipients at once"));
        }
        if (problems.isEmpty()) {
            long length = length(message);
            if (length > LARGEST) {
                problems.add(new MessageProblem(
                        "attachments",
                        "the whole mail, files encoded, would have " + length + " bytes; Gmail takes at most "
                                + LARGEST));
            }
        }
        return problems;
    }

    /**
     * Bytes of the mail that a message becomes, told from the lengths of its files without reading them.
     *
     * @throws IllegalArgumentException when the message cannot be written as mail
     */
    static long length(OutboundMessage message) {
        List<OutboundAttachment> empty = new ArrayList<>();
        long files = 0;
        for (OutboundAttachment file : message.attachments()) {
            files += encoded(file.content().length());
            empty.add(
                    new OutboundAttachment(file.fileName(), file.contentType(), file.contentId(), NoContent.INSTANCE));
        }
        ByteCount counter = new ByteCount();
        try {
            ComposedMail.write(message.withAttachments(empty), counter);
        } catch (IOException e) {
            throw new UncheckedIOException("counting cannot fail", e);
        }
        return counter.bytes() + files;
    }

    private static long encoded(long length) {
        long breaks = length == 0 ? 0 : (length - 1) / LINE;
        return (length + 2) / 3 * 4 + 2 * breaks;
    }

    private enum NoContent implements Content {
        INSTANCE;

        @Override
        public long length() {
            return 0;
        }

        @Override
        public String sha256() {
            return Content.of(new byte[0]).sha256();
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
