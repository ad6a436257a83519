package io.deskwire.testkit.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Dovecot 2.3 as a child process with a configuration, a base folder and ports of its own: IMAP with STARTTLS and
 * IDLE, IMAPS, POP3 with STLS, POP3S. Mail comes in by LMTP. Mailboxes also hold {@code Sent} and {@code Archive}.
 *
 * <p>Needs root (its log-in processes change user) and Debian's {@code dovecot-imapd dovecot-pop3d dovecot-lmtpd}.
 */
public final class DovecotServer implements MailServer {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PORT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final Pattern VALIDITY = Pattern.compile("\\bV(\\d+)\\b");

    private final Path folder;
    private final int[] ports;
    private @Nullable Process process;

    private DovecotServer(Path folder, int[] ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Why Dovecot cannot be used here, in a sentence that names what to install; empty when it can. */
    public static Optional<String> missing() {
        Path program = program();
        if (program == null) {
            return Optional.of("Dovecot is not installed: apt-get install dovecot-imapd dovecot-pop3d dovecot-lmtpd");
        }
        for (String module : List.of("imap", "pop3", "lmtp")) {
            if (!Files.isExecutable(Path.of("/usr/lib/dovecot", module))) {
                return Optional.of("a part of Dovecot is missing: apt-get install dovecot-" + module + "d");
            }
        }
        if (!version(program).startsWith("2.3.")) {
            return Optional.of("this harness is for Dovecot 2.3; here is " + version(program));
        }
        return System.getProperty("user.name").equals("root")
                ? Optional.empty()
                : Optional.of("Dovecot's log-in processes need root");
    }

    /** Whether Dovecot can be used here. */
    public static boolean isInstalled() {
        return missing().isEmpty();
    }

    /**
     * Starts a server.
     *
     * @throws IllegalStateException when it is not installed or does not come up
     */
    public static DovecotServer start() {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            throw new IllegalStateException(missing.get());
        }
        try {
            Path folder = Files.createTempDirectory("deskwire-dovecot");
            // The mail processes run as nobody and must get through.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            DovecotServer server = new DovecotServer(folder, FreePorts.take(5));
            server.prepare();
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int imapPort() {
        return ports[0];
    }

    @Override
    public int imapsPort() {
        return ports[1];
    }

    @Override
    public int pop3Port() {
        return ports[2];
    }

    @Override
    public int pop3sPort() {
        return ports[3];
    }

    @Override
    public OptionalInt smtpPort() {
        return OptionalInt.empty();
    }

    @Override
    public void createMailbox(String user, String password) {
        try {
            Files.writeString(
                    folder.resolve("users"),
                    user + ":{PLAIN}" + password + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void deliverAll(String user, List<byte[]> messages) {
        try (LmtpClient lmtp = new LmtpClient(host(), ports[4])) {
            for (byte[] message : messages) {
                lmtp.deliver(user, message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts a message too large for memory into an INBOX that has been delivered to before, as a local delivery agent does:
     * written beside, then moved into {@code new}.
     *
     * @param message a file with LF or CRLF line ends; it is moved away
     */
    public void deliverFile(String user, Path message) {
        try {
            Path arriving = maildir(user).resolve("tmp").resolve(message.getFileName());
            Files.copy(message, arriving);
            Files.delete(message);
            Files.move(arriving, maildir(user).resolve("new").resolve(message.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<byte[]> messages(String user, String name) {
        Path box = name.equals("INBOX") ? maildir(user) : maildir(user).resolve("." + name);
        List<Path> files = new ArrayList<>();
        try {
            for (String part : List.of("new", "cur")) {
                if (Files.isDirectory(box.resolve(part))) {
                    try (Stream<Path> list = Files.list(box.resolve(part))) {
                        list.forEach(files::add);
                    }
                }
            }
            // Maildir file names begin with the time of delivery.
            files.sort(Comparator.comparing(file -> file.getFileName().toString()));
            List<byte[]> messages = new ArrayList<>();
            for (Path file : files) {
                messages.add(Bytes.withCrLf(Files.readAllBytes(file)));
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void restart() {
        stop();
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes it in the maildir's list of UIDs, with the server stopped meanwhile: connections are cut. */
    @Override
    public void changeUidValidity(String user) {
        stop();
        try {
            Path list = maildir(user).resolve("dovecot-uidlist");
            List<String> lines = Files.readAllLines(list, StandardCharsets.ISO_8859_1);
            long old = VALIDITY.matcher(lines.get(0))
                    .results()
                    .findFirst()
                    .map(found -> Long.parseLong(found.group(1)))
                    .orElseThrow();
            // Only the head stays: messages get new numbers.
            Files.writeString(list, "3 V" + (old + 1_000) + " N1\n", StandardCharsets.ISO_8859_1);
            try (Stream<Path> all = Files.list(maildir(user))) {
                for (Path file : all.toList()) {
                    if (file.getFileName().toString().startsWith("dovecot.index")) {
                        Files.delete(file);
                    }
                }
            }
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A folder under /tmp; nothing depends on it.
        }
    }

    /** What the server logged, for a failing test. */
    public String log() {
        try {
            return Files.readString(folder.resolve("dovecot.log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private Path maildir(String user) {
        return folder.resolve("mail").resolve(user).resolve("Maildir");
    }

    private void prepare() throws IOException {
        Path mail = Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("cert.pem"), TestCertificate.pem());
        Files.writeString(folder.resolve("key.pem"), TestCertificate.keyPem());
        Files.writeString(folder.resolve("users"), "");
        Files.writeString(folder.resolve("dovecot.conf"), DovecotConfig.text(folder, ports));
    }

    /** Another program may use one of the ports for a connection of its own that will end. */
    private void launch() throws IOException {
        long deadline = System.nanoTime() + PORT_NANOS;
        while (!launchOnce(System.nanoTime() > deadline)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    /** Answers whether it runs; false when one of its ports is taken, unless this was the last try. */
    private boolean launchOnce(boolean last) throws IOException {
        int logged = log().length();
        Path program = program();
        if (program == null) {
            throw new IllegalStateException("Dovecot was removed");
        }
        Process started = new ProcessBuilder(
                        program.toString(),
                        "-F",
                        "-c",
                        folder.resolve("dovecot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("stdio.log").toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
        long deadline = System.nanoTime() + START_NANOS;
        while (!answers(ports[0]) || !answers(ports[4])) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroy();
                if (!last && log().substring(logged).contains("Address already in use")) {
                    return false;
                }
                throw new IllegalStateException(
                        "Dovecot did not start: " + Files.readString(folder.resolve("stdio.log")) + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    private void stop() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        // At once: asked politely, it takes a second and more. What LMTP answered for is in files.
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            running.waitFor(10, TimeUnit.SECONDS);
            removeSockets();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A killed child may listen a moment longer, and the next master refuses to start over a socket that answers. */
    private void removeSockets() throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.walk(folder.resolve("run"))) {
            left = all.filter(path -> !Files.isDirectory(path)).toList();
        }
        for (Path path : left) {
            Files.deleteIfExists(path);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path program() {
        for (String place : List.of("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")) {
            if (Files.isExecutable(Path.of(place))) {
                return Path.of(place);
            }
        }
        return null;
    }

    private static String version(Path program) {
        try {
            Process asked = new ProcessBuilder(program.toString(), "--version").start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
