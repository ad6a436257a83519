package io.deskwire.testkit.graph;

import java.util.Arrays;

/** Who may do what to a mailbox. */
final class Access {

    private Access() {}

    /** Whether mail may be sent from a mailbox: from somebody else's only by who may send in its name. */
    static void checkSending(GraphMailbox mailbox, World.Grant grant) {
        check(mailbox, grant, "Mail.Send");
        GraphMailbox signedIn = grant.signedIn();
        if (signedIn != null && signedIn != mailbox && !signedIn.maySendAs(mailbox.userPrincipalName())) {
            throw Refusal.sendAsDenied();
        }
    }

    /** @param permissions of which one will do */
    static void check(GraphMailbox mailbox, World.Grant grant, String... permissions) {
        GraphMailbox signedIn = grant.signedIn();
        if (signedIn != null && !mailbox.opensTo(signedIn)) {
            throw Refusal.accessDenied();
        }
        if (Arrays.stream(permissions).allMatch(grant.app()::lacks)) {
            throw Refusal.accessDenied();
        }
        switch (mailbox.rules().health()) {
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
