package io.deskwire.ledger;

import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSent;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GmailTrouble;
import io.deskwire.testkit.gmail.GoogleClient;
import io.deskwire.testkit.gmail.PubSubPush;
import io.deskwire.testkit.gmail.PushFlaw;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A mailbox at Gmail, announced by Pub/Sub and read by its history. */
final class GmailSource extends Source {

    private static final String PUSHER = "push@helpdesk.iam.gserviceaccount.com";
    private static final String TOPIC = "projects/" + GmailSimulator.PROJECT + "/topics/gmail";

    private final GmailSimulator google;
    private final GoogleClient client;
    private final GmailMailbox mailbox;
    private final List<byte[]> handed = new ArrayList<>();
    private String token;
    private @Nullable PubSubPush push;

    GmailSource(String tenant, Clock clock) {
        super(tenant, "gmail");
        google = GmailSimulator.start(clock);
        client = google.addClient("ledger.apps.googleusercontent.com", "GOCSPX-ledger");
        mailbox = google.addMailbox(ADDRESS);
        mailbox.pacePushes(false);
        token = mailbox.refreshToken(client);
    }

    @Override
    Map<String, Object> config(String webhook) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client_id", client.id());
        config.put("client_secret", "GOCSPX-ledger");
        config.put("refresh_token", token);
        config.put("email_address", ADDRESS);
        config.put("watch_enabled", true);
        config.put("watch_expiry_days", 7);
        config.put("pubsub_topic", TOPIC);
        config.put("push_service_account", PUSHER);
        config.put("webhook_url", webhook);
        config.put("jwks_url", google.jwksUrl());
        config.put("api_base_url", google.apiBaseUrl());
        config.put("token_url", google.tokenUrl());
        config.put("poll_interval_seconds", 20);
        return config;
    }

    @Override
    boolean connected(String webhook) {
        push = google.addTopic(TOPIC).subscribe("ledger", URI.create(webhook), webhook, PUSHER);
        return true;
    }

    @Override
    boolean hand(Letter letter, Random random) {
        byte[] bytes = letter.mail(ADDRESS, random);
        mailbox.receive(bytes);
        synchronized (handed) {
            handed.add(bytes);
        }
        return true;
    }

    @Override
    boolean again() {
        PubSubPush pushing = push;
        if (pushing != null) {
            pushing.retryAll();
        }
        return true;
    }

    @Override
    void repeat(Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                if (mayRereadAll(random, count())) {
                    mailbox.forgetHistory();
                }
            }
            case 1 -> mailbox.repeatHistory(true);
            case 2 -> {
                PubSubPush pushing = push;
                if (pushing != null) {
                    pushing.flaws(PushFlaw.DUPLICATE);
                }
            }
            default -> {
                byte[] one;
                synchronized (handed) {
                    if (handed.isEmpty()) {
                        return;
                    }
                    one = handed.get(random.nextInt(handed.size()));
                }
                mailbox.receive(one);
            }
        }
    }

    private int count() {
        synchronized (handed) {
            return handed.size();
        }
    }

    @Override
    List<String> answers() {
        return mailbox.sent().stream()
                .map(GmailSent::raw)
                .map(raw -> new String(raw, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    String misbehave(Random random) {
        switch (random.nextInt(5)) {
            case 0 -> {
                google.trouble(GmailTrouble.throttled(5), " /gmail/", 10);
                return "gmail 429";
            }
            case 1 -> {
                google.trouble(GmailTrouble.backendError(), " /gmail/", 10);
                return "gmail 503";
            }
            case 2 -> {
                google.trouble(GmailTrouble.cutAfterAccepting(), "send", 1);
                return "gmail cut after accepting";
            }
            case 3 -> {
                google.trouble(GmailTrouble.cutBeforeAccepting(), " /gmail/", 3);
                return "gmail cut before accepting";
            }
            default -> {
                google.trouble(GmailTrouble.backendErrorAfterAccepting(), "send", 1);
                return "gmail 503 after accepting";
            }
        }
    }

    @Override
    boolean cutAfterAccepting() {
        google.trouble(GmailTrouble.cutAfterAccepting(), "send", 1);
        return true;
    }

    @Override
    void behave() {
        google.behave();
    }

    @Override
    boolean revoke() {
        mailbox.revoke();
        google.expireAccessTokens();
        return true;
    }

    @Override
    Map<String, Object> restored(String webhook) {
        token = mailbox.refreshToken(client);
        return config(webhook);
    }

    @Override
    public void close() {
        google.close();
    }
}
