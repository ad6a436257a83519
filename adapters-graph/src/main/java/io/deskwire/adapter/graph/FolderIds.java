package io.deskwire.adapter.graph;

import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.MailFolderCollectionResponse;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds a mailbox's folders by the paths that people see, and remembers them. Thread-safe. */
final class FolderIds {

    private final Mailbox mailbox;
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    FolderIds(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** The id of a configured folder, or the name by which Graph knows it in every mailbox. */
    String of(String folder) throws ChannelException {
        String known = Folders.wellKnown(folder);
        if (!known.isEmpty()) {
            return known;
        }
        String cached = ids.get(folder);
        if (cached != null) {
            return cached;
        }
        String found = walk(folder);
        ids.put(folder, found);
        return found;
    }

    private String walk(String folder) throws ChannelException {
        @Nullable String at = null;
        for (String name : Folders.path(folder)) {
            String known = at == null ? Folders.wellKnown(name) : "";
            at = known.isEmpty() ? child(at, name) : known;
            if (at == null) {
                throw ChannelException.of(FailureKind.NOT_FOUND, "the mailbox has no folder " + folder)
                        .withHint(
                                "Create the folder, or write its path as it is shown in Outlook, such as Inbox/Support.");
            }
        }
        return Objects.requireNonNull(at, "a path has names");
    }

    private @Nullable String child(@Nullable String parent, String name) throws ChannelException {
        String filter = "displayName eq '" + name.replace("'", "''") + "'";
        String[] select = {"id", "displayName"};
        MailFolderCollectionResponse found = mailbox.calls()
                .ask((client, request) -> parent == null
                        ? mailbox.in(client).mailFolders().get(c -> {
                            request.on(Objects.requireNonNull(c));
                            Objects.requireNonNull(c.queryParameters).filter = filter;
                            c.queryParameters.select = select;
                        })
                        : mailbox.in(client)
                                .mailFolders()
                                .byMailFolderId(parent)
                                .childFolders()
                                .get(c -> {
                                    request.on(Objects.requireNonNull(c));
                                    Objects.requireNonNull(c.queryParameters).filter = filter;
                                    c.queryParameters.select = select;
                                }));
        List<MailFolder> folders = found == null ? null : found.getValue();
        for (MailFolder folder : Objects.requireNonNullElse(folders, List.<MailFolder>of())) {
            if (name.equalsIgnoreCase(folder.getDisplayName())) {
                return folder.getId();
            }
        }
        return null;
    }

    /** They may have been made anew. */
    void forget() {
        ids.clear();
    }
}
