package io.deskwire.ledger;

import io.deskwire.testkit.cloud.SendGridAccount;
import io.deskwire.testkit.cloud.SendGridSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Twilio SendGrid: Inbound Parse and Mail Send. */
final class SendGridSource extends PostingSource {

    private final SendGridSimulator simulator;
    private final SendGridAccount account;

    SendGridSource(String tenant, Clock clock) {
        super(tenant, "sendgrid");
        simulator = SendGridSimulator.start(clock);
        account = simulator.addAccount("SG.key", "desk.example");
    }

    @Override
    Map<String, Object> config(String webhook) {
        return Map.of(
                "api_key",
                "SG.key",
                "webhook_secret",
                List.of(account.publicKey(), account.eventPublicKey()),
                "email_address",
                ADDRESS,
                "api_base_url",
                simulator.baseUrl());
    }

    @Override
    boolean connected(String webhook) {
        account.withWebhook("in.desk.example", URI.create(webhook));
        return true;
    }

    @Override
    List<WebhookPost> receive(String sender, byte[] mail) {
        return List.of(account.receive(mail, sender, ADDRESS));
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
        return account.sent().stream().map(mail -> mail.text() + "").toList();
    }

    @Override
    void trouble(Trouble trouble, int times) {
        simulator.misbehave(trouble, "mail/send", times);
    }

    @Override
    void behave() {
        simulator.behave();
        account.switches().revoked(false);
    }

    @Override
    boolean revoke() {
        account.switches().revoked(true);
        return true;
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
