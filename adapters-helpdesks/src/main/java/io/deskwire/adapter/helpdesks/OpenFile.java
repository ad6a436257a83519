package io.deskwire.adapter.helpdesks;

import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OpenAnswer;
import io.deskwire.http.TransportException;
import java.io.FilterInputStream;
import org.jspecify.annotations.Nullable;

/** A file that is read as it comes; closing it ends its connection. */
public final class OpenFile extends FilterInputStream {

    private final OpenAnswer answer;

    private OpenFile(OpenAnswer answer) {
        super(answer.body());
        this.answer = answer;
    }

    static OpenFile of(HttpTransport transport, HttpCall call) throws ChannelException {
        try {
            return new OpenFile(transport.open(call));
        } catch (TransportException e) {
            throw HelpdeskCalls.unanswered(e);
        }
    }

    HttpAnswer head() {
        return answer.head();
    }

    /** Where it is to be had instead, or null. */
    @Nullable String redirect() {
        return switch (head().status()) {
            case 301, 302, 303, 307, 308 -> head().header("location").orElse(null);
            default -> null;
        };
    }

    @Override
    public void close() {
        answer.close();
    }
}
