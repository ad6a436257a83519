package io.deskwire.ledger;

import io.deskwire.testkit.graph.GraphApp;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphSimulator;
import io.deskwire.testkit.graph.GraphTrouble;
import io.deskwire.testkit.graph.SignInError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A mailbox at Microsoft 365, announced by a subscription and read by delta queries. */
final class GraphSource extends Source {

    private final GraphSimulator graph;
    private final GraphApp app;
    private final GraphMailbox mailbox;
    private final List<byte[]> handed = new ArrayList<>();

    GraphSource(String tenant, Clock clock) {
        super(tenant, "microsoft365");
        graph = GraphSimulator.start(clock);
        app = graph.addApp("ledger.onmicrosoft.com", "client-of-ledger", "secret-of-ledger");
        mailbox = graph.addMailbox("ledger.onmicrosoft.com", ADDRESS);
    }

    @Override
    Map<String, Object> config(String webhook) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client_id", app.clientId());
        config.put("client_secret", "secret-of-ledger");
        config.put("tenant_id", app.tenant());
        config.put("email_address", ADDRESS);
        config.put("webhook_url", webhook);
        config.put("webhook_secret", "state-of-ledger");
        config.put("api_base_url", graph.apiBaseUrl());
        config.put("token_url", graph.tokenUrl(app.tenant()));
        config.put("poll_interval_seconds", 20);
        return config;
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
        graph.retryAll();
        return true;
    }

    @Override
    void repeat(Random random) {
        switch (random.nextInt(6)) {
            case 0 -> {
                if (mayRereadAll(random, count())) {
                    mailbox.expireDelta("syncStateNotFound", false);
                }
            }
            case 1 -> mailbox.with(GraphQuirk.DUPLICATE_NOTIFICATIONS);
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
                .map(GraphSent::mime)
                .map(mime -> new String(mime, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    String misbehave(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                graph.trouble(GraphTrouble.throttled("5"), "/users/", 10);
                return "graph 429";
            }
            case 1 -> {
                graph.trouble(GraphTrouble.htmlPage(502), "/users/", 10);
                return "graph 502";
            }
            case 2 -> {
                graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
                return "graph cut after accepting";
            }
            default -> {
                graph.trouble(GraphTrouble.droppedBeforeAccepting(), "/users/", 3);
                return "graph cut before accepting";
            }
        }
    }

    @Override
    boolean cutAfterAccepting() {
        graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
        return true;
    }

    @Override
    void behave() {
        graph.behave();
    }

    @Override
    boolean revoke() {
        app.refuseTokens(SignInError.ACCOUNT_DISABLED);
        app.revokeAccessTokens();
        return true;
    }

    @Override
    Map<String, Object> restored(String webhook) {
        app.refuseTokens(null);
        return config(webhook);
    }

    @Override
    public void close() {
        graph.close();
    }
}
