package io.deskwire.benchmarks;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * The process whose memory is measured: holds idle connections in one of several ways. Told on standard input: {@code hold
 * N} brings it to N mailboxes in all, {@code news} answers how many announcements came so far, {@code measure} collects
 * garbage and answers RSS, heap and threads.
 */
final class IdleHolder {

    private final boolean tls;
    private final int port;
    private final AtomicInteger news = new AtomicInteger();

    private IdleHolder(int port, boolean tls) {
        this.port = port;
        this.tls = tls;
    }

    private interface Way {
        void add(int number) throws Exception;
    }

    /**
     * Holds until the end of input.
     *
     * @param args the way, the port, {@code tls} or {@code plain}
     */
    public static void main(String[] args) throws Exception {
        Main.quiet();
        IdleHolder holder = new IdleHolder(Integer.parseInt(args[1]), args[2].equals("tls"));
        Way way = switch (args[0]) {
            case "engine" -> holder.engine();
            case "watch" -> holder.watch();
            case "angus" -> holder.angus(false);
            case "angus-virtual" -> holder.angus(true);
            default -> throw new IllegalArgumentException(args[0]);
        };
        PrintStream out = System.out;
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int held = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("hold ")) {
                int wanted = Integer.parseInt(line.substring(5));
                while (held < wanted) {
                    way.add(held++);
                }
                out.println("holding " + held);
            } else if (line.equals("news")) {
                out.println("news " + holder.news.get());
            } else {
                out.println(memory());
            }
        }
        System.exit(0);
    }

    /** The whole of Deskwire: registry, polls, health, watches. */
    private Way engine() {
        InMemoryConfigStore config = new InMemoryConfigStore();
        Deskwire deskwire = Deskwire.builder(
                        new InMemoryStores(), config, new RecordingTicketSink(), Secret.of("0123456789abcdef"))
                .channelType(new ImapChannelType())
                .egress(EgressPolicy.privateAllowed())
                .build();
        deskwire.start();
        return number -> config.put(channel(number));
    }

    /** Only the watch of each channel, on the threads that the engine would use. */
    private Way watch() {
        ChannelContext context = new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
        ImapChannelType type = new ImapChannelType();
        ThreadFactory threads = Runtime.version().feature() >= 25 ? virtual() : Thread::new;
        return number -> {
            Channel channel = type.open(channel(number), context);
            ChannelWatch watch = channel.watch().orElseThrow();
            threads.newThread(() -> watch(watch)).start();
        };
    }

    private void watch(ChannelWatch watch) {
        try {
            watch.run(new ChannelWatch.Listener() {
                @Override
                public void connected() {}

                @Override
                public void changed() {
                    news.incrementAndGet();
                }
            });
        } catch (ChannelException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a program on Jakarta Mail does: a store, a folder and a thread for each mailbox. */
    private Way angus(boolean virtual) {
        ThreadFactory threads = virtual ? virtual() : Thread::new;
        Properties properties = new Properties();
        properties.put("mail.imap.ssl.enable", String.valueOf(tls));
        Session session = Session.getInstance(properties);
        return number -> threads.newThread(() -> idle(session)).start();
    }

    private void idle(Session session) {
        try {
            Store store = session.getStore("imap");
            store.connect("127.0.0.1", port, "user", "password");
            IMAPFolder folder = (IMAPFolder) store.getFolder("INBOX");
            folder.open(Folder.READ_ONLY);
            folder.addMessageCountListener(new MessageCountAdapter() {
                @Override
                public void messagesAdded(MessageCountEvent e) {
                    news.incrementAndGet();
                }
            });
            while (true) {
                folder.idle();
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ChannelConfig channel(int number) {
        Map<String, Object> document = new HashMap<>();
        document.put("host", "127.0.0.1");
        document.put("port", port);
        document.put("username", "support-" + number + "@example.com");
        document.put("password", "password");
        document.put("use_ssl", tls);
        document.put("use_tls", false);
        document.put("folder", "INBOX");
        document.put("poll_interval_seconds", 86_400);
        return ChannelConfig.of("tenant-" + number % 20, "channel-" + number, "imap", document, null);
    }

    /** By reflection, since the module is compiled for 17. */
    private static ThreadFactory virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("no virtual threads here", e);
        }
    }

    private static String memory() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        long heap = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
        long rss = 0;
        long threads = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                rss = Long.parseLong(line.replaceAll("[^0-9]", ""));
            } else if (line.startsWith("Threads:")) {
                threads = Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return rss + " " + heap + " " + threads;
    }
}
