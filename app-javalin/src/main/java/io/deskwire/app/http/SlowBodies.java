package io.deskwire.app.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off who sends a body so slowly that only its purpose can be to hold us. Jetty's own limit counts from the first
 * byte on and has no patience at the beginning, so that a short form is refused whenever this machine is busy.
 */
final class SlowBodies extends Handler.Wrapper {

    /** Bytes a second, over the time since the body was first asked for: a phone in the country does ten times that. */
    static final long SLOWEST = 500;

    /** Nobody is too slow before that. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InstantSource clock;

    SlowBodies(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Timed(request), response, callback);
    }

    private final class Timed extends Request.Wrapper {
        private @Nullable Instant began;
        private long received;

        Timed(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (began == null) {
                began = clock.instant();
            }
            Content.Chunk chunk = super.read();
            if (chunk == null || Content.Chunk.isFailure(chunk)) {
                return chunk;
            }
            received += chunk.remaining();
            boolean whole = chunk.isLast() || received == getLength();
            if (!whole && isTooSlow(Duration.between(began, clock.instant()))) {
                chunk.release();
                BadMessageException slow =
                        new BadMessageException(HttpStatus.REQUEST_TIMEOUT_408, "the body comes too slowly");
                getWrapped().fail(slow);
                return Content.Chunk.from(slow, true);
            }
            return chunk;
        }

        private boolean isTooSlow(Duration since) {
            return since.compareTo(PATIENCE) > 0 && received < since.toSeconds() * SLOWEST;
        }
    }
}
