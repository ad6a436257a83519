package io.deskwire.app.http;

import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.SendGridAccount;
import io.deskwire.testkit.cloud.SendGridSimulator;
import io.deskwire.testkit.cloud.SesSent;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.SnsTopic;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cloud mail provider's stand-in, as far as every one of them does the same. */
abstract class CloudProvider implements AutoCloseable {

    static final String SUPPORT = "support@in.desk.example";

    /** Type id of the channel, which is the provider's name in webhook addresses. */
    abstract String type();

    /** The channel's document. */
    abstract Map<String, Object> config();

    /** Posts to this address from now on. */
    abstract void call(String webhook) throws Exception;

    /** A customer's mail arrives; every post's status, 0 where nobody answered. */
    abstract List<Integer> receive(byte[] mail, String sender);

    /** Repeats what was not taken. */
    abstract void retry();

    /** What was thrown away because of our answer. */
    abstract int lost();

    /** The Message-IDs that recipients saw of what we sent, without angle brackets. */
    abstract List<String> sentIds();

    /** In-Reply-To of the last message that we sent, as recipients see it. */
    abstract String lastInReplyTo();

    /** Whether mail comes whole or taken apart. */
    abstract boolean isRaw();

    @Override
    public abstract void close();

    @Override
    public String toString() {
        return type() + (isRaw() ? " raw" : " parsed");
    }

    static String header(byte[] mail, String name) {
        return new String(mail, StandardCharsets.US_ASCII)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Twilio SendGrid. */
    static final class SendGrid extends CloudProvider {
        private final SendGridSimulator simulator = SendGridSimulator.start(Clock.systemUTC());
        private final SendGridAccount account = simulator.addAccount("SG.key", "desk.example");
        private final boolean raw;

        SendGrid(boolean raw) {
            this.raw = raw;
            account.switches().raw(raw);
        }

        @Override
        String type() {
            return "sendgrid";
        }

        @Override
        Map<String, Object> config() {
            return Map.of(
                    "api_key",
                    "SG.key",
                    "webhook_secret",
                    List.of(account.publicKey(), account.eventPublicKey()),
                    "email_address",
                    SUPPORT,
                    "api_base_url",
                    simulator.baseUrl());
        }

        @Override
        void call(String webhook) {
            account.withWebhook("in.desk.example", URI.create(webhook));
        }

        @Override
        List<Integer> receive(byte[] mail, String sender) {
            return List.of(account.receive(mail, sender, SUPPORT).status().orElse(0));
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
            return account.sent().stream().map(mail -> mail.messageId()).toList();
        }

        @Override
        String lastInReplyTo() {
            List<io.deskwire.testkit.cloud.SendGridMail> sent = account.sent();
            return String.valueOf(sent.get(sent.size() - 1).headers().get("In-Reply-To"));
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

    /** Mailgun. */
    static final class Mailgun extends CloudProvider {
        private final MailgunSimulator simulator = MailgunSimulator.start(Clock.systemUTC());
        private final boolean raw;
        private MailgunDomain domain = domain();

        Mailgun(boolean raw) {
            this.raw = raw;
        }

        private MailgunDomain domain() {
            return simulator.addDomain("in.desk.example", MailgunSimulator.Region.US, "key-1", "signing-key");
        }

        @Override
        String type() {
            return "mailgun";
        }

        @Override
        Map<String, Object> config() {
            return Map.of(
                    "api_key", "key-1",
                    "domain", "in.desk.example",
                    "webhook_secret", "signing-key",
                    "email_address", SUPPORT,
                    "api_base_url", simulator.baseUrl(MailgunSimulator.Region.US));
        }

        @Override
        void call(String webhook) {
            domain.addRoute("catch_all()", raw ? webhook + "/mime" : webhook);
        }

        @Override
        List<Integer> receive(byte[] mail, String sender) {
            return domain.receive(sender, SUPPORT, mail).stream()
                    .map(post -> post.status().orElse(0))
                    .toList();
        }

        @Override
        void retry() {
            domain.retryAll();
        }

        @Override
        int lost() {
            return domain.lost().size();
        }

        @Override
        List<String> sentIds() {
            return domain.sent().stream().map(mail -> mail.messageId()).toList();
        }

        @Override
        String lastInReplyTo() {
            return header(domain.sent().get(domain.sent().size() - 1).mail(), "In-Reply-To");
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

    /** Amazon SES behind SNS, with mail in S3. */
    static final class Ses extends CloudProvider {
        private final AwsKeys keys = AwsKeys.lasting();
        private final SesSimulator simulator = SesSimulator.start(Clock.systemUTC(), "eu-west-1", keys);
        private final SnsTopic topic = simulator.addTopic("desk");

        Ses() {
            simulator.verify("in.desk.example");
            simulator.storeMailIn("mail", "inbound/", topic);
        }

        @Override
        String type() {
            return "aws_ses";
        }

        @Override
        Map<String, Object> config() {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("access_key_id", keys.id());
            config.put("secret_access_key", keys.secretKey().reveal());
            config.put("region", "eu-west-1");
            config.put("topic_arn", topic.arn());
            config.put("s3_bucket", "mail");
            config.put("s3_prefix", "inbound/");
            config.put("email_address", SUPPORT);
            config.put("api_base_url", simulator.apiBaseUrl());
            config.put("s3_base_url", simulator.s3BaseUrl());
            config.put("sns_base_url", simulator.snsBaseUrl());
            return config;
        }

        @Override
        void call(String webhook) throws Exception {
            URI endpoint = URI.create(webhook);
            topic.subscribe(endpoint);
            io.deskwire.app.Await.until(() -> topic.isConfirmed(endpoint), confirmed -> confirmed);
        }

        @Override
        List<Integer> receive(byte[] mail, String sender) {
            return simulator.receive(mail, sender, List.of(SUPPORT)).stream()
                    .map(post -> post.status().orElse(0))
                    .toList();
        }

        @Override
        void retry() {
            topic.repeat();
        }

        @Override
        int lost() {
            return topic.lost().size();
        }

        @Override
        List<String> sentIds() {
            return simulator.sent().stream().map(SesSent::wireMessageId).toList();
        }

        @Override
        String lastInReplyTo() {
            return header(simulator.sent().get(simulator.sent().size() - 1).mail(), "In-Reply-To");
        }

        @Override
        boolean isRaw() {
            return true;
        }

        @Override
        public void close() {
            simulator.close();
        }
    }
}
