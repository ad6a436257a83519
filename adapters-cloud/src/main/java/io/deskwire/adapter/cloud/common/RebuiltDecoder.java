package io.deskwire.adapter.cloud.common;

import io.deskwire.channel.Decoder;
import io.deskwire.channel.Particulars;
import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads mail that a provider took apart: puts it together again and reads that, so that both forms come to the same. */
public final class RebuiltDecoder implements Decoder {

    /** Puts a mail together from the bytes a provider posted. */
    @FunctionalInterface
    public interface Source {
        /**
         * Never fails on what the bytes hold: what is missing stands in the mail's issues.
         *
         * @param raw ranges of it are read in one pass as long as they are read in order
         * @throws IOException when the bytes cannot be read
         */
        RebuiltMail of(Content raw, Map<String, String> meta) throws IOException;
    }

    private final MimeDecoder mime;
    private final Source source;

    /**
     * @param mime reads the mail
     * @param source puts it together
     */
    public RebuiltDecoder(MimeDecoder mime, Source source) {
        this.mime = mime;
        this.source = source;
    }

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        try (InOrder ordered = new InOrder(raw)) {
            RebuiltMail mail = source.of(ordered, meta);
            return withIssues(mime.decode(mail, meta), mail);
        }
    }

    private static ParsedMessage withIssues(ParsedMessage parsed, RebuiltMail mail) {
        if (mail.issues().isEmpty()) {
            return parsed;
        }
        List<Issue> issues = new ArrayList<>(mail.issues());
        issues.addAll(parsed.issues());
        return parsed.withIssues(issues);
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        InOrder ordered = new InOrder(raw);
        boolean handedOver = false;
        try {
            InputStream bytes = mime.attachment(source.of(ordered, meta), meta, index);
            handedOver = true;
            return new FilterInputStream(bytes) {
                @Override
                public void close() throws IOException {
                    try (ordered) {
                        super.close();
                    }
                }
            };
        } finally {
            if (!handedOver) {
                ordered.close();
            }
        }
    }

    @Override
    public Particulars particulars(Content raw, Map<String, String> meta) throws IOException {
        try (InOrder ordered = new InOrder(raw)) {
            return mime.particulars(source.of(ordered, meta), meta);
        }
    }
}
