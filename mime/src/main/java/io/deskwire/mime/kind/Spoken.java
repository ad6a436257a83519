package io.deskwire.mime.kind;

import io.deskwire.mime.header.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the human-readable part of a report says about each recipient. Servers name a recipient at the start of a line and
 * say below, or in the same line, what became of it; what the other server answered often stands further down once more.
 */
final class Spoken {

    private static final int READ = 64 * 1024;
    private static final int MOST_RECIPIENTS = 100;
    private static final int LONGEST_LINE = 1000;
    private static final int LONGEST_SAID = 600;
    private static final int LEAST_SAID = 8;

    private static final String[] COPIES =
            Phrases.of("this is a copy of the message|this is a copy of your message|original message|"
                    + "original mail info|original mail|below this line is a copy|returned message|"
                    + "message header follows|message headers follow|unsent message|text of the message|"
                    + "the header of the original|headers of the original|original message header|"
                    + "original message follows|message text follows|start of the message|begin of message|"
                    + "message details:|header of the message|undelivered message|return-path:|received: from|"
                    + "message-id:|mime-version:|x-mailer:|ursprüngliche nachricht|message d'origine|message original|"
                    + "mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|"
                    + "исходное сообщение|以下は元のメッセージ|元のメッセージ");

    /** What one recipient's lines say. */
    private static final class About {
        final StringBuilder lines = new StringBuilder();

        @Nullable String coded;

        private boolean goesOn;

        void add(String line) {
            if (lines.length() < LONGEST_SAID) {
                lines.append(lines.length() == 0 ? "" : " ").append(line);
            }
            if (coded == null && StatusCode.enhanced(line) != null) {
                coded = line;
                goesOn = true;
            } else if (coded != null && goesOn) {
                goesOn = coded.length() < LONGEST_SAID && !line.startsWith("<<<") && !line.startsWith(">>>");
                coded = goesOn ? coded + " " + line : coded;
            }
        }

        void paragraphEnds() {
            goesOn = false;
        }
    }

    private final String words;
    private final String copy;
    private final Map<String, About> recipients = new LinkedHashMap<>();
    private final Map<String, String> spelled = new LinkedHashMap<>();

    private Spoken(String words, String copy) {
        this.words = words;
        this.copy = copy;
    }

    /**
     * Reads a text.
     *
     * @param known recipients that a header field names; none other is looked for then
     * @param notThem addresses that the report names as its sender or reader
     */
    static Spoken of(String text, List<String> known, Set<String> notThem) {
        String head = text.substring(0, Math.min(text.length(), READ));
        int split = copyAt(head);
        Spoken spoken = new Spoken(head.substring(0, split), head.substring(split));
        known.forEach(spoken::recipient);
        if (known.isEmpty()) {
            spoken.find(notThem);
        }
        spoken.assign();
        return spoken;
    }

    /** The recipients, as they are spelled in the report. */
    List<String> recipients() {
        return new ArrayList<>(spelled.values());
    }

    /** Everything above the copy of the message. */
    String words() {
        return words;
    }

    /** What is said about one recipient; about all of them together where nothing is said about this one alone. */
    String about(@Nullable String recipient) {
        About about = recipient == null ? null : recipients.get(key(recipient));
        // Lines that name the recipient and say nothing of it leave all words open.
        boolean bare = about == null || recipient == null || about.lines.length() < recipient.length() + LEAST_SAID;
        return about == null || bare ? words : about.lines.toString();
    }

    /** The line in which a server's answer about this recipient stands, or null. */
    @Nullable String answer(@Nullable String recipient) {
        About about = recipient == null ? null : recipients.get(key(recipient));
        if (about != null && about.coded != null) {
            return about.coded;
        }
        String said = about(recipient);
        String code = code(recipient);
        int at = code == null ? -1 : said.indexOf(code);
        if (at < 0) {
            return about != null && about.lines.length() > 0 ? said : null;
        }
        int from = said.lastIndexOf('\n', at) + 1;
        int end = said.indexOf('\n', at);
        return said.substring(from, end < 0 ? said.length() : end);
    }

    /** The code that belongs to a recipient: an enhanced one rather than a reply, its own rather than any. */
    @Nullable String code(@Nullable String recipient) {
        About about = recipient == null ? null : recipients.get(key(recipient));
        for (String said : about == null ? List.of(words) : List.of(about.lines.toString(), words)) {
            String code = about != null && about.coded != null ? StatusCode.enhanced(about.coded) : null;
            code = code == null ? StatusCode.enhanced(said) : code;
            code = code == null ? StatusCode.reply(said) : code;
            // What is said about another recipient is not said about this one.
            if (code != null || (recipients.size() > 1 && about != null && about.lines.length() > 0)) {
                return code;
            }
        }
        return null;
    }

    /** The Message-ID in the copy, or anywhere in the words, or null. */
    @Nullable String messageId() {
        String id = idIn(copy);
        return id != null ? id : idIn(words);
    }

    /** Fields of RFC 3464 that stand in the words, from servers that do not make a part of them. */
    List<String> fields() {
        String lower = words.toLowerCase(Locale.ROOT);
        int at = Math.max(lower.indexOf("\nfinal-recipient:"), lower.indexOf("\noriginal-recipient:"));
        if (at < 0 || lower.indexOf("\naction:") < 0) {
            return List.of();
        }
        int action = lower.indexOf("\naction:");
        return List.of(words.substring(Math.min(at, action) + 1));
    }

    private void recipient(String address) {
        if (recipients.size() < MOST_RECIPIENTS) {
            recipients.putIfAbsent(key(address), new About());
            spelled.putIfAbsent(key(address), address);
        }
    }

    private void find(Set<String> notThem) {
        List<String> anywhere = new ArrayList<>();
        for (String line : lines()) {
            String place = Mentions.placed(line);
            // Some repeat the header of the message, whose To may be us.
            boolean header = line.stripLeading().toLowerCase(Locale.ROOT).startsWith("to:");
            if (header && place != null) {
                anywhere.add(place);
            } else if (place != null) {
                recipient(place);
            } else if (!Mentions.isAdvice(line)) {
                int at = line.indexOf('@');
                String address = at < 0 ? null : Mentions.addressAround(line, at);
                boolean strange = address != null && !notThem.contains(key(address)) && !Mentions.isDaemon(address);
                if (strange && address != null) {
                    anywhere.add(address);
                }
            }
        }
        if (recipients.isEmpty()) {
            anywhere.forEach(this::recipient);
        }
        if (recipients.isEmpty()) {
            copied();
        }
    }

    /** The copy of the message says at least whom it was for. */
    private void copied() {
        int at = copy.toLowerCase(Locale.ROOT).indexOf("rcpt to:");
        int sign = at < 0 ? -1 : copy.indexOf('@', at);
        String told = sign < 0 || sign - at > 100 ? null : Mentions.addressAround(copy, sign);
        if (told == null) {
            String header = copy.substring(Math.min(copy.length(), copy.indexOf('\n') + 1));
            told = Returned.of(header).soleRecipient();
        }
        if (told != null) {
            recipient(told);
        }
    }

    /** Gives each line to the recipients it names, else to the one whose paragraph it stands in. */
    private void assign() {
        About current = null;
        for (String line : lines()) {
            String text = line.strip();
            if (text.isEmpty()) {
                if (current != null) {
                    current.paragraphEnds();
                }
                continue;
            }
            String place = Mentions.placed(line);
            if (place != null && recipients.containsKey(key(place))) {
                current = recipients.get(key(place));
            }
            About named = named(text);
            if (named != null) {
                named.add(text);
                current = place == null ? current : named;
            } else if (current != null && !text.startsWith("---")) {
                current.add(text);
            }
        }
    }

    private @Nullable About named(String line) {
        for (int at = line.indexOf('@'); at >= 0; at = line.indexOf('@', at + 1)) {
            String address = Mentions.addressAround(line, at);
            About about = address == null ? null : recipients.get(key(address));
            if (about != null) {
                return about;
            }
        }
        return null;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String line : words.split("\n", -1)) {
            lines.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        }
        return lines;
    }

    /** Where the copy of the returned message begins: at a line that announces it or is a field of its header. */
    private static int copyAt(String text) {
        int at = 0;
        boolean cited = false;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(at, Math.min(stop, at + 200)).strip().toLowerCase(Locale.ROOT);
            int first = 0;
            while (first < line.length() && "-=*_# >".indexOf(line.charAt(first)) >= 0) {
                first++;
            }
            if (!line.isEmpty()) {
                // Some name the message by a few fields of its header before they say what became of it.
                cited = line.endsWith("header fields:") || (cited && isIndented(text, at));
            }
            // "Your original message could not be delivered" is a sentence, not a heading.
            if (at > 0 && !cited && Phrases.begins(line.substring(first), COPIES) && !line.contains("could not")) {
                return at;
            }
            at = stop + 1;
        }
        return text.length();
    }

    private static boolean isIndented(String text, int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
    }

    private static @Nullable String idIn(String text) {
        int at = text.toLowerCase(Locale.ROOT).indexOf("message-id:");
        if (at < 0) {
            return null;
        }
        int end = text.indexOf('>', at);
        return end < 0 || end - at > 1200 ? null : Ids.first(text.substring(at + 11, end + 1));
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
