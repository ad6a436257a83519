package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.TicketChanges;
import io.deskwire.app.UncertainMessages;
import io.deskwire.app.http.Audited;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketEdit;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.Content;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundAttachment;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an agent does with a ticket: answer, change its state, decide about a message nobody knows the fate of. */
final class TicketActions {

    private static final int LONGEST_FILE_NAME = 200;

    private final ServerContext context;
    private final Gate gate;
    private final Notices notices;
    private final TicketPage page;
    private final ReplyConditions conditions;

    TicketActions(ServerContext context, Gate gate, Notices notices, TicketPage page) {
        this.context = context;
        this.gate = gate;
        this.notices = notices;
        this.page = page;
        this.conditions = new ReplyConditions(context);
    }

    void addTo(RoutesConfig routes) {
        routes.post(TicketPage.ROUTE + "/replies", gate.changing(this::reply));
        routes.post(TicketPage.ROUTE + "/templates", gate.changing(this::template));
        routes.post(TicketPage.ROUTE + "/state", gate.changing(this::state));
        routes.post(TicketPage.ROUTE + "/fields", gate.changing(this::fields));
        routes.post(TicketPage.ROUTE + "/messages/{message}/resolve", gate.changing(this::resolve));
    }

    private void reply(Context ctx, Session session) throws IOException {
        Ticket ticket = page.ticket(ctx);
        // Browsers send line ends as CR LF (HTML, section "constructing the entry list").
        String text = form(ctx, "text").replace("\r\n", "\n");
        String key = key(ctx);
        try {
            ReplyDraft draft = new ReplyDraft(text, null, files(ctx, ticket.tenantId()), null, null, false);
            context.deskwire().replies().reply(ticket.tenantId(), ticket.conversationId(), draft, "console-" + key);
        } catch (ReplyRefusedException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page.show(ctx, session, text, problem(e));
            return;
        }
        notices.leave(ctx, Notice.done("Your reply is on its way."));
        back(ctx, ticket, "#newest");
    }

    private void template(Context ctx, Session session) throws IOException {
        Ticket ticket = page.ticket(ctx);
        String key = key(ctx);
        Map<String, String> given = new HashMap<>();
        ctx.formParamMap()
                .forEach((name, values) -> given.put(name, values.get(0).replace("\r\n", "\n")));
        String choice = form(ctx, "template");
        try {
            MessageTemplate template = TemplateForm.find(conditions.templates(ticket), choice)
                    .orElseThrow(() -> new TemplatePick.Mistake("The template is not there any more."));
            Instant sendAt = SendTime.of(form(ctx, "send_at"), form(ctx, "send_at_zone"));
            ReplyDraft draft = new ReplyDraft(
                    "",
                    null,
                    files(ctx, ticket.tenantId()),
                    null,
                    sendAt,
                    false,
                    TemplateForm.content(template, given));
            context.deskwire().replies().reply(ticket.tenantId(), ticket.conversationId(), draft, "console-" + key);
            notices.leave(
                    ctx, Notice.done(sendAt == null ? "The template is on its way." : "The template is scheduled."));
            back(ctx, ticket, "#newest");
        } catch (TemplatePick.Mistake | ReplyRefusedException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            page.show(ctx, session, "", null, new TemplatePick(choice, given, problem(e)));
        }
    }

    private static String problem(Exception e) {
        if (e instanceof ReplyRefusedException refused && !refused.problems().isEmpty()) {
            return refused.problems().stream().map(MessageProblem::toString).collect(Collectors.joining("; "));
        }
        return String.valueOf(e.getMessage());
    }

    private static String key(Context ctx) {
        String key = form(ctx, "key");
        if (!key.matches("[A-Za-z0-9_-]{20,64}")) {
            throw new BadRequestResponse("The form is damaged. Reload the page.");
        }
        return key;
    }

    private List<OutboundAttachment> files(Context ctx, String tenantId) throws IOException {
        List<OutboundAttachment> files = new ArrayList<>();
        for (UploadedFile file : ctx.uploadedFiles("files")) {
            // A form without a chosen file still sends one without name and bytes.
            if (file.size() == 0 && file.filename().isBlank()) {
                continue;
            }
            try (InputStream bytes = file.content()) {
                Content content = context.deskwire().outbox().store(tenantId, bytes);
                files.add(new OutboundAttachment(name(file.filename()), type(file.contentType()), null, content));
            }
        }
        return files;
    }

    private void state(Context ctx, Session session) {
        Ticket ticket = page.ticket(ctx);
        TicketState state;
        try {
            state = TicketState.of(form(ctx, "state"));
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("There is no such state.");
        }
        new TicketChanges(context).change(ticket.tenantId(), ticket.id(), new TicketEdit(state, null));
        notices.leave(
                ctx,
                Notice.done(
                        "The ticket is now " + Words.ticketState(state).text().toLowerCase(Locale.ROOT) + "."));
        back(ctx, ticket, "");
    }

    private void fields(Context ctx, Session session) {
        Ticket ticket = page.ticket(ctx);
        TicketEdit edit = new TicketEdit(null, null, FieldsView.change(ctx.formParamMap()));
        new TicketChanges(context).change(ticket.tenantId(), ticket.id(), edit);
        notices.leave(ctx, Notice.done("The ticket is changed."));
        back(ctx, ticket, "");
    }

    private void resolve(Context ctx, Session session) {
        Ticket ticket = page.ticket(ctx);
        String messageId = ctx.pathParam("message");
        boolean here = context.deskwire()
                .messages()
                .find(ticket.tenantId(), messageId)
                .filter(m -> ticket.conversationId().equals(m.conversationId()))
                .isPresent();
        if (!here) {
            throw new NotFoundResponse("There is no such message in this ticket.");
        }
        notices.leave(ctx, decide(ctx, context, ticket.tenantId(), messageId));
        back(ctx, ticket, "#message-" + messageId);
    }

    /** Carries out what a form says about an uncertain message, and tells what was done. */
    static Notice decide(Context ctx, ServerContext context, String tenant, String messageId) {
        UncertainMessages.Decision choice = UncertainMessages.Decision.of(form(ctx, "choice"))
                .orElseThrow(() -> new BadRequestResponse("Choose what is to be done."));
        boolean done = new UncertainMessages(context).decide(tenant, messageId, choice);
        if (!done) {
            Audited.action(ctx, "");
            return Notice.failed("The message is not uncertain any more; nothing was changed.");
        }
        Audited.detail(ctx, messageId + ": " + choice.word());
        return Notice.done(
                switch (choice) {
                    case SEND_AGAIN -> "The message is sent again.";
                    case FAILED -> "The message counts as failed.";
                    case WAS_SENT -> "The message counts as sent.";
                });
    }

    private static void back(Context ctx, Ticket ticket, String fragment) {
        ctx.redirect(Addresses.ticket(ticket.tenantId(), ticket.id()) + fragment, HttpStatus.SEE_OTHER);
    }

    private static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }

    /** The last part of what a browser calls the file, without what could end a header. */
    private static String name(String given) {
        String name = given.replaceAll("[\\p{Cntrl}\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "");
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .strip();
        if (name.length() > LONGEST_FILE_NAME) {
            name = name.substring(name.length() - LONGEST_FILE_NAME);
        }
        return name.isEmpty() ? "file" : name;
    }

    private static String type(@org.jspecify.annotations.Nullable String given) {
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return FileAnswer.isMediaType(type) ? type : FileAnswer.UNKNOWN_TYPE;
    }
}
