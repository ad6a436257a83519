package io.deskwire.app.console;

import io.deskwire.app.ChannelDocuments;
import io.deskwire.app.ServerContext;
import io.deskwire.app.http.Audited;
import io.deskwire.app.http.ChannelBody;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import io.deskwire.jdbc.ChannelVersion;
import io.deskwire.jdbc.ChannelVersion.How;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A channel's document to read and to edit, and what it said before. */
final class ConfigurationPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/channels/{channel}";

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;

    ConfigurationPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
    }

    /**
     * A version in the list.
     *
     * @param changed names of fields, or what else is to be said of it
     * @param compare the page with what differs between it and the newest
     * @param restore where its form goes; empty for the newest, which is what stands there
     */
    record Row(int number, Moment at, String author, String changed, String compare, String restore) {}

    /**
     * What differs between two versions.
     *
     * @param title which
     */
    record Comparison(String title, List<DocumentDiff.Line> lines) {
        Comparison {
            lines = List.copyOf(lines);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE + "/configuration", gate.reading((ctx, session) -> show(ctx, session, null, List.of())));
        routes.post(ROUTE + "/configuration", gate.changing(this::save));
        routes.post(ROUTE + "/versions/{n}/restore", gate.changing(this::restore));
    }

    private static String channel(Context ctx) {
        return ctx.pathParam("channel");
    }

    private List<ChannelVersion> versions(Context ctx) {
        return context.database().channelVersions().of(Asked.tenant(ctx), channel(ctx));
    }

    /** @param edited what stands in the form where it was refused */
    private void show(Context ctx, Session session, @Nullable String edited, List<ConfigProblem> problems) {
        String tenant = Asked.tenant(ctx);
        List<ChannelVersion> versions = versions(ctx);
        Optional<Channels.View> view = context.deskwire().channels().find(tenant, channel(ctx));
        if (view.isEmpty() && versions.isEmpty()) {
            throw new NotFoundResponse("There is no such channel.");
        }
        Map<String, Object> document = view.map(ConfigurationPage::document)
                .orElseGet(() -> versions.get(0).document());
        Map<String, Object> values = new HashMap<>();
        values.put("frame", pages.frame(ctx, session, "Configuration", tenant, Frame.Section.CHANNELS));
        values.put("channel", channel(ctx));
        values.put("address", Addresses.configuration(tenant, channel(ctx)));
        values.put("document", edited == null ? Json.writePretty(document) : edited);
        values.put("base", edited == null ? newest(versions) : Asked.form(ctx, "base"));
        values.put("gone", view.isEmpty());
        values.put("problems", problems);
        values.put("rows", rows(tenant, channel(ctx), versions, view.isEmpty()));
        values.put("comparison", comparison(ctx, versions));
        pages.show(ctx, "configuration", values);
    }

    private static Map<String, Object> document(Channels.View view) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("provider", view.config().provider());
        document.put("config", view.config().config());
        document.put("ticket_address", view.config().ticketAddress());
        document.put("parser_config", view.config().parserConfig());
        document.put("is_active", view.config().active());
        return plain(document);
    }

    /** A document's values may be null, which the type of the tree does not say. */
    @SuppressWarnings({"NullAway", "unchecked"})
    private static Map<String, Object> plain(Map<String, @Nullable Object> document) {
        return (Map<String, Object>) (Map<String, ?>) document;
    }

    private static String newest(List<ChannelVersion> versions) {
        return versions.isEmpty() ? "0" : String.valueOf(versions.get(0).number());
    }

    private List<Row> rows(String tenant, String channel, List<ChannelVersion> versions, boolean gone) {
        Instant now = context.clock().instant();
        String address = Addresses.channel(tenant, channel);
        return versions.stream()
                .map(version -> {
                    boolean first = version == versions.get(0);
                    String number = String.valueOf(version.number());
                    return new Row(
                            version.number(),
                            Moment.of(version.at(), now),
                            version.author() == null ? "somebody, with another program" : version.author(),
                            words(version),
                            first
                                    ? ""
                                    : Addresses.with(
                                            Addresses.with(Addresses.configuration(tenant, channel), "from", number),
                                            "to",
                                            newest(versions)),
                            first && !gone ? "" : address + "/versions/" + number + "/restore");
                })
                .toList();
    }

    private static String words(ChannelVersion version) {
        return switch (version.how()) {
            case DELETED -> "the channel was removed";
            case FOUND -> version.changed().isEmpty() ? "found as it was" : version.changed();
            case SAVED -> version.changed();
        };
    }

    private @Nullable Comparison comparison(Context ctx, List<ChannelVersion> versions) {
        Optional<ChannelVersion> from = numbered(versions, Asked.text(ctx, "from"));
        Optional<ChannelVersion> to = numbered(versions, Asked.text(ctx, "to"));
        if (from.isEmpty() || to.isEmpty()) {
            return null;
        }
        return new Comparison(
                "From version " + from.get().number() + " to version "
                        + to.get().number(),
                DocumentDiff.between(from.get().document(), to.get().document()));
    }

    private static Optional<ChannelVersion> numbered(List<ChannelVersion> versions, String number) {
        return versions.stream()
                .filter(version -> String.valueOf(version.number()).equals(number))
                .findFirst();
    }

    private void save(Context ctx, Session session) {
        String text = Objects.requireNonNullElse(ctx.formParam("document"), "");
        List<ChannelVersion> versions = versions(ctx);
        if (!newest(versions).equals(Asked.form(ctx, "base"))) {
            refuse(
                    ctx,
                    session,
                    text,
                    List.of(new ConfigProblem(
                            "document",
                            "was changed by " + author(versions) + " while you edited it; compare, and save again from"
                                    + " a page that you opened anew")));
            return;
        }
        Map<String, Object> tree;
        try {
            tree = Json.strict().parseObject(text);
        } catch (JsonException e) {
            refuse(ctx, session, text, List.of(new ConfigProblem("document", "is no JSON object: " + e.getMessage())));
            return;
        }
        ChannelDocuments.Saved saved =
                ChannelBody.of(Asked.tenant(ctx), channel(ctx), tree).save(context);
        if (!saved.stored()) {
            refuse(ctx, session, text, saved.problems());
            return;
        }
        Audited.detail(ctx, saved.changes());
        done(ctx, "The configuration of " + channel(ctx) + " is saved; it is in use within seconds.");
    }

    private static String author(List<ChannelVersion> versions) {
        String author = versions.isEmpty() ? null : versions.get(0).author();
        return author == null ? "somebody" : author;
    }

    private void restore(Context ctx, Session session) {
        ChannelVersion version = numbered(versions(ctx), ctx.pathParam("n"))
                .orElseThrow(() -> new NotFoundResponse("There is no such version."));
        ChannelDocuments.Saved saved = ChannelBody.of(Asked.tenant(ctx), channel(ctx), version.document())
                .save(context);
        if (!saved.stored()) {
            // Of a removed channel the secrets are gone: here they can be put in.
            refuse(ctx, session, Json.writePretty(version.document()), saved.problems());
            return;
        }
        Audited.subject(ctx, channel(ctx));
        Audited.detail(ctx, "version " + version.number() + ": " + saved.changes());
        done(
                ctx,
                version.how() == How.DELETED
                        ? "The channel is back."
                        : "The configuration is again that of version " + version.number() + ".");
    }

    private void refuse(Context ctx, Session session, String text, List<ConfigProblem> problems) {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(ctx, session, text, problems);
    }

    private void done(Context ctx, String words) {
        notices.leave(ctx, Notice.done(words));
        ctx.redirect(Addresses.configuration(Asked.tenant(ctx), channel(ctx)), HttpStatus.SEE_OTHER);
    }
}
