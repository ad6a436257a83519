package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.http.HttpTransport;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Channels of type {@code aws_ses}: mail that Amazon SES receives, told of by SNS and carried inline or through S3; mail that
 * is sent by SES v2; and what became of it.
 *
 * <p>The document holds, each with its default:
 *
 * <ul>
 *   <li>{@code access_key_id}, {@code secret_access_key}: required; {@code session_token}: none, for temporary credentials
 *   <li>{@code region}: required; where mail is received and sent, such as {@code eu-west-1}
 *   <li>{@code topic_arn}: required; the topic, or an array of topics, that may notify. Everybody's topics are signed by the
 *       same Amazon, so that this list alone tells ours from others'
 *   <li>{@code s3_bucket}: none; where the receipt rule writes mail. {@code s3_prefix}: none; what its objects' names begin
 *       with. Nothing else of S3 is ever read
 *   <li>{@code email_address}: the address that is sent from; its identity is what the tests look at. Channels that share a
 *       topic are told apart by it
 *   <li>{@code configuration_set}: none; publishes delivery events of what is sent
 *   <li>{@code webhook_url}: the address that SNS is subscribed with; used to look for the subscription
 *   <li>{@code require_signature_v2}: false; true refuses signatures made with SHA-1
 *   <li>{@code verification}: {@code enforce}, or {@code observe}, which takes what is not proven and counts it
 *   <li>{@code api_base_url}, {@code s3_base_url}, {@code sns_base_url}: replace {@code https://email.REGION.amazonaws.com},
 *       {@code https://BUCKET.s3.REGION.amazonaws.com} (the bucket then stands first in the path) and
 *       {@code https://sns.REGION.amazonaws.com}, certificates of signatures included
 * </ul>
 *
 * <p>Subscriptions of these topics are confirmed by themselves. The webhook makes one kind of call: it fetches the signing
 * certificate that it does not know yet, from the region's own host of SNS.
 */
public final class SesChannelType implements ChannelType {

    private final InstantSource clock;
    private final Function<HttpTransport, CertificateSource> certificates;

    /**
     * @param clock the present: Amazon refuses requests that were signed minutes ago or ahead
     */
    public SesChannelType(InstantSource clock) {
        this(clock, transport -> new FetchedCertificates(transport, clock));
    }

    /** With certificates from somewhere else, for tests. */
    SesChannelType(InstantSource clock, Function<HttpTransport, CertificateSource> certificates) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.certificates = certificates;
    }

    @Override
    public String id() {
        return "aws_ses";
    }

    @Override
    public Set<String> secretFields() {
        return SettingsParser.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        return SettingsParser.check(config);
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        return new SesChannel(SettingsParser.parse(config), context, clock, certificates);
    }

    @Override
    public Set<String> webhookKeys(WebhookRequest request) throws IOException {
        return SesWebhook.keysIn(request);
    }

    @Override
    public Map<String, Decoder> decoders() {
        SnsDecoder decoder = new SnsDecoder();
        return Map.of(
                MimeDecoder.FORMAT, new MimeDecoder(),
                NotificationSplitter.FORMAT, decoder,
                NotificationSplitter.EVENT_FORMAT, decoder);
    }
}
