package io.deskwire.testkit.graph;

import java.util.Arrays;

/** Who may do what to a mailbox. */
final class Access {

    private Access() {}

    /** @param permissions of which one will do */
    static void check(GraphMailbox mailbox, World.Grant grant, String... permissions) {
        GraphMailbox signedIn = grant.signedIn();
        if (signedIn != null && !mailbox.opensTo(signedIn)) {
            throw Refusal.accessDenied();
        }
        if (Arrays.stream(permissions).allMatch(grant.app()::lacks)) {
            throw Refusal.accessDenied();
        }
        switch (mailbox.health()) {
            case NOT_ENABLED ->
                throw new Refusal(
                        404,
                        "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
            case DENIED -> throw Refusal.accessDenied();
            default -> {}
        }
    }
}
