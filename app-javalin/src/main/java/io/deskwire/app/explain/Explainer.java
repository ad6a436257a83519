package io.deskwire.app.explain;

import io.deskwire.json.Json;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads mails and says what would be extracted; never fails on one. */
public final class Explainer {

    private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

    private final MimeDecoder decoder = new MimeDecoder();

    /** One line of JSON, without its end. */
    public String json(StoredMail mail) {
        try {
            return Json.write(Explanation.tree(mail, read(mail)));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("{} could not be read", mail.file(), e);
            return Json.write(Explanation.unread(mail, words(e)));
        }
    }

    /** Some lines for a person, ended by an empty one. */
    public String text(StoredMail mail) {
        try {
            return ForPeople.text(mail, read(mail));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("{} could not be read", mail.file(), e);
            return ForPeople.unread(mail, words(e));
        }
    }

    private ParsedMessage read(StoredMail mail) throws IOException {
        return decoder.decode(mail.content(), Map.of());
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
