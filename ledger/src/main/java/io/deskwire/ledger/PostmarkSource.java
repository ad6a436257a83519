package io.deskwire.ledger;

import io.deskwire.testkit.cloud.PostmarkServer;
import io.deskwire.testkit.cloud.PostmarkSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Postmark: an inbound hook with the raw mail in JSON, and its e-mail API. */
final class PostmarkSource extends PostingSource {

    private final PostmarkSimulator simulator;
    private final PostmarkServer account;

    PostmarkSource(String tenant, Clock clock) {
        super(tenant, "postmark");
        simulator = PostmarkSimulator.start(clock);
        account = simulator.addServer("server-token", "in.desk.example").withRawEmail(true);
    }

    @Override
    Map<String, Object> config(String webhook) {
        return Map.of(
                "api_key", "server-token",
                "webhook_username", "hook",
                "webhook_password", "hook-password",
                "email_address", ADDRESS,
                "api_base_url", simulator.baseUrl());
    }

    @Override
    boolean connected(String webhook) {
        String address = webhook.replace("://", "://hook:hook-password@");
        account.withInboundHook(address).withWebhook(address);
        return true;
    }

    @Override
    List<WebhookPost> receive(String sender, byte[] mail) {
        return List.of(account.receive(sender, ADDRESS, mail));
    }

    @Override
    int waiting() {
        return account.waiting();
    }

    @Override
    void retry() {
        account.retryAll();
    }

    @Override
    List<String> answers() {
        return account.sent().stream()
                .map(mail -> String.valueOf(mail.body().get("TextBody")))
                .toList();
    }

    @Override
    void trouble(Trouble trouble, int times) {
        simulator.trouble(trouble, "POST /email", times);
    }

    @Override
    boolean cutAfterAccepting() {
        trouble(Trouble.cutAfterAccepting(), 1);
        return true;
    }

    @Override
    void behave() {
        simulator.behave();
    }

    @Override
    int thrownAway() {
        return account.lost().size();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
