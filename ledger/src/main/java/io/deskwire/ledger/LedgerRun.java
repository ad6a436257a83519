package io.deskwire.ledger;

import io.deskwire.ledger.server.FastClock;
import io.deskwire.ledger.server.FaultPoint;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run, from the first message to the balance. */
final class LedgerRun implements AutoCloseable {

    private static final int TO_STOP_SECONDS = 20;
    private static final Duration STILL = Duration.ofSeconds(4);
    private static final int MOST_HOURS = 16;
    private static final int MOST_REPEATED = 10;
    private static final int MOST_TO_FREEZE = 3;
    private static final Duration TO_REACH_A_STEP = Duration.ofSeconds(8);

    private final Options options;
    private final PrintStream progress;
    private final long clockStart = System.currentTimeMillis();
    private final FastClock clock;
    private final Random random;
    private final TcpProxy front = new TcpProxy();
    private final String frontUrl = "http://127.0.0.1:" + front.port();
    private final Api api = new Api(frontUrl);
    private final Agents agents = new Agents(api);
    private final Helpdesk helpdesk = new Helpdesk(agents::taken);
    private final TcpProxy helpdeskProxy = new TcpProxy(helpdesk.port());
    private final ChildClasses classes;
    private final Store store;
    private final List<Source> sources;
    private final List<Feeder> feeders = new ArrayList<>();
    private final List<@Nullable ServerNode> nodes = new ArrayList<>();
    private final Troubles troubles;
    private final Set<String> notReached = new LinkedHashSet<>();
    /** Where nodes were to be frozen so far; once is enough. */
    private final Set<String> frozenAt = new HashSet<>();

    private int released;
    private final Set<String> retried = new LinkedHashSet<>();

    /**
     * @param progress is told in a line now and then how far it is
     */
    LedgerRun(Options options, PrintStream progress) throws IOException, SQLException {
        this.options = options;
        this.progress = progress;
        this.clock = new FastClock(clockStart, options.rate());
        this.random = new Random(options.seed());
        this.classes = new ChildClasses(options.folder().resolve("classes"));
        this.store = new Store(options.folder(), options.postgresql());
        this.sources = List.of(
                new MailboxSource("acme", "imap"),
                new GmailSource("acme", clock),
                new GraphSource("acme", clock),
                new SendGridSource("bolt", clock),
                new MailgunSource("bolt", clock),
                new SesSource("bolt", clock),
                new PostmarkSource("bolt", clock),
                new WhatsAppSource("acme", clock),
                new MailboxSource("bolt", "pop3"));
        this.troubles = new Troubles(random, sources, helpdesk, helpdeskProxy, front, store, api, frontUrl);
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(null);
        }
        plan();
    }

    /** Whom each number is from: conversations of one to four turns, three of each source at a time. */
    private void plan() {
        List<List<Letter>> letters = new ArrayList<>();
        sources.forEach(source -> letters.add(new ArrayList<>()));
        Map<String, Integer> turns = new HashMap<>();
        int[] customers = new int[sources.size()];
        for (int number = 1; number <= options.messages(); number++) {
            int index = (number - 1) % sources.size();
            String name = sources.get(index).channel();
            if (random.nextInt(3) == 0) {
                customers[index]++;
            }
            String customer = name + "-c" + (customers[index] * 3 + random.nextInt(3));
            Letter.Kind kind = Letter.Kind.PLAIN;
            boolean shuffled = customer.hashCode() % 10 == 0;
            int roll = random.nextInt(40);
            if (roll < 3) {
                kind = roll == 0 ? Letter.Kind.HELD : Letter.Kind.DROPPED;
                customer = name + "-k" + number;
                shuffled = false;
            }
            letters.get(index)
                    .add(new Letter(number, customer, turns.merge(customer, 1, Integer::sum), kind, shuffled));
        }
        for (int i = 0; i < sources.size(); i++) {
            feeders.add(new Feeder(sources.get(i), shuffled(letters.get(i)), front, options.seed() + i));
        }
    }

    /** Letters of shuffled conversations change places with the next one of theirs. */
    private static List<Letter> shuffled(List<Letter> letters) {
        List<Letter> all = new ArrayList<>(letters);
        for (int i = 0; i < all.size(); i++) {
            Letter one = all.get(i);
            for (int j = i + 1; one.shuffled() && j < all.size(); j++) {
                if (all.get(j).customer().equals(one.customer()) && all.get(j).turn() == one.turn() + 1) {
                    all.set(i, all.get(j));
                    all.set(j, one);
                    break;
                }
            }
        }
        return all;
    }

    /** Runs it. */
    Ledger run() throws Exception {
        connect();
        agents.start(4);
        for (Feeder feeder : feeders) {
            Thread thread = new Thread(feeder, "feeder-" + feeder.source().channel());
            thread.setDaemon(true);
            thread.start();
        }
        List<String> steps = new ArrayList<>(Steps.named(options.steps()));
        int mostSteps = steps.size() + Math.max(MOST_REPEATED, options.kills() / 4);
        int rounds = Math.max(options.kills(), steps.size());
        for (int round = 0; round < rounds; round++) {
            release(options.messages() / (rounds + 4));
            if (round < steps.size()) {
                if (!everyStep(round, steps.get(round)) && steps.size() < mostSteps) {
                    // Once more at the end, when more has come together.
                    steps.add(steps.get(round));
                    rounds = Math.max(rounds, steps.size());
                }
            } else if (random.nextInt(2) == 0) {
                atStep(round, Steps.ALL.get(random.nextInt(Steps.ALL.size())), 1 + random.nextInt(12), true);
            } else {
                atRandom(round);
            }
            if (round % 10 == 9) {
                tell("round " + (round + 1) + " of " + rounds);
            }
        }
        for (int i = 0; i < options.freezes(); i++) {
            freeze(i);
        }
        settle();
        return balance();
    }

    private void connect() throws Exception {
        // Ends in an orderly way, and leaves the classes it loaded to those that follow.
        startIfDown(0);
        Objects.requireNonNull(nodes.get(0)).terminate(120);
        startAll();
        for (Source source : sources) {
            Api.Reply put = api.call("PUT", source.path(), source.document(frontUrl), null);
            if (!put.isGood()) {
                throw new IllegalStateException(source.channel() + ": " + put);
            }
            await(() -> source.connected(source.webhook(frontUrl)), source.channel() + " to be connected", 20);
        }
    }

    /** Lets so many more letters go, spread over the sources. */
    private void release(int count) {
        for (int i = 0; i < count; i++) {
            feeders.get(released++ % feeders.size()).release(1);
        }
    }

    private ServerNode start(int index, String fault) throws IOException {
        Map<String, String> environment = new HashMap<>(store.environment());
        environment.put("DESKWIRE_SINK_URL", "http://127.0.0.1:" + helpdeskProxy.port() + "/events");
        environment.put(
                "DESKWIRE_SINK_SECRET", "whsec_" + Base64.getEncoder().encodeToString("the ledger's sink".getBytes()));
        ServerNode node = ServerNode.start(
                classes,
                options.folder().resolve("node" + index),
                environment,
                front,
                clockStart,
                options.rate(),
                clock.ahead(),
                fault);
        nodes.set(index, node);
        return node;
    }

    private void startAll() throws Exception {
        for (int i = 0; i < nodes.size(); i++) {
            startIfDown(i);
        }
    }

    private void startIfDown(int index) throws Exception {
        for (int tries = 0; tries < 5; tries++) {
            ServerNode node = nodes.get(index);
            if (node != null && node.isAlive()) {
                if (node.awaitReady()) {
                    return;
                }
            } else if (start(index, "").awaitReady()) {
                return;
            }
        }
        throw new IllegalStateException("node " + index + " does not start; see its server.log");
    }

    private void startOthers(int index) throws Exception {
        for (int other = 0; other < nodes.size(); other++) {
            if (other != index) {
                startIfDown(other);
            }
        }
    }

    /** The one whose turn it is starts anew with a point at which it ends; the others go on. */
    private ServerNode armed(int index, String fault) throws Exception {
        startOthers(index);
        ServerNode old = nodes.get(index);
        if (old != null && old.isAlive()) {
            old.kill();
            troubles.count("kill -9 to start anew");
        }
        return start(index, fault);
    }

    /** A step that has to be reached: nothing else goes wrong, and what leads there is brought about. */
    private boolean everyStep(int round, String step) throws Exception {
        calm();
        if (step.startsWith("lookup.")) {
            sources.forEach(Source::cutAfterAccepting);
        }
        boolean reached = atStep(round, step, 1, false);
        sources.forEach(Source::behave);
        if (!reached) {
            notReached.add(step);
        }
        return reached;
    }

    private boolean atStep(int round, String step, int passage, boolean troubled) throws Exception {
        ServerNode node = armed(round % nodes.size(), step + ":" + passage + ":halt");
        node.awaitReady();
        calm();
        if (troubled && random.nextInt(3) == 0) {
            trouble();
        }
        boolean reached = node.endsWithin(TO_REACH_A_STEP) && node.status() == FaultPoint.STATUS;
        if (!reached) {
            node.kill();
            troubles.count("kill -9 before a step was reached");
        } else {
            troubles.count("kill at " + step);
            notReached.remove(step);
        }
        return reached;
    }

    private void atRandom(int round) throws Exception {
        ServerNode node = armed(round % nodes.size(), "");
        if (random.nextInt(5) == 0) {
            node.endsWithin(Duration.ofMillis(random.nextInt(1500)));
            troubles.count("kill -9 while starting");
        } else {
            node.awaitReady();
            calm();
            trouble();
            node.endsWithin(Duration.ofMillis(500 + random.nextInt(2500)));
            troubles.count("kill -9 at a random moment");
        }
        node.kill();
        if (random.nextBoolean()) {
            calm();
        }
    }

    /** What providers would repeat for hours is not repeated until they give up while it cannot get through. */
    private void trouble() throws Exception {
        feeders.forEach(feeder -> feeder.quiet(true));
        troubles.next(alive());
    }

    private void calm() throws InterruptedException {
        troubles.end();
        feeders.forEach(feeder -> feeder.quiet(false));
    }

    private List<ServerNode> alive() {
        return nodes.stream()
                .filter(node -> node != null && node.isAlive())
                .map(node -> node)
                .toList();
    }

    /** One node is stopped at a step until its leases are over and its work was taken from it; then it wakes. */
    private void freeze(int turn) throws Exception {
        String step = Steps.TO_FREEZE_AT.get(turn % Steps.TO_FREEZE_AT.size());
        int index = turn % nodes.size();
        ServerNode node = null;
        for (int tries = 0; node == null && tries < MOST_TO_FREEZE; tries++) {
            node = frozen(index, step);
        }
        if (node == null) {
            if (frozenAt.add(step)) {
                notReached.add(step);
            }
            return;
        }
        frozenAt.add(step);
        notReached.remove(step);
        front.remove(node.port());
        long begun = System.nanoTime();
        Set<String> held = held();
        startOthers(index);
        await(() -> Collections.disjoint(held, held()), null, 60);
        // Connections and fetches are held by leases too, which are no work.
        Pause.millis(Math.max(0, 70_000 / options.rate() - (System.nanoTime() - begun) / 1_000_000));
        long before = lateWritesRefused();
        node.signal("CONT");
        front.add(node.port());
        troubles.count("kill -STOP past the lease at " + step);
        await(() -> lateWritesRefused() > before, null, 10);
    }

    /** The others are down meanwhile, or they might do all that leads to the step. Null when it did not come to it. */
    private @Nullable ServerNode frozen(int index, String step) throws Exception {
        for (ServerNode node : alive()) {
            node.kill();
            troubles.count("kill -9 to start anew");
        }
        ServerNode node = start(index, step + ":1:freeze");
        node.awaitReady();
        calm();
        release(options.messages() / (2 * options.freezes() + 2));
        if (node.awaitFrozen(Duration.ofSeconds(20))) {
            return node;
        }
        node.kill();
        troubles.count("kill -9 before a step was reached");
        return null;
    }

    /** The items that a node has claimed, each with its claim. */
    private Set<String> held() throws SQLException {
        Set<String> held = new HashSet<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT seq || ' ' || claims FROM deskwire_work WHERE node IS NOT NULL")) {
            while (rows.next()) {
                held.add(rows.getString(1));
            }
        }
        return held;
    }

    /** Everything works again, everything is let go, and hours pass for what is put off by hours. */
    private void settle() throws Exception {
        startAll();
        await(
                () -> {
                    calm();
                    return troubles.isOver();
                },
                "troubles to end",
                60);
        sources.forEach(Source::behave);
        release(options.messages());
        long begun = System.nanoTime();
        if (!await(() -> feeders.stream().allMatch(Feeder::isDone), null, options.patience())) {
            throw new IllegalStateException("not handed over within " + options.patience() + " s: "
                    + feeders.stream()
                            .filter(feeder -> !feeder.isDone())
                            .map(Feeder::toString)
                            .toList());
        }
        boolean settled = isSettledWithin(options.patience());
        for (int hours = 1; !settled && hours <= MOST_HOURS; hours++) {
            clock.jump(Duration.ofHours(1).toMillis());
            for (ServerNode node : alive()) {
                node.jump(Duration.ofHours(1));
            }
            settled = isSettledWithin(options.patience());
        }
        tell((settled ? "settled after " : "not settled after ") + (System.nanoTime() - begun) / 1_000_000_000 + " s");
    }

    /** Ends early when nothing has changed for a while: what is left waits for its time. */
    private boolean isSettledWithin(int seconds) throws Exception {
        String before = "";
        long changed = System.nanoTime();
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < deadline) {
            sources.forEach(Source::again);
            startAll();
            long asked = System.nanoTime();
            DeadLetterDesk.retry(api, store, retried);
            String open;
            try (Connection connection = store.connect()) {
                open = Books.open(connection, options.messages()) + (agents.isIdle() ? "" : "agents at work");
            }
            if (open.isEmpty()) {
                return true;
            }
            if (!open.equals(before)) {
                before = open;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > STILL.toNanos()) {
                tell("waits: " + open);
                return false;
            }
            // Looking at everything costs the more the more there is, and would take the processors from those that
            // work.
            Pause.millis(Math.max(250, (System.nanoTime() - asked) / 100_000));
        }
        return false;
    }

    private Ledger balance() throws Exception {
        List<String> problems = new ArrayList<>(agents.problems());
        notReached.forEach(step -> problems.add("the step " + step + " was never reached"));
        for (ServerNode node : alive()) {
            int status = node.terminate(TO_STOP_SECONDS);
            if (status != 0) {
                problems.add("a node ended with status " + status + " after SIGTERM");
            }
        }
        try (Connection connection = store.connect()) {
            String open = Books.open(connection, options.messages());
            if (!open.isEmpty()) {
                problems.add("not settled: " + open);
            }
            Books books = Books.read(connection);
            facts.put("stored items by outcome", books.outcomes());
            return new Ledger(feeders, books, helpdesk.taken(), agents.given(), problems, retried);
        }
    }

    private final Map<String, Object> facts = new LinkedHashMap<>();

    /** What the run was, for the printed ledger. */
    Map<String, Object> facts() throws IOException {
        facts.put("command", options.command());
        facts.put("database", options.postgresql() ? "PostgreSQL" : "SQLite");
        facts.put("server processes", options.nodes());
        facts.put("mail server", ((MailboxSource) sources.get(0)).server());
        facts.put("seconds", (System.currentTimeMillis() - clockStart) / 1000);
        facts.put("dead letters of processes that died thrice, retried", retried.size());
        facts.put("answers posted again under their key", agents.repeats());
        facts.put("events that the helpdesk had already", helpdesk.repeats());
        facts.put("late writes refused", lateWritesRefused());
        return facts;
    }

    /** As the nodes say in their logs. */
    long lateWritesRefused() throws IOException {
        return logLines("took over meanwhile");
    }

    private long logLines(String text) throws IOException {
        long count = 0;
        for (int i = 0; i < nodes.size(); i++) {
            try (Stream<String> lines = java.nio.file.Files.lines(
                    options.folder().resolve("node" + i).resolve("server.log"))) {
                count += lines.filter(line -> line.contains(text)).count();
            }
        }
        return count;
    }

    Map<String, Integer> faults() {
        return troubles.counts();
    }

    private void tell(String what) {
        int handed = feeders.stream().mapToInt(Feeder::handed).sum();
        progress.println("ledger: " + what + ", " + handed + " of " + options.messages() + " handed over, "
                + (System.currentTimeMillis() - clockStart) / 1000 + " s");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** @param what fails with these words when it does not come true; null: goes on */
    private static boolean await(Condition condition, @Nullable String what, int seconds) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                if (what != null) {
                    throw new IllegalStateException("waited " + seconds + " s for " + what);
                }
                return false;
            }
            Pause.millis(250);
        }
        return true;
    }

    @Override
    public void close() {
        for (ServerNode node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        sources.forEach(Source::close);
        helpdeskProxy.close();
        helpdesk.close();
        front.close();
        store.close();
    }
}
