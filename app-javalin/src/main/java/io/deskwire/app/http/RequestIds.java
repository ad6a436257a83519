package io.deskwire.app.http;

import io.deskwire.work.Ids;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Names every request, for whoever follows it through logs: as its caller names it, else by a name of ours. The answer has the
 * name as well.
 */
final class RequestIds {

    static final String HEADER = "X-Request-Id";

    /** Where it stands while the request is worked on. */
    static final String KEY = "request_id";

    /** It is printed in logs: nothing that could pass for anything else there. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private final Clock clock;

    RequestIds(Clock clock) {
        this.clock = clock;
    }

    void begin(Context ctx) {
        String given = ctx.header(HEADER);
        String id = given != null && PLAIN.matcher(given).matches() ? given : Ids.next(clock.instant());
        MDC.put(KEY, id);
        ctx.header(HEADER, id);
    }

    void end(Context ctx) {
        MDC.remove(KEY);
    }
}
