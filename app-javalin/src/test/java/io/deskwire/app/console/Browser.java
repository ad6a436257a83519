package io.deskwire.app.console;

import io.deskwire.json.Json;
import io.deskwire.testkit.Requirements;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Debian's Chromium through its chromedriver, by the WebDriver protocol itself (W3C): a dozen calls need no library that
 * weighs ten megabytes and looks for drivers to download.
 */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final Path profile;
    private final String session;
    private final List<String> log = new ArrayList<>();

    private Browser(Process driver, Path profile, URI address, Path chromium) {
        this.driver = driver;
        this.profile = profile;
        List<String> arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        Map<String, Object> capabilities = Map.of(
                "browserName", "chrome",
                "goog:chromeOptions", Map.of("binary", chromium.toString(), "args", arguments),
                "goog:loggingPrefs", Map.of("browser", "ALL"));
        Object value =
                call(address.resolve("/session"), "POST", Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        this.session = address + "/session/" + ((Map<?, ?>) Objects.requireNonNull(value)).get("sessionId");
    }

    /** Goes on only where Chromium and its driver are installed. */
    static Browser start() throws IOException {
        Path chromedriver = Requirements.program("chromedriver", "chromium chromium-driver");
        Path chromium = Requirements.program("chromium", "chromium chromium-driver");
        Path profile = Files.createTempDirectory("deskwire-chromium-");
        Process driver = new ProcessBuilder(chromedriver.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                drain(out);
                return new Browser(driver, profile, URI.create("http://127.0.0.1:" + started.group(1)), chromium);
            }
            line = out.readLine();
        }
        throw new IllegalStateException("chromedriver ended before it was ready");
    }

    private static void drain(BufferedReader out) {
        Thread thread = new Thread(() -> out.lines().forEach(line -> {}), "chromedriver-output");
        thread.setDaemon(true);
        thread.start();
    }

    void open(String url) {
        post("/url", Map.of("url", url));
        readLog();
    }

    String address() {
        return String.valueOf(get("/url"));
    }

    String title() {
        return String.valueOf(get("/title"));
    }

    /** Waits for an element and clicks it. */
    void click(String css) {
        post("/element/" + find(css) + "/click", Map.of());
    }

    /** Waits for an element and types into it, or chooses a file. */
    void type(String css, String text) {
        post("/element/" + find(css) + "/value", Map.of("text", text));
    }

    /** The text a person sees in the first element that matches; empty when there is none. */
    String text(String css) {
        Object text =
                script("const e = document.querySelector(arguments[0]); return e === null ? '' : e.innerText", css);
        return String.valueOf(text);
    }

    /** Waits until the first element that matches shows these words: a click's page may take its time. */
    void sees(String css, String words) {
        await(css + " says '" + words + "'", () -> text(css).contains(words));
    }

    int count(String css) {
        return ((Number) Objects.requireNonNull(script("return document.querySelectorAll(arguments[0]).length", css)))
                .intValue();
    }

    boolean has(String css) {
        return count(css) > 0;
    }

    @Nullable Object script(String body, Object... arguments) {
        return post("/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /** What stands in the frame an element selects. */
    String textOfFrame(String css) {
        post("/frame", Map.of("id", Map.of(ELEMENT, find(css))));
        try {
            return text("body");
        } finally {
            post("/frame/parent", Map.of());
        }
    }

    @Nullable Object scriptInFrame(String css, String body) {
        post("/frame", Map.of("id", Map.of(ELEMENT, find(css))));
        try {
            return script(body);
        } finally {
            post("/frame/parent", Map.of());
        }
    }

    void size(int width, int height) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void dark(boolean dark) {
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Writes a picture of the whole page. */
    void screenshot(Path file) {
        Map<?, ?> metrics = (Map<?, ?>) Objects.requireNonNull(devtools("Page.getLayoutMetrics", Map.of()));
        Map<?, ?> content = (Map<?, ?>) Objects.requireNonNull(metrics.get("cssContentSize"));
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", content.get("width"), "height", content.get("height"), "scale", 1);
        Map<?, ?> shot = (Map<?, ?>) Objects.requireNonNull(
                devtools("Page.captureScreenshot", Map.of("clip", clip, "captureBeyondViewport", true)));
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is so. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what + "; the page says:\n" + text("body"));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Everything Chromium complained about since the start: errors, refused loads, broken policies. */
    List<String> complaints() {
        readLog();
        return List.copyOf(log);
    }

    private void readLog() {
        Object entries = post("/se/log", Map.of("type", "browser"));
        for (Object entry : (List<?>) Objects.requireNonNull(entries)) {
            Map<?, ?> fields = (Map<?, ?>) entry;
            if (!"INFO".equals(fields.get("level")) && !"DEBUG".equals(fields.get("level"))) {
                log.add(fields.get("level") + " " + fields.get("message"));
            }
        }
    }

    private String find(String css) {
        await("there is " + css, () -> has(css));
        Map<?, ?> element =
                (Map<?, ?>) Objects.requireNonNull(post("/element", Map.of("using", "css selector", "value", css)));
        return String.valueOf(element.get(ELEMENT));
    }

    private @Nullable Object devtools(String command, Map<String, Object> parameters) {
        return post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private @Nullable Object get(String path) {
        return call(URI.create(session + path), "GET", null);
    }

    private @Nullable Object post(String path, Map<String, Object> body) {
        return call(URI.create(session + path), "POST", body);
    }

    private @Nullable Object call(URI address, String method, @Nullable Map<String, Object> body) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json; charset=utf-8")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Object value = ((Map<?, ?>) Objects.requireNonNull(Json.lenient().parse(response.body()))).get("value");
            if (response.statusCode() != 200) {
                throw new AssertionError(method + " " + address.getPath() + ": " + value);
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            call(URI.create(session), "DELETE", null);
        } finally {
            driver.destroy();
            try {
                if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                    driver.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            deleteProfile();
        }
    }

    private void deleteProfile() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Chromium's last helpers may still write; the folder lies in the system's temporary one.
            profile.toFile().deleteOnExit();
        }
    }
}
