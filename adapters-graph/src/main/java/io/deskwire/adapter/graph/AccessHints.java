package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;

/** What to do where Graph denies access: it depends on who asks for whose mailbox. */
final class AccessHints {

    private AccessHints() {}

    /** The failure, with the hint that fits the channel when access was denied. */
    static ChannelException explained(ChannelException e, GraphSettings settings) {
        boolean denied = String.valueOf(e.getMessage()).startsWith("Microsoft Graph answered 403");
        if (!denied || e.kind() != FailureKind.AUTH) {
            return e;
        }
        ChannelException explained = ChannelException.of(e.kind(), String.valueOf(e.getMessage()), e)
                .withCode(e.code().orElse(null));
        return explained.withHint(hint(settings));
    }

    static String hint(GraphSettings settings) {
        if (settings.shared()) {
            return "Give the account that signed in Full Access to the shared mailbox (Exchange admin center, Mailboxes,"
                    + " Delegation), and connect it again granting everything that is asked for.";
        }
        if (settings.delegated()) {
            return "Connect the account again and grant everything that is asked for, or let an administrator grant it.";
        }
        return "Where access is limited in Exchange (RBAC for Applications), let the management scope of its roles"
                + " Application Mail.ReadWrite and Application Mail.Send include this mailbox; elsewhere grant Mail.ReadWrite"
                + " and Mail.Send with admin consent in Entra, which reaches every mailbox. Changes take up to two hours.";
    }
}
