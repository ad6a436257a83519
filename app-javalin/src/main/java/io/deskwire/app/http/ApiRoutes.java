package io.deskwire.app.http;

import io.deskwire.app.metrics.Metrics;
import java.util.List;

/** All routes of the admin API. */
public final class ApiRoutes {

    private ApiRoutes() {}

    /** The routes. */
    public static List<Routes> all(Metrics metrics, RequestSpool spool) {
        return List.of(
                new HealthRoutes(),
                new WebhookRoutes(metrics, spool),
                new PublicFileRoutes(),
                new TenantRoutes(),
                new ChannelRoutes(),
                new VersionRoutes(),
                new BackfillRoutes(),
                new RuleRoutes(),
                new OAuthRoutes(),
                new TemplateRoutes(),
                new TicketRoutes(),
                new TicketMoveRoutes(),
                new MessageRoutes(),
                new DeadLetterRoutes(),
                new OutboundRoutes(),
                new NodeRoutes(),
                new BacklogRoutes(),
                new RecurringJobRoutes(),
                new AuditRoutes(),
                new TokenRoutes(),
                new DescriptionRoutes(),
                new MetricsRoutes(metrics));
    }
}
