package io.deskwire.mime.reply;

import io.deskwire.message.Address;
import io.deskwire.message.Forward;
import io.deskwire.mime.header.MailDates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header that a mail program repeats above a mail it passes on, read field by field. */
final class ForwardedHeader {

    private static final int MOST_LINES = 24;
    private static final int MOST_BLANKS_BEFORE = 3;
    private static final int MOST_ADDRESSES = 20;
    private static final int LONGEST_VALUE = 500;
    private static final int LONGEST_NAME = 200;

    private static final Set<String> SUBJECT = Set.copyOf(QuoteWords.words(
            "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|tárgy|тема|"
                    + "θέμα|konu|נושא|الموضوع|موضوع|主题|主旨|件名|제목|subiect|subiectul|subjek|subjekti|zadeva|tēma|teema|tema|"
                    + "относно|naslov|наслов|chủ đề|เรื่อง|विषय|perihal|assumpte|gaia|efni|paksa|mavzu"));

    private static final Set<String> DATE = Set.copyOf(QuoteWords.words(
            "date|sent|sent at|sent on|sent date|date sent|gesendet|gesendet am|datum|datum/uhrzeit|envoyé|envoye|envoyé le|"
                    + "envoyée le|date d'envoi|enviado|enviado el|enviada em|enviado em|enviada|fecha|data|data/hora|inviato|inviato il|"
                    + "data invio|verzonden|verzonden op|verstuurd|skickat|skickat den|datum och tid|sendt|sendt den|dato|lähetetty|"
                    + "päivämäärä|päiväys|wysłano|wysłane|wysłano dnia|data|odesláno|datum odeslání|odoslané|dátum|küldve|elküldve|отправлено|"
                    + "дата|дата отправки|надіслано|изпратено|στάλθηκε|ημερομηνία|gönderildi|tarih|gönderme tarihi|נשלח|תאריך|"
                    + "تم الإرسال|تاريخ|التاريخ|发送时间|发送日期|日期|时间|傳送時間|傳送日期|寄件日期|送信日時|送信日|日時|日付|보낸 날짜|보낸날짜|날짜|보낸 시간|"
                    + "trimis|data|poslano|poslato|послато|đã gửi|ngày|terkirim|tanggal|tarikh|nosūtīts|datums|išsiųsta|saadetud|kuupäev|"
                    + "bidalia|data|วันที่|ส่งเมื่อ|दिनांक|enviat"));

    private static final Set<String> TO = Set.copyOf(QuoteWords.words(
            "to|an|à|a|para|per|aan|till|til|vastaanottaja|do|komu|címzett|кому|към|προς|kime|אל|إلى|收件人|收件者|宛先|"
                    + "받는 사람|받는사람|către|catre|za|tới|đến|kepada|прима|prima|destinataire|destinatario|empfänger|ontvanger|"
                    + "mottagare|modtager|mottaker|kam|kellele|nori|per a|ถึง|प्रति"));

    private static final Pattern ADDRESS = Pattern.compile(
            "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]{0,250}[\\p{L}\\p{N}])?");

    private @Nullable String fromLabel;
    private @Nullable Address from;
    private @Nullable String subject;
    private @Nullable String date;
    private List<Address> to = List.of();
    private final Set<String> seen = new HashSet<>();

    private ForwardedHeader() {}

    /** The header that begins here or a few empty lines below; null when there is none that tells who wrote. */
    static @Nullable ForwardedHeader at(List<String> lines, int start) {
        ForwardedHeader header = new ForwardedHeader();
        int blanks = 0;
        String open = null;
        for (int i = start; i < Math.min(lines.size(), start + MOST_LINES); i++) {
            String line = unquoted(lines.get(i));
            if (line.isEmpty()) {
                blanks++;
                if (header.seen.isEmpty() ? blanks > MOST_BLANKS_BEFORE : blanks > 1) {
                    break;
                }
                open = null;
                continue;
            }
            String label = QuoteWords.label(line);
            boolean known = QuoteWords.FROM.contains(label) || QuoteWords.OTHERS.contains(label) || isTold(label);
            if (known && !header.seen.add(label)) {
                break;
            }
            if (known) {
                String value = value(line);
                header.take(label, value);
                open = value.isEmpty() ? label : null;
                blanks = 0;
            } else if (open != null) {
                header.take(open, line);
                open = null;
            } else if (blanks > 0 || header.seen.isEmpty()) {
                break;
            }
        }
        return header.seen.size() >= 2 && header.fromLabel != null ? header : null;
    }

    private static boolean isTold(String label) {
        return SUBJECT.contains(label) || DATE.contains(label) || TO.contains(label);
    }

    private static String unquoted(String line) {
        int at = 0;
        while (at < line.length() && " \t>*|".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return LineText.visible(line.substring(at));
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        int wide = line.indexOf('：');
        int at = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        String rest = line.substring(at + 1);
        int from = 0;
        while (from < rest.length() && "* \t_".indexOf(rest.charAt(from)) >= 0) {
            from++;
        }
        String value = rest.substring(from).strip();
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
    }

    private void take(String label, String value) {
        // Some words are labels of two fields in two languages: the one that is still missing is meant.
        if (QuoteWords.FROM.contains(label) && fromLabel == null) {
            fromLabel = label;
            from = addresses(value).stream().findFirst().orElse(null);
        } else if (SUBJECT.contains(label) && subject == null) {
            subject = value.isEmpty() ? null : value;
        } else if (DATE.contains(label) && date == null) {
            date = value.isEmpty() ? null : value;
        } else if (TO.contains(label) && to.isEmpty()) {
            to = addresses(value);
        }
        if (from == null && label.equals(fromLabel)) {
            from = addresses(value).stream().findFirst().orElse(null);
        }
    }

    /** The label of the field that names the sender. */
    @Nullable String fromLabel() {
        return fromLabel;
    }

    Forward forward() {
        Instant at = date == null ? null : MailDates.parse(date);
        return new Forward(Forward.Kind.INLINE, from, at, date, subject, to, null);
    }

    /** Addresses in a line as people see them: {@code Ann <a@b>}, {@code Ann [mailto:a@b]}, {@code a@b (Ann)}. */
    private static List<Address> addresses(String value) {
        List<Address> found = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(value);
        int end = 0;
        while (found.size() < MOST_ADDRESSES && matcher.find()) {
            String address = matcher.group().startsWith("mailto:")
                    ? matcher.group().substring("mailto:".length())
                    : matcher.group();
            String key = address.toLowerCase(Locale.ROOT);
            String name = name(value.substring(end, matcher.start()));
            // Programs repeat an address as the link it is shown with.
            if (found.stream()
                    .noneMatch(other -> other.value().toLowerCase(Locale.ROOT).equals(key))) {
                found.add(Address.email(address, name));
            }
            end = matcher.end();
        }
        return found;
    }

    private static @Nullable String name(String before) {
        String text = before.replace("mailto:", " ");
        int from = 0;
        int to = text.length();
        while (from < to && ">],;)\"'* \t".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "<[(\"'* \t".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        String name = text.substring(from, to).strip();
        return name.isEmpty() || name.length() > LONGEST_NAME ? null : name;
    }
}
