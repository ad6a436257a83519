package io.deskwire.testkit.gmail;

import io.deskwire.json.JsonException;
import io.deskwire.testkit.gmail.GoogleGrants.Access;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Gmail API below {@code /gmail/v1/users} and {@code /upload/gmail/v1/users}. Thread-safe. */
final class GmailFace {

    private static final Pattern PATH = Pattern.compile("(/upload)?/gmail/v1/users/([^/]+)/(.+)");
    private static final int LARGEST_BATCH = 1000;

    private final GoogleGrants grants;
    private final Function<String, Optional<GmailMailbox>> mailboxes;
    private final GmailSendFace sends;

    GmailFace(GoogleGrants grants, Function<String, Optional<GmailMailbox>> mailboxes, GmailSendFace sends) {
        this.grants = grants;
        this.mailboxes = mailboxes;
        this.sends = sends;
    }

    GmailReply answer(GmailRequest request) {
        try {
            return routed(request);
        } catch (GmailRefusal e) {
            return e.reply();
        } catch (JsonException e) {
            return GmailRefusal.invalid("Invalid JSON payload received.").reply();
        }
    }

    private GmailReply routed(GmailRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return nowhere();
        }
        boolean upload = path.group(1) != null;
        String rest = path.group(3);
        Optional<GmailMethod> method = GmailMethod.of(request.method(), rest);
        if (method.isEmpty() || (upload && method.get() != GmailMethod.SEND)) {
            return nowhere();
        }
        Access access =
                GoogleTokenFace.shown(request).flatMap(grants::access).orElseThrow(GmailRefusal::unauthenticated);
        GmailMailbox mailbox = mailboxes.apply(access.email()).orElseThrow(GmailRefusal::unauthenticated);
        if (!path.group(2).equals("me") && !path.group(2).equalsIgnoreCase(mailbox.email())) {
            throw GmailRefusal.forbidden("forbidden", "Delegation denied for " + mailbox.email());
        }
        if (!method.get().opensTo(access.scopes())) {
            throw GmailRefusal.forbidden("insufficientPermissions", "Request had insufficient authentication scopes.");
        }
        // The pieces of an upload belong to one call.
        if (!request.method().equals("PUT")) {
            mailbox.quotas().take(method.get().units());
        }
        if (method.get() == GmailMethod.SEND) {
            return masked(request, sends.answer(request, mailbox, upload));
        }
        return called(method.get(), rest, request, mailbox, access);
    }

    private static GmailReply called(
            GmailMethod method, String rest, GmailRequest request, GmailMailbox mailbox, Access access) {
        MailboxStore store = mailbox.store();
        String[] parts = rest.split("/", -1);
        String id = parts.length > 1 ? parts[1] : "";
        return switch (method) {
            case PROFILE -> masked(request, mailbox.profile());
            case WATCH ->
                masked(request, mailbox.watches().watch(request.json(), access.project(), mailbox.historyId()));
            case STOP -> {
                mailbox.watches().stop(access.project());
                yield GmailReply.empty(204);
            }
            case HISTORY -> masked(request, store.history(request));
            case MESSAGES_LIST -> masked(request, store.list(request));
            case GET -> GmailRendering.answer(request, store.get(id));
            case MODIFY -> masked(request, modified(store, id, request));
            case BATCH_MODIFY -> batch(store, request);
            case TRASH ->
                masked(
                        request,
                        store.relabel(id, Set.of("TRASH"), Set.of("INBOX")).listed(true));
            case UNTRASH ->
                masked(request, store.relabel(id, Set.of(), Set.of("TRASH")).listed(true));
            case DELETE -> {
                store.delete(id);
                yield GmailReply.empty(204);
            }
            case LABELS_LIST -> masked(request, Map.of("labels", store.labels()));
            case LABELS_GET -> masked(request, store.label(id));
            case LABELS_CREATE -> masked(request, created(store, request));
            case SEND_AS_LIST -> masked(request, mailbox.sendAs());
            case SEND -> throw new IllegalStateException("sent elsewhere");
        };
    }

    private static Map<String, Object> created(MailboxStore store, GmailRequest request) {
        if (!(request.json().get("name") instanceof String name) || name.isBlank()) {
            throw GmailRefusal.invalid("Invalid label name");
        }
        return store.label(store.addLabel(name));
    }

    private static Map<String, Object> modified(MailboxStore store, String id, GmailRequest request) {
        Map<String, Object> body = request.json();
        Set<String> add = texts(body.get("addLabelIds"));
        Set<String> remove = texts(body.get("removeLabelIds"));
        check(store, add, remove);
        return store.relabel(id, add, remove).listed(true);
    }

    private static GmailReply batch(MailboxStore store, GmailRequest request) {
        Map<String, Object> body = request.json();
        Set<String> ids = texts(body.get("ids"));
        Set<String> add = texts(body.get("addLabelIds"));
        Set<String> remove = texts(body.get("removeLabelIds"));
        if (ids.isEmpty() || ids.size() > LARGEST_BATCH) {
            throw GmailRefusal.invalid(ids.isEmpty() ? "No message ids specified" : "Too many message ids");
        }
        check(store, add, remove);
        ids.stream().filter(id -> store.find(id).isPresent()).forEach(id -> store.relabel(id, add, remove));
        return GmailReply.empty(204);
    }

    private static void check(MailboxStore store, Set<String> add, Set<String> remove) {
        if (add.isEmpty() && remove.isEmpty()) {
            throw GmailRefusal.invalid("No label add or removes specified");
        }
        store.checkSettable(add);
        store.checkSettable(remove);
        if (add.stream().anyMatch(remove::contains)) {
            throw GmailRefusal.invalid("Cannot both add and remove the same label");
        }
    }

    private static Set<String> texts(@Nullable Object list) {
        Set<String> texts = new TreeSet<>();
        if (list instanceof List<?> some) {
            some.forEach(each -> texts.add(String.valueOf(each)));
        } else if (list != null) {
            throw GmailRefusal.invalid("Invalid JSON payload received. A list is expected.");
        }
        return texts;
    }

    private static GmailReply masked(GmailRequest request, Map<String, Object> tree) {
        return masked(request, GmailReply.json(200, tree), tree);
    }

    private static GmailReply masked(GmailRequest request, GmailSendFace.Outcome outcome) {
        Map<String, Object> tree = outcome.tree();
        return tree == null ? outcome.reply() : masked(request, outcome.reply(), tree);
    }

    private static GmailReply masked(GmailRequest request, GmailReply whole, Map<String, Object> tree) {
        Optional<String> fields = request.parameter("fields");
        return fields.isEmpty() ? whole : GmailReply.json(200, mask(fields.get(), tree));
    }

    private static Object mask(String fields, Map<String, Object> tree) {
        Object masked = FieldMask.of(fields).apply(tree);
        return masked == null ? Map.of() : masked;
    }

    private static GmailReply nowhere() {
        return GmailReply.text(404, "text/html; charset=UTF-8", "<html><body>Not Found</body></html>");
    }
}
