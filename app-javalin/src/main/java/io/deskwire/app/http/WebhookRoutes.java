package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.metrics.Metrics;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.work.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
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

    private static final Set<String> PROVIDERS =
            Set.of("gmail", "microsoft365", "sendgrid", "mailgun", "aws_ses", "postmark", "whatsapp");

    /** Meta collects up to a thousand updates in one call, of 3 MB at most. */
    private static final Map<String, Long> BODY_LIMITS = Map.of("whatsapp", 4L << 20);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final Metrics metrics;

    WebhookRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    private interface Receiver {
        WebhookChannel.Answer receive(String provider, WebhookRequest request);
    }

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        String shared = "/webhooks/{provider}";
        String named = shared + "/{tenant}/{channel}";
        routes.get(shared, ctx -> shared(ctx, context));
        routes.post(shared, ctx -> shared(ctx, context));
        routes.get(named, ctx -> named(ctx, context));
        routes.post(named, ctx -> named(ctx, context));
    }

    private void shared(Context ctx, ServerContext context) {
        receive(
                ctx,
                context,
                (provider, request) -> context.deskwire().webhooks().receive(provider, request));
    }

    private void named(Context ctx, ServerContext context) {
        receive(
                ctx,
                context,
                (provider, request) -> context.deskwire()
                        .webhooks()
                        .receive(provider, Params.tenant(ctx), Params.channel(ctx), request));
    }

    private void receive(Context ctx, ServerContext context, Receiver receiver) {
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
            WebhookChannel.Answer answer = receiver.receive(provider, request(ctx, provider, context));
            status = answer.status();
            answer(ctx, answer);
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
        if (!answer.body().isEmpty()) {
            ctx.contentType(answer.contentType()).result(answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static WebhookRequest request(Context ctx, String provider, ServerContext context) {
        boolean post = ctx.req().getMethod().equals("POST");
        byte[] body = post
                ? RequestBody.bytes(ctx, BODY_LIMITS.getOrDefault(provider, WebServer.USUAL_BODY_LIMIT))
                : new byte[0];
        return new WebhookRequest(
                ctx.req().getMethod(),
                address(ctx, context.publicUrl().get()),
                ctx.queryParamMap(),
                headers(ctx),
                Content.of(body),
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
