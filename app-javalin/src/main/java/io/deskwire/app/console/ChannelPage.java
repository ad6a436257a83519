package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.oauth.ConsentRefusal;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.engine.Channels;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.MessageTemplate;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant's channels: how they do, and what an operator does about it. */
final class ChannelPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/channels";

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;

    ChannelPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
    }

    /** Result of a connection test; {@code problem} says why there are no stages, or is null. */
    record TestResult(
            String channel, List<Stage> stages, @Nullable String problem) {
        TestResult {
            stages = List.copyOf(stages);
        }

        boolean ok() {
            return problem == null && stages.stream().allMatch(Stage::ok);
        }
    }

    /** The states that renew themselves. */
    record States(List<ChannelView> channels, long backlog, String address) {
        States {
            channels = List.copyOf(channels);
        }

        String fingerprint() {
            return String.format("%08x", (channels + " " + backlog).hashCode());
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading((ctx, session) -> show(ctx, session, null)));
        routes.get(Addresses.HOME + "/tenants/{tenant}/channel-states", gate.polling(this::renew));
        routes.post(ROUTE + "/{channel}/test", gate.changing(this::test));
        routes.post(ROUTE + "/{channel}/sync", gate.changing(this::sync));
        routes.post(ROUTE + "/{channel}/connect", gate.changing(this::connect));
        routes.post(ROUTE + "/{channel}/templates", gate.changing(this::templates));
        routes.post(
                ROUTE + "/{channel}/pause",
                gate.changing((ctx, session) -> done(
                        ctx,
                        channels().pause(tenant(ctx), channel(ctx)),
                        "is paused: nothing is read, nothing sent.")));
        routes.post(
                ROUTE + "/{channel}/resume",
                gate.changing(
                        (ctx, session) -> done(ctx, channels().resume(tenant(ctx), channel(ctx)), "works again.")));
    }

    private void show(Context ctx, Session session, @Nullable TestResult result) {
        ConnectButtons buttons = ConnectButtons.of(channels(), tenant(ctx));
        if (!buttons.labels().isEmpty()) {
            Protection.leadingTo(ctx, buttons.origins(context.publicUrl().get()));
        }
        pages.show(
                ctx,
                "channels",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Channels", tenant(ctx), Frame.Section.CHANNELS),
                        "states",
                        states(ctx),
                        "connects",
                        buttons.labels(),
                        "result",
                        result == null ? new TestResult("", List.of(), null) : result));
    }

    private void renew(Context ctx, Session session) {
        States states = states(ctx);
        if (states.fingerprint().equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "channelStates", Map.of("states", states));
        }
    }

    private States states(Context ctx) {
        Instant now = context.clock().instant();
        List<Channels.View> views = channels().list(tenant(ctx));
        return new States(
                views.stream()
                        .map(view -> ChannelView.of(view, chat(view), now))
                        .toList(),
                views.isEmpty() ? 0 : views.get(0).backlog(),
                Addresses.tenant(tenant(ctx)) + "/channel-states");
    }

    private void test(Context ctx, Session session) {
        TestResult result;
        try {
            if (!context.channelTests().take(tenant(ctx)).taken()) {
                throw ChannelException.of(FailureKind.THROTTLED, "Too many tests of this tenant; wait a minute.");
            }
            result = new TestResult(channel(ctx), channels().test(tenant(ctx), channel(ctx), stage -> {}), null);
        } catch (ChannelException e) {
            result = new TestResult(channel(ctx), List.of(), String.valueOf(e.getMessage()));
        }
        if (Asked.forPart(ctx)) {
            pages.show(ctx, "testResult", Map.of("result", result));
        } else {
            show(ctx, session, result);
        }
    }

    private void sync(Context ctx, Session session) {
        try {
            FetchResult result = channels().sync(tenant(ctx), channel(ctx));
            String note = result.note() == null ? "" : " " + result.note();
            notices.leave(
                    ctx,
                    Notice.done(
                            channel(ctx) + " was read: " + Words.count(result.stored(), "new message", "new messages")
                                    + " of " + result.offered() + "." + note));
        } catch (ChannelException e) {
            notices.leave(ctx, Notice.failed(channel(ctx) + " could not be read: " + e.getMessage()));
        }
        back(ctx);
    }

    private void connect(Context ctx, Session session) {
        try {
            ctx.redirect(context.consents().start(tenant(ctx), channel(ctx)).toString(), HttpStatus.SEE_OTHER);
        } catch (ConsentRefusal e) {
            notices.leave(ctx, Notice.failed(channel(ctx) + " cannot be connected: " + e.text()));
            back(ctx);
        }
    }

    /** What is particular to a channel of chats, or null. */
    @Nullable ChatSetup chat(Channels.View view) {
        ChannelConfig config = view.config();
        if (!config.provider().equals("whatsapp")) {
            return null;
        }
        List<MessageTemplate> templates;
        try {
            templates = channels().templates(config.tenantId(), config.channelId());
        } catch (ChannelException e) {
            // Its problems stand beside it already.
            templates = List.of();
        }
        return ChatSetup.of(
                config,
                context.publicUrl().get(),
                templates,
                context.webhooks().of(config.tenantId(), config.channelId()));
    }

    private void templates(Context ctx, Session session) {
        try {
            int count = channels().refreshTemplates(tenant(ctx), channel(ctx)).size();
            notices.leave(ctx, Notice.done(channel(ctx) + " has " + Words.count(count, "template", "templates") + "."));
        } catch (ChannelException e) {
            notices.leave(
                    ctx, Notice.failed("The templates of " + channel(ctx) + " could not be read: " + e.getMessage()));
        }
        back(ctx);
    }

    private void done(Context ctx, boolean found, String what) {
        if (!found) {
            throw new NotFoundResponse("There is no such channel.");
        }
        notices.leave(ctx, Notice.done(channel(ctx) + " " + what));
        back(ctx);
    }

    /** To the page that the button stands on. */
    private static void back(Context ctx) {
        String page = ctx.formParam("page");
        ctx.redirect(
                "channel".equals(page)
                        ? Addresses.channel(tenant(ctx), channel(ctx))
                        : "set-up".equals(page)
                                ? Addresses.channel(tenant(ctx), channel(ctx)) + "/set-up"
                                : Addresses.channels(tenant(ctx)),
                HttpStatus.SEE_OTHER);
    }

    private Channels channels() {
        return context.deskwire().channels();
    }

    private static String tenant(Context ctx) {
        return Asked.tenant(ctx);
    }

    private static String channel(Context ctx) {
        return ctx.pathParam("channel");
    }
}
