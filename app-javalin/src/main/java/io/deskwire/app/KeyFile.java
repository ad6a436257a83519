package io.deskwire.app;

import io.deskwire.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** A secret in a file of the data folder that only its owner can read. */
final class KeyFile {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;
    private final Path file;

    KeyFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    boolean exists() {
        return Files.exists(file);
    }

    Secret read() {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw new InstallationException(file + " is empty; restore it from a backup or remove it");
            }
            return Secret.of(text);
        } catch (IOException e) {
            throw new InstallationException(
                    file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** Makes the file with a random value of 32 bytes; when another process was faster, its value counts. */
    boolean generate(Base64.Encoder encoder) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        try {
            makeFolder(folder);
            Path draft = Files.createTempFile(folder, file.getFileName() + ".", ".new", owner());
            try {
                write(draft, encoder.encodeToString(random) + "\n");
                // A link appears whole or not at all, and never replaces what is there.
                Files.createLink(file, draft);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.delete(draft);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new InstallationException(
                    file + " cannot be made: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /** Puts other lines in its place, all at once; the old ones are there until the new ones are on the disk. */
    void replace(List<String> lines) {
        try {
            Path draft = Files.createTempFile(folder, file.getFileName() + ".", ".new", owner());
            try {
                write(draft, String.join("\n", lines) + "\n");
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new InstallationException(
                    file + " cannot be replaced: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private static void write(Path path, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            // What is encrypted under a key must not outlive it in a power cut.
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] owner() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes the folder, for its owner alone where the file system knows such things. */
    static void makeFolder(Path folder) throws IOException {
        if (POSIX) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}
