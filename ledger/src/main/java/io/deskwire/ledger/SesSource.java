package io.deskwire.ledger;

import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.SnsTopic;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amazon SES behind SNS, with mail in S3. */
final class SesSource extends PostingSource {

    private final AwsKeys keys = AwsKeys.lasting();
    private final SesSimulator simulator;
    private final SnsTopic topic;
    private int waiting;
    private boolean offered;

    SesSource(String tenant, Clock clock) {
        super(tenant, "aws_ses");
        simulator = SesSimulator.start(clock, "eu-west-1", keys);
        topic = simulator.addTopic("desk");
        // Hours of attempts pass within minutes here.
        topic.deliveryPolicy(100);
        simulator.verify("in.desk.example");
        simulator.storeMailIn("mail", "inbound/", topic);
    }

    @Override
    Map<String, Object> config(String webhook) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("access_key_id", keys.id());
        config.put("secret_access_key", keys.secretKey().reveal());
        config.put("region", "eu-west-1");
        config.put("topic_arn", topic.arn());
        config.put("s3_bucket", "mail");
        config.put("s3_prefix", "inbound/");
        config.put("email_address", ADDRESS);
        config.put("api_base_url", simulator.apiBaseUrl());
        config.put("s3_base_url", simulator.s3BaseUrl());
        config.put("sns_base_url", simulator.snsBaseUrl());
        return config;
    }

    @Override
    boolean connected(String webhook) {
        URI endpoint = URI.create(webhook);
        if (!offered) {
            offered = topic.subscribe(endpoint).status().orElse(0) / 100 == 2;
        }
        return topic.isConfirmed(endpoint);
    }

    @Override
    List<WebhookPost> receive(String sender, byte[] mail) {
        List<WebhookPost> posts = simulator.receive(mail, sender, List.of(ADDRESS));
        waiting = unheard(posts);
        return posts;
    }

    private static int unheard(List<WebhookPost> posts) {
        return (int) posts.stream()
                .filter(post -> post.status().orElse(0) / 100 != 2)
                .count();
    }

    @Override
    int waiting() {
        return waiting;
    }

    @Override
    void retry() {
        waiting = unheard(topic.repeat());
    }

    @Override
    List<String> answers() {
        return simulator.sent().stream()
                .map(mail -> new String(mail.mail(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    void trouble(Trouble trouble, int times) {
        simulator.trouble(trouble, "outbound-emails", times);
    }

    @Override
    void behave() {
        simulator.behave();
    }

    @Override
    int thrownAway() {
        return topic.lost().size();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
