package io.deskwire.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Posts a body of 4 KB over keep-alive connections for a while: with {@code wrk} where that is installed (it takes less of
 * the processors from the server), else with a small generator of our own in another process.
 */
final class HttpLoad {

    private static final int BODY = 4096;

    private final Path java;
    private final Optional<Path> wrk;
    private final Path folder;

    /**
     * @param generator {@code wrk} to use that where it is installed
     */
    HttpLoad(Path folder, String generator) throws IOException {
        this.folder = folder;
        this.java = Programs.thisJava();
        this.wrk = generator.equals("wrk") ? Programs.find("wrk") : Optional.empty();
        Files.writeString(
                folder.resolve("post.lua"),
                "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/octet-stream'\nwrk.body = string.rep('x', "
                        + BODY + ")\n");
    }

    String name() {
        return wrk.isPresent() ? "wrk -t1" : "own generator";
    }

    /**
     * @param errors answers other than 2xx, and connections that broke
     */
    record Result(double perSecond, double p50Millis, double p99Millis, long errors) {}

    Result post(int port, String path, int connections, Duration time) throws IOException, InterruptedException {
        if (wrk.isPresent()) {
            return wrk(wrk.get(), "http://127.0.0.1:" + port + path, connections, time);
        }
        return own(port, path, connections, time, "plain");
    }

    /**
     * Posts a provider's webhooks instead, every one another message with its own signature; with our generator.
     *
     * @param provider as {@link SignedPosts#of} knows it
     */
    Result postWebhooks(int port, String path, int connections, Duration time, String provider)
            throws IOException, InterruptedException {
        return own(port, path, connections, time, provider);
    }

    private Result own(int port, String path, int connections, Duration time, String kind)
            throws IOException, InterruptedException {
        String output = Programs.run(
                folder,
                Programs.java(
                        java,
                        List.of("-XX:+UseSerialGC", "-Xmx128m"),
                        HttpLoad.class,
                        List.of(
                                String.valueOf(port),
                                path,
                                String.valueOf(connections),
                                String.valueOf(time.toMillis()),
                                kind)));
        String[] figures = output.strip().split(" ", -1);
        return new Result(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                Long.parseLong(figures[3]));
    }

    private Result wrk(Path program, String url, int connections, Duration time)
            throws IOException, InterruptedException {
        String output = Programs.run(
                folder,
                List.of(
                        program.toString(),
                        "-t1",
                        "-c" + connections,
                        "-d" + Math.max(1, time.toSeconds()) + "s",
                        "--latency",
                        "-s",
                        "post.lua",
                        url));
        return new Result(
                Double.parseDouble(find(output, "Requests/sec: +([0-9.]+)").orElseThrow()),
                millis(find(output, "50% +([0-9.]+[a-z]+)").orElseThrow()),
                millis(find(output, "99% +([0-9.]+[a-z]+)").orElseThrow()),
                Long.parseLong(
                        find(output, "Non-2xx or 3xx responses: ([0-9]+)").orElse("0")));
    }

    private static Optional<String> find(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static double millis(String text) {
        double number = Double.parseDouble(text.replaceAll("[a-z]", ""));
        return text.endsWith("us") ? number / 1000 : text.endsWith("ms") ? number : number * 1000;
    }

    /** The generator of our own: {@code PORT PATH CONNECTIONS MILLIS KIND}; {@code plain} or a provider. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int connections = Integer.parseInt(args[2]);
        long began = System.nanoTime();
        long end = began + Duration.ofMillis(Long.parseLong(args[3])).toNanos();
        AtomicLong errors = new AtomicLong();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Client client = new Client(port, args[1], args[4], i, end, errors);
            clients.add(client);
            client.start();
        }
        int count = 0;
        for (Client client : clients) {
            client.join();
            count += client.count;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long[] all = new long[count];
        int at = 0;
        for (Client client : clients) {
            System.arraycopy(client.nanos, 0, all, at, client.count);
            at += client.count;
        }
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "%.1f %.3f %.3f %d%n",
                count / seconds,
                count == 0 ? 0 : all[count / 2] / 1e6,
                count == 0 ? 0 : all[(int) (count * 0.99)] / 1e6,
                errors.get());
    }

    private static final class Client extends Thread {
        private final int port;
        private final String path;
        private final @Nullable SignedPosts webhooks;
        private final long end;
        private final AtomicLong errors;
        private long[] nanos = new long[1024];
        private int count;

        Client(int port, String path, String kind, int number, long end, AtomicLong errors) {
            this.port = port;
            this.path = path;
            this.webhooks = kind.equals("plain") ? null : SignedPosts.of(kind, number);
            this.end = end;
            this.errors = errors;
        }

        private byte[] plain() {
            byte[] body = new byte[BODY];
            Arrays.fill(body, (byte) 'x');
            return KeepAlive.post(path, "application/octet-stream", "", body);
        }

        @Override
        public void run() {
            try (KeepAlive connection = new KeepAlive(port)) {
                byte[] plain = plain();
                while (System.nanoTime() < end) {
                    byte[] request = plain;
                    if (webhooks != null) {
                        SignedPosts.Post post = webhooks.next();
                        request = KeepAlive.post(path, post.contentType(), post.header(), post.body());
                    }
                    long now = System.nanoTime();
                    if (connection.send(request) / 100 != 2) {
                        errors.incrementAndGet();
                    }
                    if (count == nanos.length) {
                        nanos = Arrays.copyOf(nanos, 2 * count);
                    }
                    nanos[count++] = System.nanoTime() - now;
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        }
    }
}
