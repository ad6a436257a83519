package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.metrics.Metrics;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.work.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /webhooks/…}: what providers call. They carry their own proof instead of the admin token, which the channel checks
 * over the raw bytes; the answer is given when everything is durable.
 */
final class WebhookRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);

    private static final Set<String> PROVIDERS = Set.of(
            "gmail",
            "microsoft365",
            "sendgrid",
            "mailgun",
            "aws_ses",
            "postmark",
            "whatsapp",
            "zammad",
            "chatwoot",
            "zendesk");

    /**
     * What each provider may send. Meta collects up to a thousand updates in 3 MB. Mail comes whole, and a provider that is
     * told it is too large throws it away: the limits lie above the providers' own, forms and base 64 included.
     */
    private static final Map<String, Long> BODY_LIMITS = Map.of(
            "whatsapp", 4L << 20,
            "sendgrid", 48L << 20,
            "mailgun", 96L << 20,
            "postmark", 64L << 20,
            // Helpdesks post tickets with their texts, not with their files.
            "zammad", 8L << 20,
            "chatwoot", 4L << 20,
            "zendesk", 4L << 20);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final Metrics metrics;
    private final RequestSpool spool;

    WebhookRoutes(Metrics metrics, RequestSpool spool) {
        this.metrics = metrics;
        this.spool = spool;
    }

    private interface Receiver {
        WebhookChannel.Answer receive(String provider, WebhookRequest request);
    }

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        IngressLimit limit = new IngressLimit(context);
        String shared = "/webhooks/{provider}";
        String named = shared + "/{tenant}/{channel}";
        routes.get(shared, ctx -> shared(ctx, context, limit));
        routes.post(shared, ctx -> shared(ctx, context, limit));
        routes.get(named, ctx -> named(ctx, context, limit));
        routes.post(named, ctx -> named(ctx, context, limit));
        // Mailgun sends mail whole only to addresses that end like this.
        routes.post(named + "/mime", ctx -> named(ctx, context, limit));
    }

    private void shared(Context ctx, ServerContext context, IngressLimit limit) throws IOException {
        String provider = ctx.pathParam("provider");
        if (PROVIDERS.contains(provider)) {
            counted(ctx, provider, provider, limit);
        }
        receive(ctx, context, (named, request) -> context.deskwire().webhooks().receive(named, request));
    }

    private void counted(Context ctx, String provider, String address, IngressLimit limit) {
        try {
            limit.count(ctx, provider, address);
        } catch (ProblemException e) {
            metrics.webhookAnswered(provider, e.status());
            throw e;
        }
    }

    private void named(Context ctx, ServerContext context, IngressLimit limit) throws IOException {
        String provider = ctx.pathParam("provider");
        // Before anybody's megabytes are read.
        if (PROVIDERS.contains(provider)
                && !context.deskwire().webhooks().isAddress(provider, Params.tenant(ctx), Params.channel(ctx))) {
            metrics.webhookAnswered(provider, 404);
            throw ProblemException.notFound("there is no such channel");
        }
        if (PROVIDERS.contains(provider)) {
            counted(ctx, provider, Params.tenant(ctx) + "/" + Params.channel(ctx), limit);
        }
        receive(
                ctx,
                context,
                (named, request) ->
                        context.deskwire().webhooks().receive(named, Params.tenant(ctx), Params.channel(ctx), request));
    }

    private void receive(Context ctx, ServerContext context, Receiver receiver) throws IOException {
        String provider = ctx.pathParam("provider");
        if (!PROVIDERS.contains(provider)) {
            throw ProblemException.notFound("no provider is called " + provider);
        }
        ctx.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
        int status = 500;
        try {
            if (context.shutdown().begun()) {
                throw ProblemException.unavailable("the server is stopping", RETRY_AFTER_SECONDS);
            }
            try (SpooledBody body = body(ctx, provider)) {
                WebhookRequest request = request(ctx, body, context);
                WebhookChannel.Answer answer = RequestBody.workedOn(body, () -> receiver.receive(provider, request));
                status = answer.status();
                answer(ctx, answer);
            }
        } catch (ProblemException e) {
            status = e.status();
            throw e;
        } catch (StoreUnavailableException e) {
            status = 503;
            throw e;
        } finally {
            metrics.webhookAnswered(provider, status);
            // Never the query: handshakes carry their token there.
            LOG.debug("{} {} answered {}", ctx.method(), ctx.path(), status);
        }
    }

    private static void answer(Context ctx, WebhookChannel.Answer answer) {
        ctx.status(answer.status());
        if (answer.status() == 401) {
            // A challenge has to stand there (RFC 9110 section 11.6.1); Postmark is the one that could answer it.
            ctx.header("WWW-Authenticate", "Basic realm=\"webhooks\"");
        }
        if (!answer.body().isEmpty()) {
            ctx.contentType(answer.contentType()).result(answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private SpooledBody body(Context ctx, String provider) throws IOException {
        return ctx.req().getMethod().equals("POST")
                ? RequestBody.spooled(ctx, spool, BODY_LIMITS.getOrDefault(provider, WebServer.USUAL_BODY_LIMIT))
                : SpooledBody.none();
    }

    private static WebhookRequest request(Context ctx, Content body, ServerContext context) {
        return new WebhookRequest(
                ctx.req().getMethod(),
                address(ctx, context.publicUrl().get()),
                ctx.queryParamMap(),
                headers(ctx),
                body,
                context.clock().instant());
    }

    /** As the provider called it: what stands before us may have changed scheme, host and port. */
    private static URI address(Context ctx, String publicUrl) {
        String query = ctx.req().getQueryString();
        try {
            return new URI(publicUrl + ctx.req().getRequestURI() + (query == null ? "" : "?" + query));
        } catch (URISyntaxException e) {
            throw ProblemException.badRequest("the address is none by RFC 3986");
        }
    }

    private static Map<String, List<String>> headers(Context ctx) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        ctx.req()
                .getHeaderNames()
                .asIterator()
                .forEachRemaining(name ->
                        headers.put(name, java.util.Collections.list(ctx.req().getHeaders(name))));
        return headers;
    }
}
