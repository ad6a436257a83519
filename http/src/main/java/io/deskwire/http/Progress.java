package io.deskwire.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/** How far one call came; travels with it as a tag. */
final class Progress {

    private volatile boolean connecting;
    private volatile boolean requestBegun;

    /** Whether a connection was made for this call, as opposed to a kept one. */
    boolean connecting() {
        return connecting;
    }

    /** Whether a byte of the request may have left. */
    boolean requestBegun() {
        return requestBegun;
    }

    static EventListener listener(Call call) {
        @Nullable Progress progress = call.request().tag(Progress.class);
        return progress == null ? EventListener.NONE : progress.new Listener();
    }

    private final class Listener extends EventListener {
        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            connecting = true;
        }

        @Override
        public void requestHeadersStart(Call call) {
            requestBegun = true;
        }
    }
}
