package io.deskwire.testkit.whatsapp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Every push with its answer, and those that have to be pushed again. Thread-safe. */
final class PushLog {

    /** How long Meta goes on trying. */
    private static final Duration PATIENCE = Duration.ofDays(7);

    private record Kept(List<SimulatedNumber> numbers, Push push) {}

    private final Clock clock;
    private final HttpClient client;
    private final List<Kept> pushes = new ArrayList<>();
    private final List<Kept> undelivered = new ArrayList<>();

    PushLog(Clock clock, HttpClient client) {
        this.clock = clock;
        this.client = client;
    }

    /** Pushes and records; what was not taken is kept, unless nobody had subscribed. */
    Push post(List<SimulatedNumber> numbers, Push prepared) {
        Push done = send(prepared);
        synchronized (this) {
            Kept kept = new Kept(numbers, done);
            pushes.add(kept);
            if (!done.delivered() && done.url().isPresent()) {
                undelivered.add(kept);
            }
        }
        return done;
    }

    synchronized List<Push> pushes(SimulatedNumber number) {
        return of(pushes, number);
    }

    synchronized List<Push> undelivered(SimulatedNumber number) {
        return of(undelivered, number);
    }

    /** Pushes again what was not taken, to where the number's webhooks go now. */
    List<Push> redeliver(SimulatedNumber number) {
        List<Kept> due = new ArrayList<>();
        synchronized (this) {
            undelivered.removeIf(kept -> kept.numbers().contains(number) && due.add(kept));
        }
        List<Push> again = new ArrayList<>();
        for (Kept kept : due) {
            if (kept.push().at().plus(PATIENCE).isAfter(clock.instant())) {
                again.add(post(kept.numbers(), kept.push().readdressed(number.webhookUrl())));
            }
        }
        return again;
    }

    /** Pushes one thing again by several threads at once. */
    List<Push> repeat(SimulatedNumber number, Push push, int times, int threads) {
        List<Push> done = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        AtomicReference<Integer> left = new AtomicReference<>(times);
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(
                    () -> {
                        while (left.getAndUpdate(n -> n - 1) > 0) {
                            Push one = post(List.of(number), push);
                            synchronized (done) {
                                done.add(one);
                            }
                        }
                    },
                    "whatsapp-simulator-repeat-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
        workers.forEach(Thread::start);
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    private static List<Push> of(List<Kept> all, SimulatedNumber number) {
        return all.stream()
                .filter(kept -> kept.numbers().contains(number))
                .map(Kept::push)
                .toList();
    }

    private Push send(Push push) {
        if (push.url().isEmpty()) {
            return push.failed("nobody has subscribed");
        }
        URI url = push.url().get();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(push.body()));
        push.headers().forEach(request::setHeader);
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return push.answered(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return push.failed(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return push.failed("interrupted");
        }
    }
}
