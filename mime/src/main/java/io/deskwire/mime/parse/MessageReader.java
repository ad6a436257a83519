package io.deskwire.mime.parse;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeLimits;
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
import java.util.function.LongSupplier;
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
        Map<Integer, String> boundaries = new HashMap<>();
        while (true) {
            Repairs repairs = new Repairs();
            try (InputStream bytes = raw.open()) {
                return new Pass(bytes, repairs, boundaries).read(meta);
            } catch (WrongBoundary wrong) {
                boundaries.put(wrong.ordinal, wrong.boundary);
            }
        }
    }

    private final class Pass {
        private final Repairs repairs;
        private final RawGate gate;
        private final PartWalker walker;
        private final Role.Giver roles;
        private final Map<Integer, String> boundaries;
        private final List<Attachment> attachments = new ArrayList<>();
        private final MachineParts machine = new MachineParts();
        private final MessageAssembly assembly;
        private @Nullable String textCharset;

        Pass(InputStream bytes, Repairs repairs, Map<Integer, String> boundaries) {
            this.repairs = repairs;
            this.boundaries = boundaries;
            long time = limits.maxTime().toNanos();
            gate = new RawGate(bytes, limits.maxBytes(), limits.maxHeaderBytes(), nanos, time, repairs);
            walker = new PartWalker(gate, limits, repairs, boundaries);
            roles = new Role.Giver(limits, repairs);
            assembly = new MessageAssembly(limits, repairs);
        }

        ParsedMessage read(Map<String, String> meta) throws IOException, WrongBoundary {
            if (!boundaries.isEmpty()) {
                repairs.note("wrong-boundary", "the parts use another boundary than declared");
            }
            for (Leaf leaf = walker.next(); leaf != null; leaf = walker.next()) {
                switch (roles.of(leaf)) {
                    case TEXT -> text(leaf, false);
                    case HTML -> text(leaf, true);
                    case ATTACHMENT -> attachment(leaf);
                    case LEFT_OUT -> {}
                }
            }
            BodyDigest digest = gate.drain(raw.length());
            String charset = walker.rootCharset() == null ? textCharset : walker.rootCharset();
            return assembly.finish(walker.fields(), charset, attachments, machine, digest, meta);
        }

        private void text(Leaf leaf, boolean html) throws IOException {
            int most = html ? limits.maxHtmlBytes() : limits.maxTextBytes();
            LeafBytes bytes = new LeafBytes(leaf, true, gate, repairs);
            byte[] held = bytes.upTo(most);
            if (bytes.skipRest() > 0) {
                repairs.note(html ? "html-truncated" : "text-truncated", "only the first " + most + " bytes were kept");
            }
            String charset = leaf.header().charset();
            if (textCharset == null) {
                textCharset = charset;
            }
            String content = MailCharsets.decode(held, held.length, charset, repairs);
            // NUL stands in no text that a database takes.
            String clean = content.indexOf('\0') < 0 ? content : content.replace('\0', '\uFFFD');
            assembly.text(leaf, html, html ? clean : plain(leaf.header(), clean));
        }

        private void attachment(Leaf leaf) throws IOException {
            PartHeader header = leaf.header();
            int index = roles.attachments() - 1;
            LeafBytes bytes = new LeafBytes(leaf, false, gate, repairs);
            MessageDigest sha = BodyDigest.sha256();
            boolean wanted = MachineParts.wants(header.mediaType());
            boolean letter = assembly.isEmpty()
                    && header.mediaType().equals("text/plain")
                    && "inline".equals(header.disposition());
            byte[] head = wanted || letter ? bytes.upTo(MachineParts.HELD) : new byte[0];
            sha.update(head);
            long size = head.length + bytes.digestRest(sha);
            if (wanted) {
                machine.take(
                        header.mediaType(),
                        unixLines(MailCharsets.decode(head, head.length, header.charset(), new Repairs())));
            }
            if (letter) {
                assembly.fallback(
                        plain(header, MailCharsets.decode(head, head.length, header.charset(), new Repairs())));
            }
            attachments.add(new Attachment(
                    index,
                    FileNames.safe(header.fileName(), header.mediaType(), index),
                    header.mediaType(),
                    size,
                    BodyDigest.hex(sha),
                    false,
                    header.contentId(),
                    Attachment.State.AVAILABLE));
        }
    }

    private static String plain(PartHeader header, String content) {
        String text = unixLines(content);
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
