package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.BasicCredentials;
import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Postmark posts: mail and events, each as one JSON object. Postmark takes 200 for done and 403 for never again,
 * which is therefore never the answer; everything else it tries again for ten hours.
 */
final class PostmarkWebhook implements WebhookChannel {

    private static final Answer OK = Answer.of(200);

    private final PostmarkSettings settings;
    private final BasicCredentials credentials;

    PostmarkWebhook(PostmarkSettings settings) {
        this.settings = settings;
        this.credentials = new BasicCredentials(settings.webhookUsernames(), settings.webhookPasswords());
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        if (!request.method().equals("POST")) {
            return new Received.Refused(Answer.of(405), "not a POST");
        }
        String objection = objection(request);
        if (objection != null && !settings.observeOnly()) {
            return new Received.Refused(Answer.of(credentials.isConfigured() ? 401 : 503), objection);
        }
        Optional<PostedJson> posted = PostedJson.read(request.body());
        InboundPost mail = posted.map(InboundPost::of).orElse(null);
        if (mail != null && mail.isSample()) {
            return new Received.Nothing(OK);
        }
        RawItem item = mail != null ? mail.item(settings, request) : event(posted.orElse(null), request);
        return new Received.Items(List.of(item), OK, objection);
    }

    private @Nullable String objection(WebhookRequest request) {
        if (!credentials.isConfigured()) {
            return "webhook_username or webhook_password is not configured";
        }
        if (credentials.shownBy(request)) {
            return null;
        }
        return request.header("authorization").isEmpty()
                ? "it shows no user name and password"
                : "it shows another user name or password";
    }

    private RawItem event(@Nullable PostedJson posted, WebhookRequest request) {
        String mark = posted == null ? null : Correlation.channelMark(posted.tree());
        boolean own = mark == null || mark.equals(Correlation.channelMark(settings.channelName()));
        return new RawItem(
                "event:" + EventKey.of(posted == null ? Map.of() : posted.tree(), request.body()),
                EventDecoder.FORMAT,
                Envelope.unknown(),
                null,
                mark == null || own ? Map.of() : Map.of(RawItem.FOREIGN, WebhookKeys.channel(mark)),
                new ContentBody(request.body()));
    }

    @Override
    public Set<String> keys() {
        return WebhookKeys.of(settings);
    }

    @Override
    public boolean takesForeign() {
        return true;
    }
}
