package io.deskwire.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What goes wrong around the servers, one kind after the other, while they are killed. */
final class Troubles {

    private final Random random;
    private final List<Source> sources;
    private final Helpdesk helpdesk;
    private final TcpProxy helpdeskProxy;
    private final TcpProxy front;
    private final Store store;
    private final Api api;
    private final String frontUrl;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final List<Source> revoked = new ArrayList<>();
    private int turn;

    Troubles(
            Random random,
            List<Source> sources,
            Helpdesk helpdesk,
            TcpProxy helpdeskProxy,
            TcpProxy front,
            Store store,
            Api api,
            String frontUrl) {
        this.random = random;
        this.sources = sources;
        this.helpdesk = helpdesk;
        this.helpdeskProxy = helpdeskProxy;
        this.front = front;
        this.store = store;
        this.api = api;
        this.frontUrl = frontUrl;
    }

    /** How often each kind was met. */
    Map<String, Integer> counts() {
        return counts;
    }

    void count(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** Begins the next kind. */
    void next(List<ServerNode> nodes) throws IOException, InterruptedException {
        Source source = sources.get(turn % sources.size());
        switch (turn++ % 9) {
            case 0, 4, 6 -> {
                count(source.misbehave(random));
                ends.add(source::behave);
            }
            case 1 -> {
                Helpdesk.Trouble[] all = Helpdesk.Trouble.values();
                Helpdesk.Trouble one = all[(turn / 9) % all.length];
                helpdesk.trouble(one, 6);
                count("helpdesk "
                        + one.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
                ends.add(() -> helpdesk.trouble(one, 0));
            }
            case 2 -> storeTrouble(nodes);
            case 3 -> {
                boolean stalls = random.nextBoolean();
                if (stalls) {
                    helpdeskProxy.stall(true);
                } else {
                    helpdeskProxy.resetAfter(100);
                }
                count(stalls ? "helpdesk connections stall" : "helpdesk connections reset");
                ends.add(() -> {
                    helpdeskProxy.stall(false);
                    helpdeskProxy.resetAfter(-1);
                });
            }
            // The first four sources can withdraw what the server signs in with.
            case 5 -> revoke(sources.get((turn / 9) % 4));
            case 7 -> {
                front.resetAfter(50);
                count("connections to us reset");
                ends.add(() -> front.resetAfter(-1));
            }
            default -> {
                Helpdesk.Trouble[] all = Helpdesk.Trouble.values();
                Helpdesk.Trouble one = all[random.nextInt(all.length)];
                helpdesk.trouble(one, 6);
                count("helpdesk "
                        + one.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
                ends.add(() -> helpdesk.trouble(one, 0));
            }
        }
    }

    private void storeTrouble(List<ServerNode> nodes) throws IOException, InterruptedException {
        if (store.isPostgresql()) {
            store.restart();
            count("PostgreSQL ended at once and started again");
            return;
        }
        for (ServerNode node : nodes) {
            if (node.isAlive()) {
                // As a disk quota: files may not grow any more.
                limit(node, String.valueOf(store.largestFile()));
                count("disk quota used up");
                ends.add(() -> {
                    try {
                        limit(node, "unlimited");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
    }

    private static void limit(ServerNode node, String most) throws IOException, InterruptedException {
        if (node.isAlive()) {
            new ProcessBuilder("prlimit", "--pid", String.valueOf(node.pid()), "--fsize=" + most + ":unlimited")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        }
    }

    private void revoke(Source source) throws InterruptedException {
        if (!source.revoke()) {
            count(source.misbehave(random));
            ends.add(source::behave);
            return;
        }
        count(source.channel() + " credentials revoked");
        revoked.add(source);
        // Where the server has to be told, such as a mailbox whose password it does not know any more.
        if (source instanceof MailboxSource) {
            api.call("PUT", source.path(), source.document(frontUrl), null);
        }
    }

    /** Ends what was begun. Credentials come back once the server can be told. */
    void end() throws InterruptedException {
        ends.forEach(Runnable::run);
        ends.clear();
        List<Source> all = List.copyOf(revoked);
        for (Source source : all) {
            source.behave();
            source.restored(source.webhook(frontUrl));
            if (api.call("PUT", source.path(), source.document(frontUrl), null).isGood()) {
                revoked.remove(source);
            }
        }
    }

    boolean isOver() {
        return ends.isEmpty() && revoked.isEmpty();
    }
}
