package io.deskwire.adapter.imap;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's document, read.
 *
 * @param server where mail is read
 * @param account how to sign in there
 * @param folder the folder that is read; {@code INBOX} for POP3
 * @param afterIntake what to do with stored messages
 * @param startFrom where the first fetch begins
 * @param idle whether to wait for pushes (IMAP)
 * @param deleteAfterDays POP3: known messages are deleted after so many days; 0 for never
 * @param smtp where mail is sent
 * @param smtpAccount how to sign in there
 * @param sentFolder where copies of sent mail go, or null for nowhere (IMAP)
 * @param trusted certificates trusted besides the platform's
 * @param oauth how the account signs in with OAuth, or null
 */
record MailboxSettings(
        Endpoint server,
        Account account,
        String folder,
        AfterIntake afterIntake,
        StartFrom startFrom,
        boolean idle,
        int deleteAfterDays,
        Endpoint smtp,
        Account smtpAccount,
        @Nullable String sentFolder,
        List<X509Certificate> trusted,
        @Nullable OAuthSettings oauth) {}
