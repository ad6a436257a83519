package io.deskwire.testkit.whatsapp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request: records it, misbehaves if asked to, hands it to its face, answers. */
final class Dispatcher implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int LARGEST_BODY = 110 * 1024 * 1024;

    private final Disturbances disturbances;
    private final GraphFace graph;
    private final Dialog360Face dialog360;
    private final TwilioFace twilio;
    private final ControlFace control;
    private final MediaRequests media;
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<RecordedRequest> foreign = Collections.synchronizedList(new ArrayList<>());

    Dispatcher(SimulatorState state, Disturbances disturbances) {
        this.disturbances = disturbances;
        this.graph = new GraphFace(state);
        this.dialog360 = new Dialog360Face(state);
        this.twilio = new TwilioFace(state);
        this.control = new ControlFace(state);
        this.media = new MediaRequests(state);
    }

    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    List<RecordedRequest> foreignRequests() {
        return List.copyOf(foreign);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean ours = path.startsWith("/simulator/");
            Optional<Misbehaviour> planned =
                    ours ? Optional.empty() : disturbances.next(exchange.getRequestMethod(), path);
            boolean unread = planned.map(Misbehaviour::kind)
                    .filter(Misbehaviour.Kind.CUT_BEFORE_ACCEPTING::equals)
                    .isPresent();
            byte[] body = unread ? new byte[0] : exchange.getRequestBody().readNBytes(LARGEST_BODY);
            RecordedRequest request = new RecordedRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            if (path.startsWith("/foreign/")) {
                foreign.add(request);
            } else if (!ours) {
                requests.add(request);
            }
            if (planned.isPresent()) {
                misbehave(exchange, request, planned.get());
            } else {
                accepted(request, answer -> write(exchange, answer));
            }
        } catch (IOException e) {
            LOG.debug("the caller of the simulator went away");
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the simulator failed on a request", e);
            throw e;
        }
    }

    private Answer answer(RecordedRequest request) {
        Call call = new Call(request);
        String first = call.segments().isEmpty() ? "" : call.segments().get(0);
        if (first.matches("v\\d+\\.\\d+")) {
            return graph.answer(call);
        }
        switch (first) {
            case "lookaside":
                return graph.download(call);
            case "d360":
                return dialog360.answer(call);
            case "twilio":
                return twilio.answer(call);
            case "foreign":
                return media.foreign(call);
            case "simulator":
                return control.answer(call);
            default:
                return Answer.empty(404);
        }
    }

    private void misbehave(HttpExchange exchange, RecordedRequest request, Misbehaviour how) throws IOException {
        switch (how.kind()) {
            case ANSWER -> write(exchange, how.answer());
            case CUT_BEFORE_ACCEPTING -> {}
            case CUT_AFTER_ACCEPTING -> accepted(request, answer -> {});
            case STALL -> {
                if (disturbances.awaitRelease()) {
                    accepted(request, answer -> write(exchange, answer));
                }
            }
            case ANSWER_AFTER_ACCEPTING -> accepted(request, answer -> write(exchange, how.answer()));
            case SLOW_BODY -> slowly(exchange, answer(request));
            case WRONG_BYTES ->
                accepted(request, answer -> {
                    byte[] bytes = answer.body().clone();
                    if (bytes.length > 0) {
                        bytes[0] ^= 1;
                    }
                    write(exchange, answer.withBody(bytes));
                });
            case TOO_LARGE ->
                accepted(request, answer -> {
                    OutputStream out = begin(exchange, answer, 0);
                    byte[] zeros = new byte[8192];
                    for (long left = how.size(); left > 0; left -= zeros.length) {
                        out.write(zeros, 0, (int) Math.min(left, zeros.length));
                    }
                });
        }
    }

    private void slowly(HttpExchange exchange, Answer answer) throws IOException {
        // The effects do not wait for the body.
        answer.runAfterwards();
        int half = answer.body().length / 2;
        OutputStream out = begin(exchange, answer, answer.body().length);
        out.write(answer.body(), 0, half);
        out.flush();
        if (disturbances.awaitRelease()) {
            out.write(answer.body(), half, answer.body().length - half);
        }
    }

    /** What is done with an answer. */
    private interface Writing {
        void write(Answer answer) throws IOException;
    }

    /** Lets the request have its effect, whatever becomes of the answer. */
    private void accepted(RecordedRequest request, Writing writing) throws IOException {
        Answer answer = answer(request);
        try {
            writing.write(answer);
        } finally {
            answer.runAfterwards();
        }
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body();
        OutputStream out = begin(exchange, answer, body.length == 0 ? -1 : body.length);
        out.write(body);
        out.close();
    }

    /** {@code length} as the server wants it: -1 for nothing, 0 for chunks. */
    private static OutputStream begin(HttpExchange exchange, Answer answer, long length) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(answer.status(), length);
        return exchange.getResponseBody();
    }
}
