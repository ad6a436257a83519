package io.deskwire.adapter.cloud.ses;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel's document, read and checked.
 *
 * @param channelMark tells events about this channel's messages from those about others'
 * @param region where mail is received and sent
 * @param topicArns topics that may notify; empty only while the channel merely observes
 * @param bucket where received mail lies, or null when all of it comes inline
 * @param prefix what names of such mail begin with; may be empty
 * @param ownAddresses addresses that mail of this channel is for, as it is looked up by: lower-case, without subaddress
 * @param from the identity that is sent from, or null to look at none
 * @param webhookUrl where SNS is told to call, or null
 * @param configurationSet publishes events about what is sent, or null
 * @param apiBase prefix of calls to SES, without a slash at its end
 * @param s3Base replaces {@code https://BUCKET.s3.REGION.amazonaws.com}, bucket in the path; or null
 * @param snsBase replaces {@code https://sns.REGION.amazonaws.com}; or null
 * @param observeOnly true while requests that are not proven are counted and taken all the same
 * @param requireSignatureV2 whether SHA-1 signatures are refused
 */
record SesSettings(
        String tenantId,
        String channelId,
        String channelMark,
        AwsCredentials credentials,
        String region,
        Set<String> topicArns,
        @Nullable String bucket,
        String prefix,
        Set<String> ownAddresses,
        @Nullable String from,
        @Nullable URI webhookUrl,
        @Nullable String configurationSet,
        URI apiBase,
        @Nullable URI s3Base,
        @Nullable URI snsBase,
        boolean observeOnly,
        boolean requireSignatureV2) {
    SesSettings {
        topicArns = Set.copyOf(topicArns);
        ownAddresses = Set.copyOf(ownAddresses);
    }
}
