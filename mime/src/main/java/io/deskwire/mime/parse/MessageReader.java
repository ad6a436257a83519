package io.deskwire.mime.parse;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.FileNames;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.kind.MachineParts;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message in one pass: texts are held, files are counted and hashed as they go by. Begins again, at most a few
 * times, when a multipart turns out to use another boundary than it says.
 */
public final class MessageReader {

    private final Content raw;
    private final MimeLimits limits;
    private final LongSupplier nanos;

    public MessageReader(Content raw, MimeLimits limits, LongSupplier nanos) {
        this.raw = raw;
        this.limits = limits;
        this.nanos = nanos;
    }

    /** The message. */
    public ParsedMessage read(Map<String, String> meta) throws IOException {
        return read(pass -> pass.message(meta));
    }

    /** What stands in the message, without understanding it. */
    public Letter letter(Map<String, String> meta) throws IOException {
        return read(pass -> pass.letter(meta));
    }

    private <T> T read(Reading<T> reading) throws IOException {
        Map<Integer, String> boundaries = new HashMap<>();
        while (true) {
            Repairs repairs = new Repairs();
            try (InputStream bytes = raw.open()) {
                return reading.of(new Pass(bytes, repairs, boundaries));
            } catch (WrongBoundary wrong) {
                boundaries.put(wrong.ordinal, wrong.boundary);
            }
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(Pass pass) throws IOException, WrongBoundary;
    }

    private final class Pass {
        private final Repairs repairs;
        private final RawGate gate;
        private final Pieces pieces;
        private final List<ReadFile> files = new ArrayList<>();
        private final MachineParts machine = new MachineParts();
        private final MessageAssembly assembly;
        private @Nullable String textCharset;

        Pass(InputStream bytes, Repairs repairs, Map<Integer, String> boundaries) {
            this.repairs = repairs;
            long time = limits.maxTime().toNanos();
            gate = new RawGate(bytes, raw.length(), limits.maxBytes(), limits.maxHeaderBytes(), nanos, time, repairs);
            pieces = new Pieces(gate, limits, repairs, boundaries);
            assembly = new MessageAssembly(limits, repairs);
        }

        ParsedMessage message(Map<String, String> meta) throws IOException, WrongBoundary {
            BodyDigest digest = parts();
            return assembly.finish(pieces.walker().fields(), charset(), attachments(), machine, digest, meta);
        }

        Letter letter(Map<String, String> meta) throws IOException, WrongBoundary {
            BodyDigest digest = parts();
            return assembly.letter(pieces.walker().fields(), charset(), attachments(), digest, meta);
        }

        private BodyDigest parts() throws IOException, WrongBoundary {
            for (Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
                switch (piece.role()) {
                    case TEXT -> text(piece, false);
                    case HTML -> text(piece, true);
                    case ATTACHMENT -> attachment(piece);
                    case LEFT_OUT -> {}
                }
            }
            return gate.drain(raw.length());
        }

        private @Nullable String charset() {
            String root = pieces.walker().rootCharset();
            return root == null ? textCharset : root;
        }

        private List<Attachment> attachments() {
            List<Attachment> attachments = new ArrayList<>();
            for (ReadFile each : files) {
                attachments.add(each.attachment(attachments.size()));
            }
            return attachments;
        }

        private void text(Piece piece, boolean html) throws IOException {
            Leaf leaf = piece.leaf();
            int most = html ? limits.maxHtmlBytes() : limits.maxTextBytes();
            LeafBytes bytes = piece.bytes();
            byte[] held = bytes.upTo(most);
            if (bytes.skipRest() > 0) {
                repairs.note(html ? "html-truncated" : "text-truncated", "only the first " + most + " bytes were kept");
            }
            String charset = leaf.header().charset();
            String near = html && charset == null ? HtmlCharset.of(held, held.length) : null;
            if (textCharset == null) {
                textCharset = charset == null ? near : charset;
            }
            if (near == null) {
                near = hint();
            }
            String content = withoutPadding(MailCharsets.decode(held, held.length, charset, near, repairs));
            // NUL stands in no text that a database takes.
            boolean nul = content.indexOf('\0') >= 0;
            if (nul) {
                repairs.note("nul-character", "in the text");
            }
            String clean = nul ? content.replace('\0', '\uFFFD') : content;
            boolean untyped = leaf.isRoot() && !leaf.header().fields().has("content-type");
            boolean document = untyped && LooksHtml.is(clean);
            if (document) {
                repairs.note("undeclared-html", "no Content-Type");
            }
            assembly.text(leaf, html || document, html || document ? clean : plain(leaf.header(), clean));
        }

        /** The charset of something near: of another text, or of the words in the header. */
        private @Nullable String hint() {
            if (textCharset != null) {
                return textCharset;
            }
            String subject = pieces.walker().fields().first("subject");
            String fromSubject = subject == null ? null : EncodedWords.charset(subject);
            String from = pieces.walker().fields().first("from");
            return fromSubject == null && from != null ? EncodedWords.charset(from) : fromSubject;
        }

        private void attachment(Piece piece) throws IOException {
            PartHeader header = piece.leaf().header();
            LeafBytes bytes = piece.bytes();
            Piece.File file = Objects.requireNonNull(piece.file(), "an attachment is a file");
            Counted whole = piece.whole();
            if (whole != null) {
                files.add(new ReadFile(file, whole::size, whole::hex, null));
                return;
            }
            MessageDigest sha = BodyDigest.sha256();
            String mediaType = file.mediaType().get();
            boolean wanted = MachineParts.wants(mediaType);
            boolean calendar = mediaType.equals("text/calendar")
                    || mediaType.equals("application/ics")
                    || mediaType.equals("text/x-vcalendar");
            boolean mail = mediaType.equals("message/rfc822") || mediaType.equals("message/global");
            boolean letter =
                    assembly.isEmpty() && mediaType.equals("text/plain") && "inline".equals(header.disposition());
            byte[] head = wanted || letter || calendar || mail ? bytes.upTo(MachineParts.HELD) : new byte[0];
            sha.update(head);
            long size = head.length + bytes.digestRest(sha);
            if (size > head.length && (calendar || (wanted && MachineParts.readsAll(mediaType)))) {
                repairs.note("report-truncated", mediaType + ": only the first " + head.length + " bytes were read");
            }
            if (wanted) {
                machine.take(
                        mediaType, unixLines(MailCharsets.decode(head, head.length, header.charset(), new Repairs())));
            }
            if (letter) {
                assembly.fallback(
                        plain(header, MailCharsets.decode(head, head.length, header.charset(), new Repairs())));
            }
            if (calendar) {
                assembly.calendar(MailCharsets.decode(head, head.length, header.charset(), new Repairs()));
            }
            if (mail) {
                assembly.nested(head);
            }
            String hex = BodyDigest.hex(sha);
            files.add(new ReadFile(file, () -> size, () -> hex, mail ? NestedMail.name(head) : null));
        }
    }

    /**
     * A file that was read; its name may have stood behind it.
     *
     * @param otherwise the name where the message gives none
     */
    private record ReadFile(
            Piece.File file,
            LongSupplier size,
            Supplier<String> sha,
            @Nullable String otherwise) {

        Attachment attachment(int index) {
            String mediaType = file.mediaType().get();
            String given = file.name().get();
            String name = given == null || given.isBlank() ? otherwise : given;
            return new Attachment(
                    index,
                    FileNames.safe(NestedMail.withExtension(name, mediaType), mediaType, index),
                    mediaType,
                    size.getAsLong(),
                    sha.get(),
                    false,
                    file.contentId().get(),
                    Attachment.State.AVAILABLE);
        }
    }

    /** Outlook's texts end in NUL, as they do in memory. */
    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String plain(PartHeader header, String content) {
        String text = unixLines(content);
        if (EnrichedText.isOne(header.mediaType())) {
            return EnrichedText.plain(text, header.mediaType());
        }
        String format = header.type().get("format");
        if (format != null && format.toLowerCase(Locale.ROOT).equals("flowed")) {
            return FlowedText.join(text, "yes".equalsIgnoreCase(header.type().get("delsp")));
        }
        return text;
    }

    private static String unixLines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }
}
