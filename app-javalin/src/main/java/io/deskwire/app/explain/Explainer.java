package io.deskwire.app.explain;

import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.json.Json;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.mime.header.AuthenticationResults;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads mails and updates of webhooks and says what would be extracted; never fails on one. */
public final class Explainer {

    private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

    private final Map<String, Decoder> decoders = new HashMap<>(new WhatsAppChannelType().decoders());

    private final String trusted;

    /**
     * @param trusted names of servers whose Authentication-Results are believed; when there are none, what the receiving server
     *     seems to have written is shown, since nothing is decided here
     */
    public Explainer(List<String> trusted) {
        this.trusted = String.join(" ", trusted);
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
        return decoder.decode(mail.content(), meta(mail));
    }

    private Map<String, String> meta(StoredMail mail) {
        Map<String, String> meta = new HashMap<>(mail.meta());
        meta.put(trusted.isEmpty() ? AuthenticationResults.BY_RECEIVER : AuthenticationResults.TRUSTED, trusted);
        return meta;
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
