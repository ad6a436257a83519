package io.deskwire.benchmarks;

import io.deskwire.app.Main;
import io.deskwire.testkit.cloud.SendGridAccount;
import io.deskwire.testkit.cloud.SendGridSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a large mail costs the whole server: posted by SendGrid, signed, until it is a ticket. The heap is what the collector
 * found in use when it began, and so with garbage: the most that was ever occupied.
 */
final class LargeMail {

    private static final String TOKEN = "token-of-the-benchmark";
    private static final Pattern COLLECTION = Pattern.compile(" ([0-9]+)M->([0-9]+)M\\(");

    private LargeMail() {}

    static void run(PrintStream out, Arguments arguments) throws Exception {
        int rounds = arguments.number("rounds", 3);
        Table table = new Table("mail", "heap allowed", "peak heap MB", "in use after", "ms to 200", "ms to ticket");
        for (String heap : List.of("256m", arguments.text("least-heap", "96m"))) {
            for (int megabytes : new int[] {1, arguments.number("megabytes", 40)}) {
                Samples peak = new Samples();
                Samples after = new Samples();
                Samples answered = new Samples();
                Samples filed = new Samples();
                for (int i = 0; i < rounds; i++) {
                    Path folder = Files.createTempDirectory("deskwire-large");
                    try {
                        Result result = once(folder, heap, megabytes);
                        peak.add(result.peak);
                        after.add(result.after);
                        answered.add(result.answeredMillis);
                        filed.add(result.filedMillis);
                    } finally {
                        Databases.delete(folder);
                    }
                }
                table.row(megabytes + " MB", heap, peak.text(0), after.text(0), answered.text(0), filed.text(0));
            }
        }
        out.println("serve takes a mail from SendGrid, SerialGC, embedded database; median of " + rounds
                + " rounds [range]");
        table.print(out);
    }

    private record Result(double peak, double after, double answeredMillis, double filedMillis) {}

    private static Result once(Path folder, String heap, int megabytes) throws Exception {
        Path log = folder.resolve("gc.log");
        ProcessBuilder builder = new ProcessBuilder(Programs.java(
                        Programs.thisJava(),
                        List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-Xlog:gc:file=" + log + "::filecount=0"),
                        Main.class,
                        List.of("serve")))
                .redirectErrorStream(true);
        builder.environment().put("DESKWIRE_PORT", "0");
        builder.environment().put("DESKWIRE_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("DESKWIRE_ADMIN_TOKEN", TOKEN);
        builder.environment().put("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "true");
        Process process = builder.start();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                SendGridSimulator simulator = SendGridSimulator.start(Clock.systemUTC())) {
            String address = address(output);
            double[] millis = post(simulator, address, megabytes);
            process.toHandle().destroy();
            while (output.readLine() != null) {
                // Until it has stopped and written its log.
            }
            process.waitFor(1, TimeUnit.MINUTES);
            double peak = 0;
            double after = 0;
            for (String line : Files.readAllLines(log)) {
                Matcher collection = COLLECTION.matcher(line);
                if (collection.find()) {
                    peak = Math.max(peak, Double.parseDouble(collection.group(1)));
                    after = Double.parseDouble(collection.group(2));
                }
            }
            return new Result(peak, after, millis[0], millis[1]);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String address(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("deskwire ready on ")) {
                return line.substring("deskwire ready on ".length()).strip();
            }
        }
        throw new IOException("it did not become ready:\n" + said);
    }

    /** Milliseconds to the answer and to the ticket. */
    private static double[] post(SendGridSimulator simulator, String address, int megabytes) throws Exception {
        SendGridAccount account = simulator.addAccount("SG.key", "desk.example");
        account.switches().raw(true);
        account.withWebhook("in.desk.example", URI.create(address + "/webhooks/sendgrid/acme/mail"));
        String document = "{\"provider\":\"sendgrid\",\"config\":{\"api_key\":\"SG.key\",\"webhook_secret\":\""
                + account.publicKey() + "\",\"email_address\":\"support@in.desk.example\",\"api_base_url\":\""
                + simulator.baseUrl() + "\"}}";
        HttpClient client = HttpClient.newHttpClient();
        int put = client.send(
                        request(address + "/api/v1/tenants/acme/channels/mail")
                                .PUT(BodyPublishers.ofString(document))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (put != 201) {
            throw new IOException("the channel was answered " + put);
        }
        byte[] mail = SampleMail.many(1, megabytes << 20).get(0);
        long began = System.nanoTime();
        int status = account.receive(mail, "customer-0@example.org", "support@in.desk.example")
                .status()
                .orElse(0);
        double answered = (System.nanoTime() - began) / 1e6;
        if (status != 200) {
            throw new IOException("the mail was answered " + status);
        }
        HttpRequest tickets =
                request(address + "/api/v1/tenants/acme/tickets").GET().build();
        HttpResponse<String> list = client.send(tickets, BodyHandlers.ofString());
        while (!list.body().contains("\"subject\"")) {
            LockSupport.parkNanos(5_000_000);
            list = client.send(tickets, BodyHandlers.ofString());
        }
        return new double[] {answered, (System.nanoTime() - began) / 1e6};
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }
}
