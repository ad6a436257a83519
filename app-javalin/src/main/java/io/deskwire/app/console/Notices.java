package io.deskwire.app.console;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** Carries a notice over a redirect to the next page, in a signed cookie that is read once. */
final class Notices {

    private static final String COOKIE = "deskwire_notice";
    private static final String PURPOSE = "console notice";
    private static final int SECONDS = 60;

    /** Browsers drop cookies beyond four kilobytes. */
    private static final int LONGEST = 1_000;

    private final Signer signer;
    private final Sessions sessions;

    Notices(Signer signer, Sessions sessions) {
        this.signer = signer;
        this.sessions = sessions;
    }

    void leave(Context ctx, Notice notice) {
        String text = notice.text().length() > LONGEST ? notice.text().substring(0, LONGEST) + "…" : notice.text();
        ctx.cookie(sessions.cookie(COOKIE, signer.sign(PURPOSE, notice.tone().name() + " " + text), SECONDS));
    }

    /** What was left for this page. */
    List<Notice> take(Context ctx) {
        String value = ctx.cookie(COOKIE);
        if (value == null) {
            return List.of();
        }
        ctx.cookie(sessions.cookie(COOKIE, "", 0));
        return signer.open(PURPOSE, value).map(Notices::parse).map(List::of).orElse(List.of());
    }

    private static Notice parse(String text) {
        int space = text.indexOf(' ');
        return new Notice(Tone.valueOf(text.substring(0, space).toUpperCase(Locale.ROOT)), text.substring(space + 1));
    }
}
