package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a page.
 *
 * @param title the page's name
 * @param tenant the tenant it is about, or null
 * @param section which of the tenant's pages it is, or null
 * @param csrf the session's token; null while nobody is signed in
 * @param notices what was just done
 * @param deadLetters how many the tenant has, -1 when not asked
 * @param who who looks at it; null while nobody is signed in
 */
record Frame(
        String title,
        @Nullable String tenant,
        @Nullable Section section,
        @Nullable String csrf,
        List<Notice> notices,
        long deadLetters,
        Assets assets,
        @Nullable Principal who) {

    /** A tenant's pages. */
    enum Section {
        TICKETS,
        CHANNELS,
        FLOW,
        OUTBOUND,
        DEAD_LETTERS,
        OPERATIONS,
        AUDIT
    }

    Frame {
        notices = List.copyOf(notices);
    }

    boolean signedIn() {
        return csrf != null;
    }

    /** The token for forms; empty where there is none to give. */
    String token() {
        return csrf == null ? "" : csrf;
    }

    /** Whether who looks at it may change what is set up here. */
    boolean admin() {
        return who != null && who.isAdmin();
    }

    /** Whether who looks at it may change what is everybody's. */
    boolean installationAdmin() {
        return who != null && who.isInstallationAdmin();
    }

    boolean shows(Section which) {
        return section == which;
    }
}
