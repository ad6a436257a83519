package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Signed calls of one account: SES, SNS and S3 of the channel's region, and of the topics' own. */
final class AwsCalls implements AutoCloseable {

    private final SesSettings settings;
    private final HttpTransport transport;
    private final ProviderCalls calls;
    private final InstantSource clock;

    AwsCalls(SesSettings settings, HttpTransport transport, InstantSource clock) {
        this.settings = settings;
        this.transport = transport;
        this.calls = new ProviderCalls(transport, clock, new AwsErrors());
        this.clock = clock;
    }

    SesSettings settings() {
        return settings;
    }

    HttpTransport transport() {
        return transport;
    }

    ProviderCalls calls() {
        return calls;
    }

    Instant now() {
        return clock.instant();
    }

    /** A request to SES. */
    HttpCall ses(AwsRequest request) {
        return new SigV4(settings.credentials(), settings.region(), "ses").sign(request, now());
    }

    /** The object that SES answers a GET with. */
    Map<String, Object> look(String path) throws ChannelException {
        return calls.object(ses(AwsRequest.get(URI.create(settings.apiBase() + path))));
    }

    /** An action of SNS, signed for the topic's region. */
    String sns(TopicArn topic, String query) throws ChannelException {
        AwsRequest request = AwsRequest.get(snsAddress(topic, query));
        HttpCall call = new SigV4(settings.credentials(), topic.region(), "sns").sign(request, now());
        return text(calls.ask(call));
    }

    /** An action of SNS that anybody may do who has its token. */
    String snsUnsigned(TopicArn topic, String query) throws ChannelException {
        return text(calls.ask(HttpCall.get(snsAddress(topic, query))));
    }

    private URI snsAddress(TopicArn topic, String query) {
        URI base = settings.snsBase();
        return URI.create((base == null ? "https://" + topic.host() : base) + "/?" + query);
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** A GET of an object of the channel's bucket. */
    HttpCall object(String key) {
        URI address = ObjectAddress.of(settings, key);
        return new SigV4(settings.credentials(), settings.region(), SigV4.S3).sign(AwsRequest.get(address), now());
    }

    @Override
    public void close() {
        calls.close();
    }
}
