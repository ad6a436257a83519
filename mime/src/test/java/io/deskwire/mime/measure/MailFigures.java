package io.deskwire.mime.measure;

import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Mail without labels: what each folder's messages were taken for, and what must never be found in the result. */
final class MailFigures {

    private static final Pattern REMOTE =
            Pattern.compile("<[^>]*(\\ssrc=\"(?!cid:|data:)|\\sbackground=|url\\(|<script|\\son[a-z]+=)");

    private MailFigures() {}

    static void print(Path folder, PrintStream out, boolean details) throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        int faults = 0;
        int unsafe = 0;
        int silent = 0;
        int html = 0;
        int replies = 0;
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(MailFigures::isMail)
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            ParsedMessage message = new MimeDecoder().decode(Content.of(Files.readAllBytes(file)), Map.of());
            String auto = message.automation().autoSubmitted().name();
            kinds.merge(message.kind() + (auto.equals("NO") ? "" : " " + auto), 1, Integer::sum);
            faults += message.issues().stream().anyMatch(i -> i.code().equals("decoder-fault")) ? 1 : 0;
            String safe = message.body().safeHtml();
            if (safe != null) {
                html++;
                unsafe += REMOTE.matcher(safe.toLowerCase(Locale.ROOT)).find() ? 1 : 0;
                silent += message.body().text().isBlank() ? 1 : 0;
            }
            String reply = message.body().replyText();
            replies += reply != null && !reply.equals(message.body().text()) ? 1 : 0;
            if (details) {
                out.println("  " + folder.relativize(file) + ": " + message.kind() + " " + auto + " | "
                        + message.body().subject());
            }
        }
        if (!files.isEmpty()) {
            out.println("mail, " + folder.getFileName() + ": " + files.size() + " files, " + kinds + ", HTML " + html
                    + " (unsafe " + unsafe + ", without text " + silent + "), reply shorter than text " + replies
                    + ", faults " + faults);
        }
    }

    private static boolean isMail(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith("_")
                && !name.startsWith("LICENSE")
                && !name.startsWith("README")
                && !name.matches(".*\\.(json|jsonl|golden|xml|bin|md|wav|au|webp|tiff|xbm|gif|png|jpg)$");
    }
}
