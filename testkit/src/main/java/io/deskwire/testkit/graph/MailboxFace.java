package io.deskwire.testkit.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stands below {@code /me} and {@code /users/{id}}. The caller holds the world's lock. */
final class MailboxFace {

    private final GraphMailbox mailbox;
    private final World.Grant grant;
    private final String apiBaseUrl;
    private final String owner;

    /** @param owner {@code me} or {@code users('id')} */
    MailboxFace(GraphMailbox mailbox, World.Grant grant, String apiBaseUrl, String owner) {
        this.mailbox = mailbox;
        this.grant = grant;
        this.apiBaseUrl = apiBaseUrl;
        this.owner = owner;
    }

    Answer answer(Call call, List<String> rest) {
        if (rest.isEmpty()) {
            return user(call);
        }
        String first = rest.get(0).toLowerCase(Locale.ROOT);
        switch (first) {
            case "sendmail":
                demand(call, "POST");
                Access.checkSending(mailbox, grant);
                return SendFace.sendMail(call, mailbox);
            case "translateexchangeids":
                demand(call, "POST");
                Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite");
                return translate(call);
            case "mailfolders":
                return folders(call, rest.subList(1, rest.size()));
            case "messages":
                return messages(
                        call, rest.subList(1, rest.size()), mailbox.store().items());
            default:
                throw Refusal.badRequest("Resource not found for the segment '" + rest.get(0) + "'.");
        }
    }

    private Answer user(Call call) {
        demand(call, "GET");
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("@odata.context", apiBaseUrl + "/$metadata#users/$entity");
        tree.put("id", mailbox.id());
        tree.put("displayName", mailbox.userPrincipalName());
        tree.put("userPrincipalName", mailbox.userPrincipalName());
        tree.put("mail", mailbox.userPrincipalName());
        return Answer.json(200, tree);
    }

    private Answer translate(Call call) {
        Fields fields = call.json();
        boolean immutable = "restImmutableEntryId".equals(fields.text("targetIdType"));
        if (!(fields.get("inputIds") instanceof List<?> ids) || ids.size() > 1000) {
            throw Refusal.badRequest("inputIds must be a list of at most 1000.");
        }
        List<Map<String, Object>> value = ids.stream()
                .map(String::valueOf)
                .map(id -> Map.<String, Object>of(
                        "sourceId", id, "targetId", mailbox.store().item(id).id(immutable)))
                .toList();
        return Answer.json(200, Map.of("value", value));
    }

    private Answer folders(Call call, List<String> rest) {
        Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite");
        MailStore store = mailbox.store();
        if (rest.isEmpty()) {
            if (call.is("POST")) {
                Access.check(mailbox, grant, "Mail.ReadWrite");
                Folder made = store.addFolder(call.json().text("displayName", ""));
                return Answer.json(201, tree(made));
            }
            demand(call, "GET");
            return FolderList.answer(call, store, apiBaseUrl + "/" + owner + "/mailFolders");
        }
        Folder folder = store.folder(rest.get(0));
        if (rest.size() == 1) {
            demand(call, "GET");
            return Answer.json(200, tree(folder));
        }
        if (rest.get(1).equalsIgnoreCase("childFolders")) {
            demand(call, "GET");
            return Answer.json(200, Map.of("value", List.of()));
        }
        if (!rest.get(1).equalsIgnoreCase("messages")) {
            throw Refusal.badRequest("Resource not found for the segment '" + rest.get(1) + "'.");
        }
        if (rest.size() == 3 && rest.get(2).equalsIgnoreCase("delta")) {
            demand(call, "GET");
            return Answer.json(200, mailbox.deltas().answer(call, folder, apiBaseUrl, owner));
        }
        return messages(call, rest.subList(2, rest.size()), store.items(folder));
    }

    private Map<String, Object> tree(Folder folder) {
        return FolderList.tree(folder, mailbox.store());
    }

    private Answer messages(Call call, List<String> rest, List<GraphItem> all) {
        if (rest.isEmpty() && call.is("GET")) {
            Access.check(mailbox, grant, "Mail.Read", "Mail.ReadWrite");
            String url = apiBaseUrl.replaceFirst("/v1\\.0$", "")
                    + call.request().uri().getRawPath();
            return MessageList.answer(call, mailbox, all, url);
        }
        return new MessageFace(mailbox, grant, apiBaseUrl, owner).answer(call, rest);
    }

    private static void demand(Call call, String method) {
        if (!call.is(method)) {
            throw new Refusal(405, "ErrorInvalidRequest", "The HTTP method is not allowed here.");
        }
    }
}
