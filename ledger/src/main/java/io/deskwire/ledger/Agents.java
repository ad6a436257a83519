package io.deskwire.ledger;

import io.deskwire.ledger.Api.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answer customers' messages as a helpdesk's program does: under a key, again until they hear that it was taken. */
final class Agents {

    /**
     * An answer that was taken.
     *
     * @param messageId ours
     */
    record Given(Answer answer, String messageId) {}

    private final Api api;
    private final BlockingQueue<Answer> waiting = new LinkedBlockingQueue<>();
    private final Map<Integer, Given> given = new ConcurrentHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger seen = new AtomicInteger();

    Agents(Api api) {
        this.api = api;
    }

    /** Every other message gets an answer. */
    void taken(Helpdesk.Taken message) {
        if (message.number() > 0 && seen.incrementAndGet() % 2 == 0) {
            open.incrementAndGet();
            waiting.add(
                    new Answer(numbers.incrementAndGet(), message.tenant(), message.channel(), message.conversation()));
        }
    }

    void start(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "agent");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work() {
        try {
            while (true) {
                Answer answer = waiting.take();
                give(answer);
                open.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void give(Answer answer) throws InterruptedException {
        String path = "/api/v1/tenants/" + answer.tenant() + "/tickets/" + answer.conversation() + "/replies";
        boolean repeated = false;
        while (true) {
            Reply reply = api.call("POST", path, Map.of("text", answer.text()), answer.key());
            if (reply.isGood()) {
                String id = String.valueOf(reply.tree().get("message_id"));
                Given before = given.put(answer.number(), new Given(answer, id));
                if (before != null && !before.messageId().equals(id)) {
                    problem("answer " + answer.number() + " got two ids under one key");
                }
                // Every fifth is posted once more although it was heard.
                if (repeated || answer.number() % 5 != 0) {
                    return;
                }
                repeated = true;
                repeats.incrementAndGet();
                continue;
            }
            if (reply.status() / 100 == 4 && reply.status() != 429) {
                problem("answer " + answer.number() + " was refused: " + reply.status() + " " + reply.body());
                return;
            }
            repeats.incrementAndGet();
            Pause.millis(200);
        }
    }

    private void problem(String text) {
        synchronized (problems) {
            problems.add(text);
        }
    }

    List<String> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    Collection<Given> given() {
        return given.values();
    }

    /** Calls that were repeated: their answer was lost, or they were made twice on purpose. */
    int repeats() {
        return repeats.get();
    }

    boolean isIdle() {
        return open.get() == 0;
    }
}
