package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message as e-mail, byte for byte as {@link MimeComposer} writes it, to be read by a caller: its length is known beforehand
 * and files are encoded as they are read. Texts and headers are held.
 */
public final class MailBytes implements Content {

    private final Pieces pieces;

    private MailBytes(Pieces pieces) {
        this.pieces = pieces;
    }

    /**
     * Composes a message; files are not opened yet.
     *
     * @throws IllegalArgumentException when {@link MimeComposer#check} finds anything
     */
    public static MailBytes of(OutboundMessage message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        List<Integer> places = new ArrayList<>();
        List<OutboundAttachment> empty = new ArrayList<>();
        // An empty file in the place of each shows, by when it is opened, where the real one goes.
        message.attachments()
                .forEach(file -> empty.add(new OutboundAttachment(
                        file.fileName(), file.contentType(), file.contentId(), new Place(frame, places, file))));
        try {
            new MimeComposer().write(message.withAttachments(empty), frame);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return new MailBytes(Pieces.of(pieces(frame.toByteArray(), places, ordered(empty))));
    }

    /**
     * What keeps a message from being sent as e-mail of a provider that takes so much at most. Reads no file.
     *
     * @param most bytes of the whole mail, files encoded
     */
    public static List<MessageProblem> problems(OutboundMessage message, long most) {
        List<MessageProblem> problems = new ArrayList<>();
        new MimeComposer().check(message).forEach(problem -> problems.add(new MessageProblem("message", problem)));
        if (message.rich() != null) {
            problems.add(new MessageProblem("template", "e-mail carries text, HTML and files only"));
        }
        if (problems.isEmpty()) {
            long length = of(message).length();
            if (length > most) {
                problems.add(new MessageProblem(
                        "attachments",
                        "the whole mail would have " + length + " bytes; the provider takes at most " + most));
            }
        }
        return problems;
    }

    private static List<Place> ordered(List<OutboundAttachment> files) {
        return files.stream()
                .map(file -> (Place) file.content())
                .filter(Place::isPlaced)
                .sorted((a, b) -> Integer.compare(a.number, b.number))
                .toList();
    }

    private static List<Content> pieces(byte[] frame, List<Integer> places, List<Place> files) {
        List<Content> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < files.size(); i++) {
            pieces.add(Content.of(Arrays.copyOfRange(frame, from, places.get(i))));
            pieces.add(Base64Content.inLines(files.get(i).file.content()));
            from = places.get(i);
        }
        pieces.add(Content.of(Arrays.copyOfRange(frame, from, frame.length)));
        return pieces;
    }

    @Override
    public long length() {
        return pieces.length();
    }

    @Override
    public String sha256() {
        return pieces.sha256();
    }

    @Override
    public InputStream open() {
        return pieces.open();
    }

    /** Nothing, and a note of where it was asked for. */
    private static final class Place implements Content {
        private final ByteArrayOutputStream frame;
        private final List<Integer> places;
        private final OutboundAttachment file;
        private int number = -1;

        Place(ByteArrayOutputStream frame, List<Integer> places, OutboundAttachment file) {
            this.frame = frame;
            this.places = places;
            this.file = file;
        }

        boolean isPlaced() {
            return number >= 0;
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public String sha256() {
            return Digests.of(this);
        }

        @Override
        public InputStream open() {
            number = places.size();
            places.add(frame.size());
            return InputStream.nullInputStream();
        }
    }
}
