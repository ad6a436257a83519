package io.deskwire.app.metrics;

import io.deskwire.DeskwireListener;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Inbox;
import io.deskwire.work.Claim;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts what the engine reports. Tenants are no label: their number has no bound. */
public final class Metrics implements DeskwireListener {

    private static final String LAG = "ingest.lag";
    private static final String LAG_MEANS = "From stored to filed";
    private static final String LATENCY = "sink.latency";
    private static final String LATENCY_MEANS = "How long the helpdesk took";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final WebhookCounts webhookCounts = new WebhookCounts();

    public Metrics() {
        // From the first scrape on there, so that an alarm on a change sees the first one.
        for (Inbox.Settled outcome : Inbox.Settled.values()) {
            messages(outcome);
        }
        received("stored");
        timer(LAG, LAG_MEANS);
        timer(LATENCY, LATENCY_MEANS);
        stage("file");
        stage("deliver");
        for (String by : List.of("source_key", "content")) {
            dedupeHits(by);
        }
        for (String outcome :
                List.of("created", "appended", "duplicate", "retry", "unknown", "rejected", "misconfigured")) {
            sinkAttempts(outcome);
        }
        for (String status : List.of("handed_over", "retry", "failed", "uncertain")) {
            outbound(status);
        }
        for (String outcome : List.of("delivered", "retry", "refused", "failed", "disabled", "dropped")) {
            events(outcome);
        }
        for (String outcome : List.of("available", "retry", "expired", "rejected")) {
            media(outcome);
        }
    }

    @Override
    public void received(String tenantId, String channelId, int stored, int repeated) {
        received("stored").increment(stored);
        if (repeated > 0) {
            dedupeHits("source_key").increment(repeated);
        }
    }

    @Override
    public void filed(Claim claim, Inbox.Settled outcome, @Nullable String reason, Duration sinceStored) {
        messages(outcome).increment();
        if (outcome == Inbox.Settled.DUPLICATE) {
            dedupeHits("content").increment();
        }
        timer(LAG, LAG_MEANS).record(sinceStored);
        stage("file").record(sinceStored);
    }

    @Override
    public void delivered(String tenantId, String outcome, Duration took) {
        sinkAttempts(snake(outcome)).increment();
        timer(LATENCY, LATENCY_MEANS).record(took);
        stage("deliver").record(took);
    }

    @Override
    public void sent(String tenantId, String channelId, String outcome) {
        outbound(snake(outcome)).increment();
    }

    /** A request to a webhook address was answered. */
    public void webhookAnswered(String provider, int status) {
        webhooks(provider, "received").increment();
        Counter.builder("webhook.answers")
                .description("Requests to webhook addresses, by the status they were answered with")
                .tag("provider", provider)
                .tag("status", String.valueOf(status))
                .register(registry)
                .increment();
    }

    @Override
    public void webhookRefused(
            String provider,
            @Nullable String tenantId,
            @Nullable String channelId,
            String reason,
            boolean observedOnly) {
        webhooks(provider, observedOnly ? "observed" : "refused").increment();
        if (tenantId != null && channelId != null) {
            webhookCounts.refused(tenantId, channelId, reason, observedOnly);
        }
    }

    @Override
    public void webhookUnrouted(String provider) {
        webhooks(provider, "unrouted").increment();
    }

    @Override
    public void loopBudgetUsedUp(String tenantId, String channelId, String budget, boolean inbound) {
        loopBudget(budget, inbound).increment();
    }

    private Counter loopBudget(String budget, boolean inbound) {
        return Counter.builder("loop.budget")
                .description("Messages held back because a budget against loops was used up")
                .tag("budget", budget)
                .tag("direction", inbound ? "in" : "out")
                .register(registry);
    }

    @Override
    public void mediaSettled(String tenantId, String channelId, String outcome) {
        media(snake(outcome)).increment();
    }

    @Override
    public void providerAnswered(String provider, int status) {
        Counter.builder("provider.requests")
                .description("HTTP calls to providers, by the status of their answers")
                .tag("provider", provider)
                .tag("status", status == 0 ? "none" : String.valueOf(status))
                .register(registry)
                .increment();
    }

    @Override
    public void accessTokenAsked(String provider, @Nullable FailureKind failure) {
        Counter.builder("oauth.refresh")
                .description("Access tokens asked for at token endpoints, by what came of it")
                .tag("provider", provider)
                .tag("outcome", failure == null ? "issued" : failure.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /** An attempt to deliver an event to a subscriber ended. */
    public void eventSettled(String outcome) {
        events(outcome).increment();
    }

    private Counter events(String outcome) {
        return counter(
                "events.deliveries",
                "Attempts to deliver events to subscribers, by how they ended",
                "outcome",
                outcome);
    }

    /** What was refused since the start, by channel. */
    public WebhookCounts webhookCounts() {
        return webhookCounts;
    }

    /** The registry, for gauges. */
    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Everything counted so far, in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    private Counter received(String outcome) {
        return counter("ingest.received", "Items stored, those known by their source key left out", "outcome", outcome);
    }

    private Counter messages(Inbox.Settled outcome) {
        return counter(
                "ingest.messages",
                "Stored items by what became of them",
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT));
    }

    private Counter sinkAttempts(String outcome) {
        return counter("sink.attempts", "Messages offered to the helpdesk, by its answer", "outcome", outcome);
    }

    private Counter outbound(String status) {
        return counter("outbound", "Attempts to send, by how they ended", "status", status);
    }

    private Counter media(String outcome) {
        return counter("media", "Attempts to fetch files from their provider, by how they ended", "outcome", outcome);
    }

    /** {@code received} counts every request, the others those that were not plainly taken. */
    private Counter webhooks(String provider, String outcome) {
        return Counter.builder("webhook.requests")
                .description("Requests to webhook addresses: received, and of those refused, observed, unrouted")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter dedupeHits(String by) {
        return counter("dedupe.hits", "Messages that were there already", "by", by);
    }

    private Timer stage(String stage) {
        return Timer.builder("pipeline.stage")
                .description("Time a message spent in a stage")
                .tag("stage", stage)
                .register(registry);
    }

    private Counter counter(String name, String description, String tag, String value) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    /** {@code HandedOver} to {@code handed_over}. */
    private static String snake(String className) {
        return className.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
