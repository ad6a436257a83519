package io.deskwire.ledger;

import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Mailgun: a route that forwards whole mail, and messages by MIME. */
final class MailgunSource extends PostingSource {

    private final MailgunSimulator simulator;
    private final MailgunDomain domain;

    MailgunSource(String tenant, Clock clock) {
        super(tenant, "mailgun");
        simulator = MailgunSimulator.start(clock);
        domain = simulator.addDomain("in.desk.example", MailgunSimulator.Region.US, "key-1", "signing-key");
    }

    @Override
    Map<String, Object> config(String webhook) {
        return Map.of(
                "api_key", "key-1",
                "domain", "in.desk.example",
                "webhook_secret", "signing-key",
                "email_address", ADDRESS,
                "api_base_url", simulator.baseUrl(MailgunSimulator.Region.US));
    }

    @Override
    boolean connected(String webhook) {
        domain.addRoute("catch_all()", webhook + "/mime");
        return true;
    }

    @Override
    List<WebhookPost> receive(String sender, byte[] mail) {
        return domain.receive(sender, ADDRESS, mail);
    }

    @Override
    int waiting() {
        return domain.waiting();
    }

    @Override
    void retry() {
        domain.retryAll();
    }

    @Override
    List<String> answers() {
        return domain.sent().stream()
                .map(mail -> new String(mail.mail(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    void trouble(Trouble trouble, int times) {
        simulator.trouble(trouble, "messages", times);
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
        return domain.lost().size();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
