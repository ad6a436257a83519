package io.deskwire.app.console;

import io.deskwire.app.ChannelDocuments;
import io.deskwire.app.ServerContext;
import io.deskwire.app.http.Audited;
import io.deskwire.app.setup.Guide;
import io.deskwire.app.setup.Guides;
import io.deskwire.app.setup.SetupSteps;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sets a channel up step by step: what to do at the provider, what to enter here, and how far it is. */
final class SetUpPage {

    private static final String TENANT = Addresses.HOME + "/tenants/{tenant}";
    private static final String NEW = TENANT + "/set-up";
    private static final String CHANNEL = TENANT + "/channels/{channel}";

    /** As the API names tenants and channels. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String NAME_PROBLEM = "must be 1 to 64 letters, digits, dots, hyphens or underscores";

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;
    private final Guides guides;

    SetUpPage(ServerContext context, Gate gate, Pages pages, Notices notices, Guides guides) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
        this.guides = guides;
    }

    /** A part of a guide with its places filled in. */
    record PartView(String title, List<String> lines, List<Guide.Copy> copies) {}

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.SET_UP, gate.reading(this::chooseTenant));
        routes.get(NEW, gate.reading(this::chooseProvider));
        routes.get(NEW + "/{guide}", gate.reading((ctx, session) -> {
            Guide guide = guide(ctx);
            show(ctx, session, SetUpForm.empty(guide, freeName(ctx, guide)));
        }));
        routes.post(NEW + "/{guide}", gate.changing(this::create));
        routes.get(CHANNEL + "/set-up", gate.reading((ctx, session) -> {
            Channels.View view = view(ctx);
            show(ctx, session, form(view, view.problems()));
        }));
        routes.post(CHANNEL + "/set-up", gate.changing(this::change));
        routes.get(CHANNEL + "/steps", gate.polling(this::renewSteps));
    }

    private void chooseTenant(Context ctx, Session session) {
        String tenant = Asked.text(ctx, "tenant");
        boolean named = NAME.matcher(tenant).matches();
        if (named) {
            ctx.redirect(Addresses.setUp(tenant), HttpStatus.SEE_OTHER);
            return;
        }
        pages.show(
                ctx,
                "setUpTenant",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Set up a channel"),
                        "tenant",
                        tenant,
                        "problem",
                        tenant.isEmpty() ? "" : "The name " + NAME_PROBLEM + "."));
    }

    private void chooseProvider(Context ctx, Session session) {
        requireName(tenant(ctx));
        pages.show(
                ctx,
                "setUpProviders",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Set up a channel", tenant(ctx), Frame.Section.CHANNELS),
                        "guides",
                        guides.all(),
                        "address",
                        Addresses.setUp(tenant(ctx))));
    }

    private void create(Context ctx, Session session) {
        Guide guide = guide(ctx);
        requireName(tenant(ctx));
        String channel =
                Objects.requireNonNullElse(ctx.formParam(SetUpForm.CHANNEL), "").strip();
        List<ConfigProblem> problems = new ArrayList<>();
        if (!NAME.matcher(channel).matches()) {
            problems.add(new ConfigProblem(SetUpForm.CHANNEL, NAME_PROBLEM));
        } else if (context.config().find(tenant(ctx), channel).isPresent()) {
            problems.add(new ConfigProblem(SetUpForm.CHANNEL, "is the name of a channel that is there already"));
        }
        save(ctx, session, guide, channel, null, problems);
    }

    private void change(Context ctx, Session session) {
        Channels.View view = view(ctx);
        save(ctx, session, guide(view), view.config().channelId(), view.config(), new ArrayList<>());
    }

    private void save(
            Context ctx,
            Session session,
            Guide guide,
            String channel,
            @Nullable ChannelConfig before,
            List<ConfigProblem> problems) {
        String webhook = webhook(ctx, guide, channel);
        ChannelConfig wanted = SetUpForm.document(
                guide, tenant(ctx), channel, ctx.formParamMap(), before, webhook, webhook.startsWith("https:"));
        ChannelDocuments.Saved saved =
                new ChannelDocuments(context.deskwire().channels(), context.config()).save(wanted, problems, true);
        if (saved.stored()) {
            Audited.action(ctx, "channel_saved");
            Audited.detail(ctx, before == null ? channel + " " + saved.changes() : saved.changes());
            notices.leave(ctx, Notice.done(channel + " is saved."));
            ctx.redirect(Addresses.channel(tenant(ctx), channel) + "/set-up", HttpStatus.SEE_OTHER);
            return;
        }
        // Answered as a page like any other: the form shows what is wrong, and nothing was done that had to be noted.
        Audited.action(ctx, "");
        show(
                ctx,
                session,
                SetUpForm.of(
                        guide,
                        channel,
                        before != null,
                        Objects.requireNonNullElse(wanted.ticketAddress(), ""),
                        wanted.active(),
                        remembered(guide, wanted, before),
                        saved.problems()));
    }

    /** What was typed, so that nobody types it twice; of secrets only that they were stored before. */
    private static Map<String, Object> remembered(Guide guide, ChannelConfig wanted, @Nullable ChannelConfig before) {
        Map<String, Object> config = new LinkedHashMap<>(wanted.config());
        for (Guide.Field field : guide.fields()) {
            if (field.kind().isSecret()) {
                Object stored = before == null ? null : before.config().get(field.name());
                if (stored == null) {
                    config.remove(field.name());
                } else {
                    config.put(field.name(), stored);
                }
            }
        }
        return config;
    }

    private void show(Context ctx, Session session, SetUpForm form) {
        String tenant = tenant(ctx);
        Map<String, Object> values = new LinkedHashMap<>();
        String title = form.known()
                ? "Set up " + form.channel()
                : "Set up: " + form.guide().name();
        values.put("form", form);
        values.put("parts", parts(ctx, form));
        values.put("warning", warning(form.guide()));
        String label = "";
        if (form.known()) {
            ConnectButtons buttons = ConnectButtons.of(context.deskwire().channels(), tenant);
            label = buttons.labels().getOrDefault(form.channel(), "");
            if (!label.isEmpty()) {
                Protection.leadingTo(ctx, buttons.origins(context.publicUrl().get()));
            }
            values.put("action", Addresses.channel(tenant, form.channel()) + "/set-up");
            values.put("channelAddress", Addresses.channel(tenant, form.channel()));
            values.put("steps", steps(view(ctx)));
        } else {
            values.put("action", Addresses.setUp(tenant) + "/" + form.guide().id());
            values.put("channelAddress", "");
            values.put("steps", new StepsView(List.of(), ""));
        }
        values.put("connect", label);
        values.put("frame", pages.frame(ctx, session, title, tenant, Frame.Section.CHANNELS));
        pages.show(ctx, "setUp", values);
    }

    private void renewSteps(Context ctx, Session session) {
        StepsView steps = steps(view(ctx));
        if (steps.fingerprint().equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "setUpSteps", Map.of("steps", steps, "tickets", Addresses.tickets(tenant(ctx))));
        }
    }

    private StepsView steps(Channels.View view) {
        ChannelConfig config = view.config();
        String refused = context.webhooks()
                .of(config.tenantId(), config.channelId())
                .map(ChatSetup::words)
                .orElse(null);
        return new StepsView(
                new SetupSteps(context.deskwire().channels()).of(view, null, refused),
                Addresses.channel(config.tenantId(), config.channelId()) + "/steps");
    }

    private List<PartView> parts(Context ctx, SetUpForm form) {
        return form.guide().parts().stream()
                .map(part -> new PartView(
                        part.title(),
                        part.lines(),
                        part.copies().stream()
                                .map(copy -> new Guide.Copy(copy.label(), filled(ctx, copy.value(), form)))
                                .toList()))
                .toList();
    }

    /** Its places filled in; empty where the address is not known before the channel is saved. */
    private String filled(Context ctx, String value, SetUpForm form) {
        String redirect =
                value.replace("{redirect}", context.consents().redirectUri().toString());
        if (!redirect.contains("webhook}")) {
            return redirect;
        }
        if (!form.known()) {
            return "";
        }
        String webhook = webhook(ctx, form.guide(), form.channel());
        return redirect.replace("{webhook}", webhook)
                .replace("{basic_webhook}", webhook.replaceFirst("://", "://USER:PASSWORD@"));
    }

    /** What keeps providers from calling this server, or an empty text. */
    private String warning(Guide guide) {
        boolean calls = guide.parts().stream()
                .flatMap(part -> part.copies().stream())
                .anyMatch(copy ->
                        copy.value().contains("webhook}") || copy.value().contains("{redirect}"));
        String url = context.publicUrl().get();
        return !calls || url.startsWith("https:")
                ? ""
                : "This server is known as " + url
                        + ", which providers cannot call. Give it a public https address and set"
                        + " DESKWIRE_PUBLIC_URL to it.";
    }

    private String webhook(Context ctx, Guide guide, String channel) {
        return Addresses.webhook(context.publicUrl().get(), guide.provider(), tenant(ctx), channel);
    }

    private SetUpForm form(Channels.View view, List<ConfigProblem> problems) {
        ChannelConfig config = view.config();
        return SetUpForm.of(
                guide(view),
                config.channelId(),
                true,
                Objects.requireNonNullElse(config.ticketAddress(), ""),
                config.active(),
                config.config(),
                problems);
    }

    private String freeName(Context ctx, Guide guide) {
        String wished = guide.provider().equals("whatsapp") ? "whatsapp" : "support";
        return context.config().find(tenant(ctx), wished).isEmpty() ? wished : "";
    }

    private Channels.View view(Context ctx) {
        return context.deskwire()
                .channels()
                .find(tenant(ctx), ctx.pathParam("channel"))
                .orElseThrow(() -> new NotFoundResponse("There is no such channel."));
    }

    private Guide guide(Channels.View view) {
        return guides.of(view.config())
                .orElseThrow(
                        () -> new NotFoundResponse("There is no guide for this kind of channel. Change its document."));
    }

    private Guide guide(Context ctx) {
        Optional<Guide> guide = guides.find(ctx.pathParam("guide"));
        return guide.orElseThrow(() -> new NotFoundResponse("There is no such provider."));
    }

    private static void requireName(String tenant) {
        if (!NAME.matcher(tenant).matches()) {
            throw new NotFoundResponse("The name of a tenant " + NAME_PROBLEM + ".");
        }
    }

    private static String tenant(Context ctx) {
        return Asked.tenant(ctx);
    }
}
