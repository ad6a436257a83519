package io.deskwire.adapter.gmail;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Signs requests with access tokens. A 401 says that nothing was done, so that the request is repeated once with a fresh token;
 * bodies that can be read only once are not.
 */
final class Credentials implements HttpRequestInitializer {

    private static final int CONNECT_MILLIS = 10_000;

    private final List<Grant> grants;
    private final AccessTokens tokens;
    private final Duration limit;

    /** Which grant worked last, so that a rotation does not cost a failed request each time. */
    private volatile int preferred;

    /**
     * @param limit on one exchange
     */
    Credentials(List<Grant> grants, AccessTokens tokens, Duration limit) {
        this.grants = List.copyOf(grants);
        this.tokens = tokens;
        this.limit = limit;
    }

    @Override
    public void initialize(HttpRequest request) throws IOException {
        request.setFollowRedirects(false);
        request.setConnectTimeout(CONNECT_MILLIS);
        request.setReadTimeout((int) limit.toMillis());
        Signature signature = signature();
        signature.put(request);
        request.setUnsuccessfulResponseHandler(signature);
    }

    private Signature signature() throws IOException {
        if (grants.isEmpty()) {
            throw new NoTokenException(ChannelException.of(FailureKind.AUTH, "the account is not connected yet")
                    .withHint("Connect the account in the console, or fill refresh_token."));
        }
        int first = preferred;
        ChannelException refused = null;
        for (int i = 0; i < grants.size(); i++) {
            int index = (first + i) % grants.size();
            try {
                Secret token = tokens.token(grants.get(index), null);
                preferred = index;
                return new Signature(grants.get(index), token);
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.AUTH) {
                    throw new NoTokenException(e);
                }
                refused = refused == null ? e : refused;
            }
        }
        throw new NoTokenException(refused == null ? ChannelException.of(FailureKind.AUTH, "no grant") : refused);
    }

    /** What one request is signed with. */
    private final class Signature implements HttpUnsuccessfulResponseHandler {

        private final Grant grant;
        private final Secret token;
        private boolean repeated;

        Signature(Grant grant, Secret token) {
            this.grant = grant;
            this.token = token;
        }

        void put(HttpRequest request) {
            request.getHeaders().setAuthorization("Bearer " + token.reveal());
        }

        @Override
        public boolean handleResponse(HttpRequest request, HttpResponse response, boolean supportsRetry)
                throws IOException {
            if (response.getStatusCode() != 401 || repeated) {
                return false;
            }
            repeated = true;
            try {
                Secret fresh = tokens.token(grant, token);
                request.getHeaders().setAuthorization("Bearer " + fresh.reveal());
            } catch (ChannelException e) {
                throw new NoTokenException(e);
            }
            return supportsRetry;
        }
    }

    /** No access token was to be had; the library lets only this kind of exception pass. */
    static final class NoTokenException extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient ChannelException failure;

        NoTokenException(ChannelException failure) {
            super(failure);
            this.failure = failure;
        }

        ChannelException failure() {
            return failure;
        }
    }
}
