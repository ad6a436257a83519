package io.deskwire.app.http;

import io.deskwire.testkit.cloud.PostmarkSent;
import io.deskwire.testkit.cloud.PostmarkServer;
import io.deskwire.testkit.cloud.PostmarkSimulator;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Postmark. */
final class PostmarkProvider extends CloudProvider {

    private final PostmarkSimulator simulator = PostmarkSimulator.start(Clock.systemUTC());
    private final PostmarkServer account;
    private final boolean raw;

    PostmarkProvider(boolean raw) {
        this.raw = raw;
        this.account = simulator.addServer("server-token", "in.desk.example").withRawEmail(raw);
    }

    @Override
    String type() {
        return "postmark";
    }

    @Override
    Map<String, Object> config() {
        return Map.of(
                "api_key", "server-token",
                "webhook_username", "hook",
                "webhook_password", "hook-password",
                "email_address", SUPPORT,
                "api_base_url", simulator.baseUrl());
    }

    @Override
    void call(String webhook) {
        String address = webhook.replace("://", "://hook:hook-password@");
        account.withInboundHook(address).withWebhook(address);
    }

    @Override
    List<Integer> receive(byte[] mail, String sender) {
        return List.of(account.receive(sender, SUPPORT, mail).status().orElse(0));
    }

    @Override
    void retry() {
        account.retryAll();
    }

    @Override
    int lost() {
        return account.lost().size();
    }

    @Override
    List<String> sentIds() {
        return account.sent().stream().map(PostmarkSent::wireMessageId).toList();
    }

    @Override
    String lastInReplyTo() {
        List<PostmarkSent> sent = account.sent();
        return String.valueOf(sent.get(sent.size() - 1).header("In-Reply-To"));
    }

    /** The newest mail arrives, is opened by a machine and by a person, who follows a link. */
    void isReadBy(String recipient) {
        List<PostmarkSent> sent = account.sent();
        PostmarkSent mail = sent.get(sent.size() - 1);
        account.opened(mail, recipient, "Mozilla/5.0");
        account.opened(mail, recipient, "Thunderbird");
        account.clicked(mail, recipient, "https://shop.example/order/1");
        account.delivered(mail, recipient);
    }

    @Override
    boolean isRaw() {
        return raw;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
