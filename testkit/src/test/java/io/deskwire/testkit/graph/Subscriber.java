package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An address that Graph calls; it answers well unless told otherwise. */
final class Subscriber implements AutoCloseable {

    private final GraphServer server;
    private final List<GraphRequest> validations = new CopyOnWriteArrayList<>();
    private final List<GraphRequest> notifications = new CopyOnWriteArrayList<>();
    private volatile Function<String, Answer> validating = token -> Answer.text(200, "text/plain", token);
    private volatile int status = 202;

    Subscriber() {
        server = GraphServer.start(0, this::answer);
    }

    private Answer answer(GraphRequest request) {
        String token = new Call(request).query("validationToken");
        if (token != null) {
            validations.add(request);
            return validating.apply(token);
        }
        notifications.add(request);
        return Answer.empty(status);
    }

    String url() {
        return server.baseUrl();
    }

    void validatesBy(Function<String, Answer> how) {
        validating = how;
    }

    void answersWith(int newStatus) {
        status = newStatus;
    }

    List<GraphRequest> validations() {
        return validations;
    }

    List<GraphRequest> notifications() {
        return notifications;
    }

    /** The notifications of all deliveries in order. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> entries() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (GraphRequest each : notifications) {
            Object value = Json.lenient().parseObject(each.text()).get("value");
            entries.addAll((List<Map<String, Object>>) Objects.requireNonNull(value, "value"));
        }
        return entries;
    }

    @Override
    public void close() {
        server.close();
    }
}
