package io.deskwire.testkit.graph;

import io.deskwire.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A simulator with one tenant, an app and a mailbox, and somebody who calls it. */
final class Bench implements AutoCloseable {

    static final String TENANT = "84bd8158-6d4d-4958-8b9f-9d6445542f95";
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    final SettableClock clock = SettableClock.at(START);
    final GraphSimulator graph = GraphSimulator.start(clock);
    final GraphApp app = graph.addApp(TENANT, "24d3b144-21ae-4080-943f-7067b395b913", "key");
    final GraphMailbox mailbox = graph.addMailbox(TENANT, "support@desk.example");
    final Caller caller = new Caller(graph, app.appToken());

    /** What a path in the mailbox begins with. */
    String user() {
        return "/users/" + mailbox.id();
    }

    static byte[] mail(String id) {
        return ("From: Zoe <zoe@customer.example>\r\nTo: support@desk.example\r\nMessage-ID: <" + id
                        + "@customer.example>\r\nSubject: Order " + id + "\r\n\r\nHello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Map<String, Object> subscription(String url, String lifecycleUrl) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("changeType", "created");
        tree.put("notificationUrl", url);
        tree.put("lifecycleNotificationUrl", lifecycleUrl);
        tree.put("resource", "users/" + mailbox.id() + "/mailFolders('inbox')/messages");
        tree.put("expirationDateTime", clock.instant().plus(Duration.ofDays(6)).toString());
        tree.put("clientState", "state-1");
        return tree;
    }

    @Override
    public void close() {
        graph.close();
    }
}
