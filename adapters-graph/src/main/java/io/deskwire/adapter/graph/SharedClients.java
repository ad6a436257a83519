package io.deskwire.adapter.graph;

import com.microsoft.graph.core.CoreConstants.ReplacementConstants;
import com.microsoft.kiota.http.middleware.ParametersNameDecodingHandler;
import com.microsoft.kiota.http.middleware.UrlReplaceHandler;
import com.microsoft.kiota.http.middleware.options.UrlReplaceHandlerOption;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.http.GuardedSockets;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The process's connections to Graph, shared by all channels under one egress policy. Two clients: one for what may be asked
 * twice, and one for what must go out once, which keeps no connection that the server may have closed meanwhile and sends
 * nothing a second time. Neither follows redirects, and the library's own retries are in neither.
 */
final class SharedClients {

    /** Microsoft takes four at once from an application towards a mailbox; one is left for whoever else uses it. */
    private static final int AT_ONCE = 3;

    private static final IdentityHashMap<EgressPolicy, SharedClients> OPEN = new IdentityHashMap<>();

    private final EgressPolicy egress;
    private final OkHttpClient reading;
    private final OkHttpClient sending;
    private final Map<String, Semaphore> permits = new ConcurrentHashMap<>();
    private int users;

    private SharedClients(EgressPolicy egress) {
        this.egress = egress;
        GuardedSockets guard = new GuardedSockets(egress);
        OkHttpClient.Builder base = new OkHttpClient.Builder()
                .addInterceptor(new UrlReplaceHandler(
                        new UrlReplaceHandlerOption(ReplacementConstants.getDefaultReplacementPairs())))
                .addInterceptor(new ParametersNameDecodingHandler())
                .addInterceptor(new WireGuard())
                .dns(guard::lookup)
                .socketFactory(guard)
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListenerFactory(SharedClients::progress)
                .connectTimeout(Duration.ofSeconds(10));
        reading = base.build()
                .newBuilder()
                .readTimeout(Duration.ofSeconds(60))
                .writeTimeout(Duration.ofSeconds(60))
                .callTimeout(Duration.ofMinutes(30))
                .connectionPool(new ConnectionPool(32, 30, TimeUnit.SECONDS))
                .build();
        sending = base.build()
                .newBuilder()
                .addNetworkInterceptor(SharedClients::withoutInvitation)
                .retryOnConnectionFailure(false)
                .readTimeout(Duration.ofSeconds(100))
                .writeTimeout(Duration.ofSeconds(60))
                .callTimeout(Duration.ofSeconds(150))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
    }

    /** The clients under a policy; give them back by {@link #release}. */
    static synchronized SharedClients acquire(EgressPolicy egress) {
        SharedClients clients = OPEN.computeIfAbsent(egress, SharedClients::new);
        clients.users++;
        return clients;
    }

    /** Once for every {@link #acquire}; the last one ends idle connections, while calls under way finish. */
    void release() {
        synchronized (SharedClients.class) {
            if (--users > 0) {
                return;
            }
            OPEN.remove(egress);
        }
        reading.connectionPool().evictAll();
        sending.connectionPool().evictAll();
    }

    OkHttpClient reading() {
        return reading;
    }

    OkHttpClient sending() {
        return sending;
    }

    /** Bounds what goes on at once with one mailbox. */
    Semaphore permits(String throttlingKey) {
        return permits.computeIfAbsent(throttlingKey, key -> new Semaphore(AT_ONCE, true));
    }

    private static EventListener progress(Call call) {
        @Nullable Exchange exchange = call.request().tag(Exchange.class);
        if (exchange == null) {
            return EventListener.NONE;
        }
        return new EventListener() {
            @Override
            public void requestHeadersStart(Call now) {
                exchange.begin();
            }

            @Override
            public void requestHeadersEnd(Call now, okhttp3.Request request) {
                if (request.body() == null || isEmpty(request)) {
                    exchange.wholeIsSent();
                }
            }

            @Override
            public void requestBodyEnd(Call now, long byteCount) {
                exchange.wholeIsSent();
            }
        };
    }

    private static boolean isEmpty(okhttp3.Request request) {
        try {
            return request.body() != null && request.body().contentLength() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code 503} with {@code Retry-After: 0} makes OkHttp repeat a request by itself; waiting is not its business. */
    private static Response withoutInvitation(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String wait = response.header("Retry-After");
        return response.code() == 503 && wait != null && wait.strip().matches("0+")
                ? response.newBuilder().header("Retry-After", "1").build()
                : response;
    }
}
