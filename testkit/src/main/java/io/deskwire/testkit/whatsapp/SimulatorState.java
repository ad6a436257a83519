package io.deskwire.testkit.whatsapp;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What all faces share. */
final class SimulatorState implements AutoCloseable {

    private final Clock clock;
    private final String base;
    private final String foreignBase;
    private final Behaviour behaviour = new Behaviour();
    private final SimulatorIds ids = new SimulatorIds();
    private final HttpClient client;
    private final MediaShelf media;
    private final Webhooks webhooks;
    private final Worker worker = new Worker();
    private final List<SimulatedNumber> numbers = new CopyOnWriteArrayList<>();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    SimulatorState(Clock clock, int port) {
        this.clock = clock;
        this.base = "http://127.0.0.1:" + port;
        this.foreignBase = "http://localhost:" + port + "/foreign";
        this.media = new MediaShelf(clock, ids);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.webhooks = new Webhooks(clock, behaviour, client);
    }

    Clock clock() {
        return clock;
    }

    String base() {
        return base;
    }

    String foreignBase() {
        return foreignBase;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    SimulatorIds ids() {
        return ids;
    }

    HttpClient client() {
        return client;
    }

    MediaShelf media() {
        return media;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    Worker worker() {
        return worker;
    }

    List<SimulatedNumber> numbers() {
        return numbers;
    }

    Optional<SimulatedNumber> number(Predicate<NumberSpec> which) {
        return numbers.stream().filter(n -> which.test(n.spec())).findFirst();
    }

    Optional<Account> account(String wabaId) {
        return Optional.ofNullable(accounts.get(wabaId));
    }

    SimulatedNumber add(NumberSpec spec) {
        if (number(other -> other.phoneNumberId().equals(spec.phoneNumberId())).isPresent()) {
            throw new IllegalArgumentException("phone number id " + spec.phoneNumberId() + " exists already");
        }
        Account account = accounts.computeIfAbsent(spec.wabaId(), id -> new Account(id, this));
        SimulatedNumber number = new SimulatedNumber(spec, this, account);
        numbers.add(number);
        return number;
    }

    @Override
    public void close() {
        worker.close();
    }
}
