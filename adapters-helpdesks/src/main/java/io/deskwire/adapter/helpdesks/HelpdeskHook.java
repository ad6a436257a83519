package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a helpdesk pushes; for this module's packages. A post is kept as it came and only names a ticket, which is then
 * read from the helpdesk itself: posts may come twice, late, out of order or out of date, and nothing depends on what they
 * say. Posts that are surely of no interest are answered and not kept.
 */
public abstract class HelpdeskHook implements WebhookChannel {

    private static final Answer OK = Answer.of(200);

    private final String kind;
    private final boolean observe;

    /**
     * @param kind the helpdesk's type, such as {@code zammad}
     * @param observe whether what is not proven is taken all the same, and counted
     */
    protected HelpdeskHook(String kind, boolean observe) {
        this.kind = kind;
        this.observe = observe;
    }

    /**
     * What a post tells.
     *
     * @param ticketId which ticket it is about
     * @param key differs from event to event and is the same whenever the same event is posted again
     */
    public record News(String ticketId, String key) {}

    /**
     * Why a request is not proven, or null when it is.
     *
     * @param body the raw bytes
     */
    protected abstract @Nullable String objection(WebhookRequest request, byte[] body);

    /** Whether anything is configured that could prove a request. */
    protected abstract boolean canProve();

    /** What a proven post tells, or null when it is of no interest. */
    protected abstract @Nullable News news(Map<String, Object> post);

    @Override
    public final Received receive(WebhookRequest request) throws IOException {
        if (!request.method().equals("POST")) {
            return new Received.Refused(Answer.of(405), "not a POST");
        }
        byte[] body;
        try (InputStream bytes = request.body().open()) {
            body = bytes.readAllBytes();
        }
        String objection = objection(request, body);
        if (objection != null && !observe) {
            return new Received.Refused(Answer.of(canProve() ? 401 : 503), objection);
        }
        News news = news(tree(body));
        if (news == null) {
            return new Received.Nothing(OK);
        }
        RawItem item = new RawItem(
                "post:" + news.key(),
                kind + "-post",
                Envelope.unknown(),
                null,
                Map.of(RawItem.ELSEWHERE, AnswerSync.TICKET, AnswerSync.TICKET, news.ticketId()),
                RawBody.of(body));
        return new Received.Items(List.of(item), OK, objection);
    }

    private static Map<String, Object> tree(byte[] body) {
        try {
            return Trees.object(Json.lenient().parse(body));
        } catch (JsonException e) {
            return Map.of();
        }
    }

    /** None: a helpdesk posts to the address of its own document. */
    @Override
    public final Set<String> keys() {
        return Set.of();
    }
}
