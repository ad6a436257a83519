package io.deskwire.testkit.gmail;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The methods that the simulated Gmail has, with what they cost and which scopes open them. */
public enum GmailMethod {
    PROFILE("GET", "profile", 1, Access.READ),
    WATCH("POST", "watch", 100, Access.READ),
    STOP("POST", "stop", 50, Access.READ),
    HISTORY("GET", "history", 2, Access.READ),
    MESSAGES_LIST("GET", "messages", 5, Access.READ),
    SEND("POST|PUT", "messages/send", 100, Access.SEND),
    BATCH_MODIFY("POST", "messages/batchModify", 50, Access.MODIFY),
    MODIFY("POST", "messages/[^/]+/modify", 5, Access.MODIFY),
    TRASH("POST", "messages/[^/]+/trash", 20, Access.MODIFY),
    UNTRASH("POST", "messages/[^/]+/untrash", 20, Access.MODIFY),
    DELETE("DELETE", "messages/[^/]+", 20, Access.ALL),
    GET("GET", "messages/[^/]+", 20, Access.READ),
    LABELS_LIST("GET", "labels", 1, Access.READ),
    LABELS_GET("GET", "labels/[^/]+", 1, Access.READ),
    LABELS_CREATE("POST", "labels", 5, Access.MODIFY),
    SEND_AS_LIST("GET", "settings/sendAs", 1, Access.READ);

    private final Pattern http;
    private final Pattern path;
    private final int units;
    private final Access access;

    GmailMethod(String http, String path, int units, Access access) {
        this.http = Pattern.compile(http);
        this.path = Pattern.compile(path);
        this.units = units;
        this.access = access;
    }

    /** Quota units that a call costs. */
    public int units() {
        return units;
    }

    boolean opensTo(Set<String> scopes) {
        return scopes.stream().anyMatch(access.scopes::contains);
    }

    /** The method for a path below {@code users/{id}/}. */
    static Optional<GmailMethod> of(String http, String path) {
        for (GmailMethod method : values()) {
            if (method.path.matcher(path).matches() && method.http.matcher(http).matches()) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private enum Access {
        READ(GmailScopes.READONLY, GmailScopes.MODIFY, GmailScopes.ALL),
        MODIFY(GmailScopes.MODIFY, GmailScopes.ALL),
        SEND(GmailScopes.SEND, GmailScopes.MODIFY, GmailScopes.ALL),
        ALL(GmailScopes.ALL);

        private final Set<String> scopes;

        Access(String... scopes) {
            this.scopes = Set.of(scopes);
        }
    }
}
