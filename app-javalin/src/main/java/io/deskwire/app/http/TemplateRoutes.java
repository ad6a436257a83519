package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.MessageTemplate;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants/{tenant}/templates}: message templates as last read from the provider, or as read now. */
final class TemplateRoutes implements Routes {

    private static final String WITH_TEMPLATES = "whatsapp";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/tenants/{tenant}/templates", ctx -> list(ctx, context));
    }

    private record OfChannel(String channelId, MessageTemplate template) {}

    private static void list(Context ctx, ServerContext context) {
        String tenant = Params.tenant(ctx);
        boolean refresh = flag(ctx, "refresh");
        List<OfChannel> all = new ArrayList<>();
        for (String channel : channels(ctx, context, tenant)) {
            for (MessageTemplate template : templates(context, tenant, channel, refresh)) {
                all.add(new OfChannel(channel, template));
            }
        }
        // A business account holds a few hundred at most: they come in one piece.
        Answers.list(ctx, new Page<>(all, null), TemplateRoutes::tree);
    }

    private static List<String> channels(Context ctx, ServerContext context, String tenant) {
        String named = Params.query(ctx, "channel");
        if (named == null) {
            return context.config().ofTenant(tenant).stream()
                    .filter(channel -> channel.active() && channel.provider().equals(WITH_TEMPLATES))
                    .map(ChannelConfig::channelId)
                    .toList();
        }
        ChannelConfig channel = context.config()
                .find(tenant, named)
                .orElseThrow(() -> ProblemException.notFound("there is no channel " + named));
        if (!channel.provider().equals(WITH_TEMPLATES)) {
            throw ProblemException.conflict("the channel " + named + " is one without templates");
        }
        return List.of(named);
    }

    private static List<MessageTemplate> templates(
            ServerContext context, String tenant, String channel, boolean refresh) {
        try {
            return refresh
                    ? context.deskwire().channels().refreshTemplates(tenant, channel)
                    : context.deskwire().channels().templates(tenant, channel);
        } catch (ChannelException e) {
            throw ChannelRoutes.problem(e);
        }
    }

    private static boolean flag(Context ctx, String name) {
        String text = Params.query(ctx, name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw ProblemException.badRequest(name + " must be true or false");
    }

    private static Map<String, @Nullable Object> tree(OfChannel entry) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("channel_id", entry.channelId());
        tree.putAll(TemplateJson.tree(entry.template()));
        return tree;
    }
}
