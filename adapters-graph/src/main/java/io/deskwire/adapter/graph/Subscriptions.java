package io.deskwire.adapter.graph;

import com.microsoft.graph.models.Subscription;
import com.microsoft.graph.models.SubscriptionCollectionResponse;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The application's subscriptions at Graph. */
final class Subscriptions {

    private static final int MOST_PAGES = 50;

    private final GraphCalls calls;

    Subscriptions(GraphCalls calls) {
        this.calls = calls;
    }

    /**
     * What Graph says of a subscription.
     *
     * @param expires when it ends, which may be sooner than was asked for
     */
    record Found(
            String id,
            String resource,
            String address,
            @Nullable Instant expires) {}

    Found create(String resource, String address, Secret state, Instant expires) throws ChannelException {
        Subscription made = calls.make((client, request) -> {
            Subscription wanted = new Subscription();
            wanted.setChangeType("created");
            wanted.setResource(resource);
            wanted.setNotificationUrl(address);
            wanted.setLifecycleNotificationUrl(address);
            wanted.setClientState(state.reveal());
            wanted.setExpirationDateTime(expires.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
            return client.subscriptions().post(wanted, request.plain());
        });
        if (made == null || made.getId() == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph gave a subscription no id");
        }
        return found(made);
    }

    /** A later end, which also answers a demand to authorise anew. */
    Found renew(String id, Instant expires) throws ChannelException {
        return found(calls.ask((client, request) -> {
            Subscription change = new Subscription();
            change.setExpirationDateTime(expires.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
            return client.subscriptions().bySubscriptionId(id).patch(change, request.plain());
        }));
    }

    Found look(String id) throws ChannelException {
        return found(calls.ask(
                (client, request) -> client.subscriptions().bySubscriptionId(id).get(request.plain())));
    }

    /** One that is gone already is as good. */
    void delete(String id) throws ChannelException {
        try {
            calls.ask((client, request) -> {
                client.subscriptions().bySubscriptionId(id).delete(request.plain());
                return null;
            });
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** All of this application in its directory. */
    List<Found> all() throws ChannelException {
        List<Found> all = new ArrayList<>();
        @Nullable String link = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String at = link;
            SubscriptionCollectionResponse answer = calls.ask((client, request) -> at == null
                    ? client.subscriptions().get(request.plain())
                    : client.subscriptions().withUrl(at).get(request.plain()));
            if (answer == null) {
                break;
            }
            for (Subscription one : Objects.requireNonNullElse(answer.getValue(), List.<Subscription>of())) {
                all.add(found(one));
            }
            link = answer.getOdataNextLink();
            if (link == null) {
                break;
            }
        }
        return all;
    }

    private static Found found(@Nullable Subscription subscription) throws ChannelException {
        if (subscription == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph said nothing of a subscription");
        }
        return new Found(
                Objects.requireNonNullElse(subscription.getId(), ""),
                Objects.requireNonNullElse(subscription.getResource(), ""),
                Objects.requireNonNullElse(subscription.getNotificationUrl(), ""),
                subscription.getExpirationDateTime() == null
                        ? null
                        : subscription.getExpirationDateTime().toInstant());
    }
}
