package io.deskwire.testkit.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mail folder. */
record Folder(String id, String displayName, @Nullable String wellKnown, String parentId) {

    boolean is(String idOrWellKnown) {
        return id.equals(idOrWellKnown) || (wellKnown != null && wellKnown.equalsIgnoreCase(idOrWellKnown));
    }

    Map<String, Object> tree(int total, int unread) {
        return Map.of(
                "id", id,
                "displayName", displayName,
                "parentFolderId", parentId,
                "childFolderCount", 0,
                "unreadItemCount", unread,
                "totalItemCount", total,
                "isHidden", false);
    }
}
