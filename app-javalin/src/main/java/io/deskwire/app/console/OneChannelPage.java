package io.deskwire.app.console;

import io.deskwire.app.Backfills;
import io.deskwire.app.ServerContext;
import io.deskwire.app.setup.Guides;
import io.deskwire.channel.ChannelTransition;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.OwnAddress;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.engine.Channels;
import io.deskwire.message.Address;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One channel: how it does and how it came to that, what was said with its provider, and what an operator tries out. */
final class OneChannelPage {

    private static final String ONE = Addresses.HOME + "/tenants/{tenant}/channels/{channel}";
    private static final int SHOWN_TRANSITIONS = 25;
    private static final int SHOWN_LINES = 100;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;
    private final ChannelPage channels;
    private final Habits habits;
    private final Guides guides;

    OneChannelPage(
            ServerContext context,
            Gate gate,
            Pages pages,
            Notices notices,
            ChannelPage channels,
            Habits habits,
            Guides guides) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
        this.channels = channels;
        this.habits = habits;
        this.guides = guides;
    }

    /** One change of a status. */
    record Change(
            Moment at,
            String side,
            Chip from,
            Chip to,
            @Nullable String reason,
            @Nullable String hint) {

        static Change of(ChannelTransition transition, Instant now) {
            return new Change(
                    Moment.of(transition.at(), now),
                    transition.direction() == ChannelTransition.Direction.INBOUND ? "Receiving" : "Sending",
                    Words.channel(transition.from()),
                    Words.channel(transition.to()),
                    transition.reason(),
                    transition.hint());
        }
    }

    /**
     * What renews itself.
     *
     * @param quiet what is unusual about how little it receives, or null
     * @param address where the page asks for news of it
     */
    record Now(
            ChannelView channel,
            List<Change> changes,
            List<ExpiryView> expiries,
            @Nullable String quiet,
            String address) {
        Now {
            changes = List.copyOf(changes);
            expiries = List.copyOf(expiries);
        }

        String fingerprint() {
            return String.format("%08x", hashCode());
        }
    }

    /** A line of what was said with the provider. */
    record Line(Moment at, String time, String text) {}

    void addTo(RoutesConfig routes) {
        routes.get(ONE, gate.reading(this::show));
        routes.get(ONE + "/now", gate.polling(this::renew));
        routes.get(ONE + "/protocol", gate.polling(this::protocol));
        routes.get(ONE + "/backfill", gate.polling(this::renewBackfill));
        routes.post(ONE + "/backfill", gate.changing(this::backfill));
        routes.post(ONE + "/test-message", gate.changing(this::sendTest));
        routes.get(ONE + "/test-message/{message}", gate.polling(this::renewTest));
    }

    private void show(Context ctx, Session session) {
        Channels.View view = view(ctx);
        ConnectButtons buttons = ConnectButtons.of(desk(), tenant(ctx));
        if (!buttons.labels().isEmpty()) {
            Protection.leadingTo(ctx, buttons.origins(context.publicUrl().get()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("frame", pages.frame(ctx, session, channel(ctx), tenant(ctx), Frame.Section.CHANNELS));
        values.put("now", now(view));
        values.put("guided", guides.of(view.config()).isPresent());
        values.put("connects", buttons.labels());
        values.put("lines", lines(ctx));
        values.put("backfill", backfillView(ctx));
        values.put("reads", reads(ctx));
        values.put("test", testView(ctx, ctx.queryParam("sent")));
        values.put("selfSending", selfSending(view.config()).isPresent());
        pages.show(ctx, "channel", values);
    }

    private void renew(Context ctx, Session session) {
        Now now = now(view(ctx));
        if (now.fingerprint().equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "channelNow", Map.of("now", now));
        }
    }

    private Now now(Channels.View view) {
        Instant now = context.clock().instant();
        String tenant = view.config().tenantId();
        String channel = view.config().channelId();
        boolean works = view.config().active() && !view.state().paused();
        return new Now(
                ChannelView.of(view, channels.chat(view), now),
                desk().transitions(tenant, channel, SHOWN_TRANSITIONS).stream()
                        .map(transition -> Change.of(transition, now))
                        .toList(),
                ExpiryView.of(desk().expiries(tenant, channel), now),
                works ? habits.quiet(tenant).get(channel) : null,
                Addresses.channel(tenant, channel) + "/now");
    }

    private void protocol(Context ctx, Session session) {
        view(ctx);
        pages.show(ctx, "protocolLines", Map.of("lines", lines(ctx)));
    }

    private List<Line> lines(Context ctx) {
        Instant now = context.clock().instant();
        return desk().protocol(tenant(ctx), channel(ctx)).stream()
                .limit(SHOWN_LINES)
                .map(line -> {
                    Moment at = Moment.of(line.at(), now);
                    return new Line(at, at.iso().substring(11, 19), line.text());
                })
                .toList();
    }

    private boolean reads(Context ctx) {
        return desk().abilities(tenant(ctx), channel(ctx))
                .map(Channels.Abilities::reads)
                .orElse(false);
    }

    private void backfill(Context ctx, Session session) {
        view(ctx);
        String tenant = tenant(ctx);
        String channel = channel(ctx);
        String asked = ctx.formParam("since");
        boolean dryRun = "true".equals(ctx.formParam("dry_run"));
        LocalDate since;
        try {
            since = asked == null || asked.isBlank() ? null : LocalDate.parse(asked.strip());
        } catch (DateTimeException e) {
            notices.leave(ctx, Notice.failed("The day must be written like 2026-01-31; nothing was begun."));
            back(ctx, "#backfill");
            return;
        }
        Optional<Backfills.Run> run = context.backfills()
                .start(
                        tenant,
                        channel,
                        since,
                        dryRun,
                        progress -> desk().backfill(tenant, channel, since, dryRun, progress));
        if (run.isEmpty()) {
            notices.leave(ctx, Notice.failed("Reading again is under way already."));
        }
        back(ctx, "#backfill");
    }

    private void renewBackfill(Context ctx, Session session) {
        view(ctx);
        pages.show(ctx, "backfill", Map.of("backfill", backfillView(ctx)));
    }

    private BackfillView backfillView(Context ctx) {
        return BackfillView.of(
                context.backfills().newest(tenant(ctx), channel(ctx)).orElse(null),
                Addresses.channel(tenant(ctx), channel(ctx)) + "/backfill",
                context.clock().instant());
    }

    private void sendTest(Context ctx, Session session) {
        ChannelConfig config = view(ctx).config();
        Optional<Address> own = selfSending(config);
        if (own.isEmpty()) {
            notices.leave(ctx, Notice.failed("A test message needs a channel of mail with an address of its own."));
            back(ctx, "");
            return;
        }
        if (!context.channelTests().take(tenant(ctx)).taken()) {
            notices.leave(ctx, Notice.failed("Too many tests of this tenant; wait a minute."));
            back(ctx, "");
            return;
        }
        try {
            String id = context.deskwire()
                    .replies()
                    .start(
                            tenant(ctx),
                            channel(ctx),
                            List.of(own.get()),
                            "Deskwire test message",
                            new ReplyDraft(
                                    "This is a test of the channel " + channel(ctx)
                                            + ". It goes to the channel's own address, is known again when it comes in,"
                                            + " and makes no ticket.\n",
                                    null,
                                    List.of(),
                                    List.of(),
                                    null,
                                    // Automatic mail leaves without a sender to answer to, which not every server
                                    // takes.
                                    false),
                            null);
            ctx.redirect(
                    Addresses.with(Addresses.channel(tenant(ctx), channel(ctx)), "sent", id) + "#test-message",
                    HttpStatus.SEE_OTHER);
        } catch (ReplyRefusedException e) {
            notices.leave(ctx, Notice.failed("The test message could not be sent: " + e.getMessage()));
            back(ctx, "");
        }
    }

    /** The address a test message goes to; chats cannot write to themselves. */
    private static Optional<Address> selfSending(ChannelConfig config) {
        return config.active()
                ? OwnAddress.of(config).filter(address -> address.kind() == Address.Kind.EMAIL)
                : Optional.empty();
    }

    private void renewTest(Context ctx, Session session) {
        view(ctx);
        pages.show(ctx, "testMessage", Map.of("test", testView(ctx, ctx.pathParam("message"))));
    }

    private TestMessageView testView(Context ctx, @Nullable String id) {
        return TestMessageView.of(
                context.stores().conversations(),
                tenant(ctx),
                channel(ctx),
                id,
                context.clock().instant());
    }

    private void back(Context ctx, String fragment) {
        ctx.redirect(Addresses.channel(tenant(ctx), channel(ctx)) + fragment, HttpStatus.SEE_OTHER);
    }

    private Channels.View view(Context ctx) {
        return desk().find(tenant(ctx), channel(ctx))
                .orElseThrow(() -> new NotFoundResponse("There is no such channel."));
    }

    private Channels desk() {
        return context.deskwire().channels();
    }

    private static String tenant(Context ctx) {
        return Asked.tenant(ctx);
    }

    private static String channel(Context ctx) {
        return ctx.pathParam("channel");
    }
}
