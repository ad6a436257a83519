package io.deskwire.benchmarks;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;

/** The loop that every tutorial on Jakarta Mail shows: message by message, written to nowhere. */
final class AngusLoop {

    private AngusLoop() {}

    /** Reads the first messages of the INBOX and answers messages per second, connecting included. */
    static double messagesPerSecond(int port, String user, String password, int messages)
            throws MessagingException, IOException {
        long began = System.nanoTime();
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect("127.0.0.1", port, user, password);
        try {
            Folder folder = store.getFolder("INBOX");
            folder.open(Folder.READ_ONLY);
            for (int i = 1; i <= messages; i++) {
                folder.getMessage(i).writeTo(OutputStream.nullOutputStream());
            }
            folder.close(false);
        } finally {
            store.close();
        }
        return messages / ((System.nanoTime() - began) / 1e9);
    }
}
