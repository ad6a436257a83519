package io.deskwire.app.explain;

import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.json.Json;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads mails and updates of webhooks and says what would be extracted; never fails on one. */
public final class Explainer {

    private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

    private final Map<String, Decoder> decoders = new HashMap<>(new WhatsAppChannelType().decoders());

    public Explainer() {
        decoders.put(StoredMail.MAIL, new MimeDecoder());
    }

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
        Decoder decoder = decoders.get(mail.format());
        if (decoder == null) {
            throw new IOException("no decoder reads the format " + mail.format());
        }
        return decoder.decode(mail.content(), mail.meta());
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
