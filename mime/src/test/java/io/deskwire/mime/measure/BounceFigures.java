package io.deskwire.mime.measure;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bounces against {@code expected.json}: a name to one {@code [status, reply code, reason, hard 1 or 0]} for each recipient.
 * Status codes 5.0.9xx and 4.0.9xx are the labellers' own, for mail that has none.
 */
final class BounceFigures {

    private final PrintStream out;
    private final boolean details;
    private final int[] messages = new int[4];
    private final int[] recipients = new int[5];

    private BounceFigures(PrintStream out, boolean details) {
        this.out = out;
        this.details = details;
    }

    static void print(Path labels, PrintStream out, boolean details) throws IOException {
        new BounceFigures(out, details).run(labels);
    }

    private void run(Path labels) throws IOException {
        Map<?, ?> expected = Labels.object(Files.readString(labels));
        List<Path> files;
        Path folder = Objects.requireNonNull(labels.getParent());
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
        }
        for (Map.Entry<?, ?> each : expected.entrySet()) {
            String name = each.getKey() + ".eml";
            for (Path file : files) {
                String there = String.valueOf(file.getFileName());
                if (there.equals(name) || there.endsWith("host-" + name)) {
                    compare(file, (List<?>) each.getValue());
                }
            }
        }
        String set = String.valueOf(folder.getFileName());
        out.println("reports, " + set + ": kind right in " + messages[1] + " of " + messages[0]
                + ", as many recipients as labelled in " + messages[2] + ", Message-ID of ours found in "
                + messages[3]);
        out.println("reports, " + set + ": of " + recipients[0] + " recipients status code right " + recipients[1]
                + " of " + recipients[2] + " labelled, hard or soft right " + recipients[3] + ", address found "
                + recipients[4]);
    }

    private void compare(Path file, List<?> labels) throws IOException {
        ParsedMessage message = new MimeDecoder().decode(Content.of(Files.readAllBytes(file)), Map.of());
        messages[0]++;
        String reason = String.valueOf(((List<?>) labels.get(0)).get(2));
        boolean kind = switch (reason) {
            case "vacation" -> message.kind() == MessageKind.AUTO_REPLY;
            case "feedback" -> message.kind() == MessageKind.COMPLAINT || message.kind() == MessageKind.DELIVERY_REPORT;
            default -> message.kind() == MessageKind.BOUNCE || message.kind() == MessageKind.DELIVERY_REPORT;
        };
        messages[1] += kind ? 1 : 0;
        boolean vacation = reason.equals("vacation");
        List<DeliveryReport> reports = new ArrayList<>(message.reports());
        boolean count = vacation || reports.size() == labels.size();
        messages[2] += count ? 1 : 0;
        messages[3] += reports.stream().anyMatch(r -> r.originalMessageId() != null) ? 1 : 0;
        StringBuilder wrong = new StringBuilder();
        if (!kind) {
            wrong.append(" kind ").append(message.kind());
        }
        if (!count) {
            wrong.append(" recipients ").append(reports.size()).append(" not ").append(labels.size());
        }
        for (int i = 0; !vacation && i < labels.size(); i++) {
            List<?> label = (List<?>) labels.get(i);
            DeliveryReport best = take(reports, label);
            recipients[0]++;
            String status = String.valueOf(label.get(0));
            boolean labelled = status.matches("[245]\\.\\d+\\.\\d+") && !status.matches("[45]\\.0\\.9\\d\\d");
            boolean codeRight = best != null && status.equals(best.code());
            recipients[1] += labelled && codeRight ? 1 : 0;
            recipients[2] += labelled ? 1 : 0;
            boolean feedback = String.valueOf(label.get(2)).equals("feedback");
            boolean hard = best != null && best.failure() == FailureKind.PERMANENT;
            boolean hardRight = best != null && (feedback || hard == "1".equals(label.get(3)));
            recipients[3] += hardRight ? 1 : 0;
            recipients[4] += best != null && best.recipient() != null ? 1 : 0;
            if ((labelled && !codeRight) || !hardRight || best == null || best.recipient() == null) {
                wrong.append("\n    ").append(label).append("  is  ").append(best == null ? "-" : line(best));
            }
        }
        if (details && wrong.length() > 0) {
            out.println("  " + file.getFileName() + " " + reason + wrong);
        }
    }

    private static @Nullable DeliveryReport take(List<DeliveryReport> from, List<?> label) {
        DeliveryReport best = null;
        int points = -1;
        for (DeliveryReport each : from) {
            boolean hard = each.failure() == FailureKind.PERMANENT;
            int mine = (label.get(0).equals(each.code()) ? 2 : 0) + (hard == "1".equals(label.get(3)) ? 1 : 0);
            if (mine > points) {
                best = each;
                points = mine;
            }
        }
        from.remove(best);
        return best;
    }

    private static String line(DeliveryReport r) {
        return r.status() + " " + r.code() + " " + r.failure() + " "
                + (r.recipient() == null ? "-" : r.recipient().value()) + " | " + r.reason();
    }
}
