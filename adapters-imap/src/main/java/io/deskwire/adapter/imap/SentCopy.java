package io.deskwire.adapter.imap;

import io.deskwire.channel.Outbound;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.Literal;

/** Puts a copy of a sent message into a folder of the mailbox, marked as read. Has no way to send anything. */
final class SentCopy implements Outbound.AfterSend {

    private final ImapAccess access;
    private final String folder;

    SentCopy(ImapAccess access, String folder) {
        this.access = access;
        this.folder = folder;
    }

    @Override
    public void run(OutboundMessage message) throws ChannelException {
        Composed composed = Composed.measure(message);
        ImapConnection connection = access.signIn();
        try {
            Argument arguments = connection.folderName(folder);
            arguments.writeAtom("(\\Seen)");
            arguments.writeBytes(new Copy(composed));
            connection.run("APPEND", arguments, Transfers.limit(composed.size()));
        } catch (ImapRefusal e) {
            if (e.code().equals("TRYCREATE") || !ImapAccess.isTemporary(e)) {
                throw ChannelException.of(
                                FailureKind.NOT_FOUND,
                                "the copy cannot be put into " + Failures.shown(folder) + ": " + e.text(),
                                e)
                        .withCode(e.code().isEmpty() ? null : e.code())
                        .withHint("Check sent_folder: the name as the server writes it.");
            }
            throw ChannelException.of(FailureKind.TRANSIENT, access.endpoint().text() + ": " + e.text(), e);
        } catch (IOException e) {
            throw Failures.connection(access.endpoint(), e, connection.socket());
        } finally {
            connection.end();
        }
    }

    private record Copy(Composed composed) implements Literal {
        @Override
        public int size() {
            return Math.toIntExact(composed.size());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            composed.writeTo(out);
        }
    }
}
