package io.deskwire.app.http;

import io.deskwire.app.ChannelDocuments;
import io.deskwire.app.ServerContext;
import io.deskwire.jdbc.ChannelVersion;
import io.deskwire.jdbc.ChannelVersions;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code …/channels/{channel}/versions}: what a channel's document said before, and back to it. */
final class VersionRoutes implements Routes {

    private static final String ALL = "/api/v1/tenants/{tenant}/channels/{channel}/versions";

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        ChannelVersions versions = context.database().channelVersions();
        routes.get(ALL, ctx -> {
            List<ChannelVersion> all = versions.of(Params.tenant(ctx), Params.channel(ctx));
            if (all.isEmpty()
                    && context.config()
                            .find(Params.tenant(ctx), Params.channel(ctx))
                            .isEmpty()) {
                throw ProblemException.notFound("there is no channel " + Params.channel(ctx));
            }
            Answers.list(ctx, new Page<>(all, null), version -> tree(version, false));
        });
        routes.get(ALL + "/{n}", ctx -> Answers.json(ctx, 200, tree(find(ctx, versions), true)));
        routes.post(ALL + "/{n}/restore", ctx -> restore(ctx, context, find(ctx, versions)));
    }

    private static ChannelVersion find(Context ctx, ChannelVersions versions) {
        int number = Params.number(ctx, "n", "version");
        return versions.find(Params.tenant(ctx), Params.channel(ctx), number)
                .orElseThrow(() -> ProblemException.notFound("there is no version " + number));
    }

    private static void restore(Context ctx, ServerContext context, ChannelVersion version) {
        String tenant = Params.tenant(ctx);
        String channel = Params.channel(ctx);
        ChannelDocuments.Saved saved =
                ChannelBody.of(tenant, channel, version.document()).save(context);
        if (!saved.stored()) {
            throw ProblemException.invalid(
                    "version " + version.number() + " cannot be restored as it is; nothing was stored",
                    saved.problems());
        }
        Audited.subject(ctx, channel);
        Audited.detail(ctx, "version " + version.number() + ": " + saved.changes());
        ChannelRoutes.show(ctx, 200, context);
    }

    private static Map<String, @Nullable Object> tree(ChannelVersion version, boolean whole) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("version", version.number());
        tree.put("at", version.at().toString());
        tree.put("author", version.author());
        tree.put("how", version.how().word());
        tree.put("changed", version.changed());
        if (whole) {
            tree.put("document", version.document());
        }
        return tree;
    }
}
