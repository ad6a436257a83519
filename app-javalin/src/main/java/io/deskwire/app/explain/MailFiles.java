package io.deskwire.app.explain;

import io.deskwire.channel.RawItem;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds stored mail: single messages, mbox files, maildirs, captured webhook bodies, folders of those, standard input. */
public final class MailFiles {

    private static final String STANDARD_INPUT = "-";

    private final Consumer<StoredMail> found;
    private final BiConsumer<String, String> unreadable;

    /**
     * @param found is given each mail, one after the other; its content is there only during the call
     * @param unreadable is given each path that cannot be read, and why
     */
    public MailFiles(Consumer<StoredMail> found, BiConsumer<String, String> unreadable) {
        this.found = found;
        this.unreadable = unreadable;
    }

    /** Reads a path as the user named it; {@code -} is standard input. */
    public void read(String path, InputStream standardInput) {
        if (path.equals(STANDARD_INPUT)) {
            readStandardInput(standardInput);
        } else {
            read(Path.of(path));
        }
    }

    private void readStandardInput(InputStream standardInput) {
        try {
            Path file = Files.createTempFile("deskwire-", ".eml");
            try {
                Files.copy(standardInput, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                readFile(file, STANDARD_INPUT);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            unreadable.accept(STANDARD_INPUT, words(e));
        }
    }

    private void read(Path path) {
        try {
            if (Files.isDirectory(path)) {
                readFolder(path);
            } else if (Files.exists(path)) {
                readFile(path, path.toString());
            } else {
                unreadable.accept(path.toString(), "there is no such file");
            }
        } catch (IOException e) {
            unreadable.accept(path.toString(), words(e));
        }
    }

    private void readFolder(Path folder) throws IOException {
        boolean maildir = Files.isDirectory(folder.resolve("cur")) || Files.isDirectory(folder.resolve("new"));
        for (Path entry : entries(folder)) {
            String name = String.valueOf(entry.getFileName());
            if (Files.isDirectory(entry)) {
                // What stands in tmp is still being delivered.
                if (!maildir || !name.equals("tmp")) {
                    read(entry);
                }
            } else if (!maildir && !name.startsWith(".")) {
                // Beside cur and new a maildir holds the mail server's own files only.
                read(entry);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private void readFile(Path file, String name) throws IOException {
        if (CapturedWebhook.looksLike(file)) {
            readWebhook(file, name);
            return;
        }
        if (!Mbox.looksLike(file)) {
            found.accept(new StoredMail(name, 0, new FileSlice(file, 0, Files.size(file), false)));
            return;
        }
        List<long[]> messages = Mbox.messages(file);
        for (int i = 0; i < messages.size(); i++) {
            long[] range = messages.get(i);
            found.accept(new StoredMail(name, i, new FileSlice(file, range[0], range[1], true)));
        }
    }

    private void readWebhook(Path file, String name) throws IOException {
        int index = 0;
        for (RawItem item : CapturedWebhook.items(file)) {
            try (InputStream bytes = item.body().open()) {
                found.accept(new StoredMail(
                        name, index, item.format(), CapturedWebhook.meta(item), Content.of(bytes.readAllBytes())));
            }
            index++;
        }
        if (index == 0) {
            unreadable.accept(name, "is JSON, but nothing that a provider sends to a webhook");
        }
    }

    private static String words(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
