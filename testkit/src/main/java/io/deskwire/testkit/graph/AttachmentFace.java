package io.deskwire.testkit.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stands below a message's {@code attachments}. The caller holds the world's lock. */
final class AttachmentFace {

    private static final int LARGEST_POSTED = 3 << 20;
    private static final int LARGEST_UPLOADED = 150 << 20;

    private final GraphMailbox mailbox;
    private final World.Grant grant;
    private final String apiBaseUrl;
    private final String owner;

    AttachmentFace(GraphMailbox mailbox, World.Grant grant, String apiBaseUrl, String owner) {
        this.mailbox = mailbox;
        this.grant = grant;
        this.apiBaseUrl = apiBaseUrl;
        this.owner = owner;
    }

    Answer answer(Call call, GraphItem item, List<String> rest) {
        String what = call.method() + " " + rest.size();
        String last = rest.isEmpty() ? "" : rest.get(rest.size() - 1).toLowerCase(Locale.ROOT);
        if (call.is("GET")) {
            Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite");
            List<String> select = MessageTrees.select(call.query("$select"));
            if (rest.isEmpty()) {
                return Answer.json(
                        200,
                        Map.of(
                                "value",
                                MessageTrees.attachments(item).stream()
                                        .map(each -> each.tree(select))
                                        .toList()));
            }
            Attached found = find(item, rest.get(0));
            return last.equals("$value")
                    ? new Answer(200, Map.of("Content-Type", found.contentType()), found.bytes())
                    : Answer.json(200, found.tree(select));
        }
        Access.check(mailbox, grant, "Mail.ReadWrite");
        if (what.equals("POST 0")) {
            return post(call, item);
        }
        if (what.equals("POST 1") && last.equals("createuploadsession")) {
            return session(call, item);
        }
        if (what.equals("DELETE 1")) {
            demandDraft(item);
            Attached found = find(item, rest.get(0));
            item.content().attachments().remove(found);
            return Answer.empty(204);
        }
        throw Refusal.badRequest("Resource not found for the segment '" + last + "'.");
    }

    private static Attached find(GraphItem item, String id) {
        return MessageTrees.attachments(item).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(Refusal::itemNotFound);
    }

    private static void demandDraft(GraphItem item) {
        if (!item.isDraft()) {
            throw new Refusal(403, "ErrorInvalidPropertySet", "Attachments can be changed in a draft only.");
        }
        item.content().takeApart();
    }

    private Answer post(Call call, GraphItem item) {
        SendFace.checkSize(call);
        demandDraft(item);
        Attached added = Attached.read(call.json());
        if (added.bytes().length >= LARGEST_POSTED) {
            throw new Refusal(413, "ErrorMessageSizeExceeded", "The attachment is too large to be posted at once.");
        }
        checkRoom(item, added.bytes().length);
        item.content().attachments().add(added);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", apiBaseUrl + "/$metadata#" + owner + "/attachments/$entity");
        tree.putAll(added.tree(List.of("name", "contentType", "size", "isInline", "contentId")));
        return Answer.json(201, tree);
    }

    private void checkRoom(GraphItem item, long more) {
        if (item.content().size() + more * 4 / 3 > mailbox.rules().largestMessage()) {
            throw new Refusal(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }
    }

    private Answer session(Call call, GraphItem item) {
        Fields given = call.json().object("attachmentItem");
        if (given == null) {
            throw Refusal.badRequest("The property 'AttachmentItem' is required.");
        }
        demandDraft(item);
        if (!"file".equalsIgnoreCase(given.text("attachmentType"))
                || given.text("name") == null
                || !(given.get("size") instanceof Long size)) {
            throw Refusal.badRequest("attachmentType, name and size are required.");
        }
        if (size < LARGEST_POSTED) {
            throw new Refusal(
                    400,
                    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
                    "Attachment size must be greater than the minimum size.");
        }
        if (size > LARGEST_UPLOADED) {
            throw new Refusal(400, "ErrorAttachmentSizeLimitExceeded", "Attachment size must be at most 150 MB.");
        }
        checkRoom(item, size);
        Uploads.Session session = new Uploads.Session(
                item,
                given.text("name", ""),
                given.text("contentType", "application/octet-stream"),
                given.flag("isInline", false),
                size.intValue());
        mailbox.uploads().add(session);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", apiBaseUrl + "/$metadata#microsoft.graph.uploadSession");
        tree.put(
                "uploadUrl",
                apiBaseUrl.replaceFirst("/v1\\.0$", "/upload/api/gv1.0")
                        + "/users('" + mailbox.id() + "')/messages('"
                        + item.id(true).replace("=", "%3D")
                        + "')/AttachmentSessions('" + session.key() + "')?authtoken=eyJ0." + session.key());
        tree.put("expirationDateTime", mailbox.world().now().plusSeconds(7200).toString());
        tree.put("nextExpectedRanges", List.of("0-"));
        return Answer.json(201, tree);
    }
}
