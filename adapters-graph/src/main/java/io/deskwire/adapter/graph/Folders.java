package io.deskwire.adapter.graph;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of folders: well-known ones mean the same in every language, all others are paths of display names. */
final class Folders {

    static final String SENT = "sentitems";
    static final String DELETED = "deleteditems";

    private static final Set<String> WELL_KNOWN = Set.of(
            "inbox",
            "archive",
            "junkemail",
            DELETED,
            "drafts",
            SENT,
            "outbox",
            "clutter",
            "msgfolderroot",
            "recoverableitemsdeletions");

    private Folders() {}

    /** The name by which Graph knows a folder in every mailbox, or an empty text. */
    static String wellKnown(String name) {
        String lower = name.replace(" ", "").toLowerCase(Locale.ROOT);
        return WELL_KNOWN.contains(lower) ? lower : "";
    }

    /** The names from the top of the mailbox on. */
    static List<String> path(String folder) {
        return List.of(folder.split("/")).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
