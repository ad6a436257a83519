package io.deskwire.testkit.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stands below {@code messages}. The caller holds the world's lock. */
final class MessageFace {

    private final GraphMailbox mailbox;
    private final World.Grant grant;
    private final String apiBaseUrl;
    private final String owner;

    MessageFace(GraphMailbox mailbox, World.Grant grant, String apiBaseUrl, String owner) {
        this.mailbox = mailbox;
        this.grant = grant;
        this.apiBaseUrl = apiBaseUrl;
        this.owner = owner;
    }

    Answer answer(Call call, List<String> rest) {
        Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite", "Mail.Send");
        if (rest.isEmpty()) {
            if (!call.is("POST")) {
                throw new Refusal(405, "ErrorInvalidRequest", "The HTTP method is not allowed here.");
            }
            writes();
            return entity(call, 201, drafts().create(call));
        }
        if (rest.get(0).equalsIgnoreCase("delta")) {
            throw Refusal.badRequest("Change tracking is not supported against the whole mailbox, only per folder.");
        }
        GraphItem item = mailbox.store().item(rest.get(0));
        if (item.isHidden() && item.in().is("sentitems")) {
            throw Refusal.itemNotFound();
        }
        List<String> after = rest.subList(1, rest.size());
        if (!after.isEmpty() && after.get(0).equalsIgnoreCase("attachments")) {
            return new AttachmentFace(mailbox, grant, apiBaseUrl, owner)
                    .answer(call, item, after.subList(1, after.size()));
        }
        String what = call.method() + " " + String.join("/", after).toLowerCase(Locale.ROOT);
        switch (what) {
            case "GET ":
                reads();
                return entity(call, 200, item);
            case "GET $value":
                reads();
                return new Answer(200, Map.of("Content-Type", "text/plain"), item.mime());
            case "PATCH ":
                writes();
                patch(call, item);
                return entity(call, 200, item);
            case "DELETE ":
                writes();
                delete(item);
                return Answer.empty(204);
            case "POST move":
                writes();
                mailbox.store().move(item, target(call));
                return entity(call, 201, item);
            case "POST permanentdelete":
                writes();
                mailbox.store().remove(item);
                return Answer.empty(204);
            case "POST reply":
                sends();
                return SendFace.reply(call, mailbox, item);
            case "POST createreply":
                writes();
                return entity(call, 201, drafts().createReply(call, item));
            case "POST send":
                sends();
                drafts().send(call, item);
                return Answer.empty(202);
            default:
                throw Refusal.badRequest("Resource not found for the segment '" + String.join("/", after) + "'.");
        }
    }

    private Drafts drafts() {
        return new Drafts(mailbox);
    }

    private void reads() {
        Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite");
    }

    private void writes() {
        Access.check(mailbox, grant, "Mail.ReadWrite");
    }

    private void sends() {
        Access.checkSending(mailbox, grant);
    }

    private Answer entity(Call call, int status, GraphItem item) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", apiBaseUrl + "/$metadata#" + owner + "/messages/$entity");
        tree.putAll(
                MessageTrees.tree(mailbox, item, MessageTrees.select(call.query("$select")), call.wantsImmutableIds()));
        String expand = call.query("$expand");
        if (expand != null) {
            tree.put("singleValueExtendedProperties", MessageTrees.properties(item, expand));
        }
        return Answer.json(status, tree);
    }

    private void patch(Call call, GraphItem item) {
        Fields fields = call.json();
        if (fields.has("isRead")) {
            item.markRead(fields.flag("isRead", item.isRead()));
        }
        if (Drafts.mentionsContent(fields)) {
            if (!item.isDraft()) {
                throw new Refusal(403, "ErrorInvalidPropertySet", "The property can be changed in a draft only.");
            }
            item.content().takeApart();
            item.content().read(fields);
        }
        mailbox.store().touch(item);
    }

    private void delete(GraphItem item) {
        MailStore store = mailbox.store();
        if (item.in().is("deleteditems")) {
            store.remove(item);
        } else {
            store.move(item, store.folder("deleteditems"));
        }
    }

    private Folder target(Call call) {
        String destination = call.json().text("destinationId");
        if (destination == null) {
            throw Refusal.badRequest("The property 'destinationId' is required.");
        }
        return mailbox.store().folder(destination);
    }
}
