package io.deskwire.app.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds stored mail: single messages, mbox files, maildirs, captured requests to webhooks, folders of those, standard input.
 * Holds no message, however large, and no list of messages, however many.
 */
public final class MailFiles {

    private static final String STANDARD_INPUT = "-";

    private final Consumer<StoredMail> found;
    private final BiConsumer<String, String> unreadable;
    private final CapturedWebhooks webhooks;
    private final Deque<Path> within = new ArrayDeque<>();

    /**
     * @param found is given each mail, one after the other; its content is there only during the call
     * @param unreadable is given each path that cannot be read, and why
     */
    public MailFiles(Consumer<StoredMail> found, BiConsumer<String, String> unreadable) {
        this.found = found;
        this.unreadable = unreadable;
        this.webhooks = new CapturedWebhooks(found, unreadable);
    }

    /** Reads a path as the user named it; {@code -} is standard input. */
    public void read(String path, InputStream standardInput) {
        if (path.equals(STANDARD_INPUT)) {
            readStream(standardInput, STANDARD_INPUT);
            return;
        }
        try {
            read(Path.of(path), true);
        } catch (InvalidPathException e) {
            unreadable.accept(path, "is no path");
        }
    }

    /** What can be read but once. */
    private void readStream(InputStream stream, String name) {
        try {
            Path file = Spool.copy(stream);
            try {
                readFile(file, name);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            unreadable.accept(name, words(e));
        }
    }

    private void read(Path path, boolean named) {
        String name = path.toString();
        try {
            if (Files.isDirectory(path)) {
                readFolder(path);
            } else if (Files.isRegularFile(path)) {
                readFile(path, name);
            } else if (!Files.exists(path)) {
                unreadable.accept(name, "there is no such file");
            } else if (named) {
                // A pipe that a shell made of another command's output.
                try (InputStream in = Files.newInputStream(path)) {
                    readStream(in, name);
                }
            } else {
                unreadable.accept(name, "is no ordinary file");
            }
        } catch (IOException | UncheckedIOException e) {
            unreadable.accept(name, words(e));
        }
    }

    private void readFolder(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (within.contains(real)) {
            throw new FileSystemLoopException(folder.toString());
        }
        within.push(real);
        try {
            boolean maildir = Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
            for (Path entry : entries(folder)) {
                String name = String.valueOf(entry.getFileName());
                if (Files.isDirectory(entry)) {
                    // What stands in tmp is still being delivered.
                    if (!maildir || !name.equals("tmp")) {
                        read(entry, false);
                    }
                } else if (!maildir && !name.startsWith(".")) {
                    // Beside cur and new a maildir holds the mail server's own files only.
                    read(entry, false);
                }
            }
        } finally {
            within.pop();
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private void readFile(Path file, String name) throws IOException {
        boolean box = isBox(name);
        if (box && Files.size(file) == 0) {
            return;
        }
        if (box || Mbox.looksLike(file)) {
            readBox(file, name);
            return;
        }
        try (CapturedRequest request = CapturedRequest.in(file)) {
            if (request != null) {
                if (webhooks.read(request, name)) {
                    return;
                }
                if (!isMail(name) && (request.isCertain() || request.isJson())) {
                    unreadable.accept(name, "looks like a request to a webhook, but is nothing that a provider sends");
                    return;
                }
            }
        }
        found.accept(new StoredMail(name, 0, new FileSlice(file, 0, Files.size(file), false)));
    }

    private void readBox(Path file, String name) throws IOException {
        int[] index = {0};
        Mbox.read(file, (from, to, quoted) -> {
            found.accept(new StoredMail(name, index[0], new FileSlice(file, from, to, quoted)));
            index[0]++;
        });
    }

    private static boolean isBox(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".mbox") || lower.endsWith(".mbx");
    }

    private static boolean isMail(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".eml");
    }

    private static String words(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "may not be read";
        }
        if (e instanceof FileSystemLoopException) {
            return "is a link to a folder that it stands in";
        }
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
