package io.deskwire.mime.reply;

import java.util.List;

/**
 * The block with a firm's address that stands below "Best regards" without any mark. The closing words and the name below them
 * are the writer's and stay.
 */
final class SignOff {

    private static final int MOST_LINES = 16;
    private static final int FEW = 8;
    private static final int LONGEST_LINE = 160;
    private static final int LONGEST_CLOSING = 45;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 4;
    private static final int PROSE = 6;
    private static final int PHONE_DIGITS = 7;

    /** Closings with whatever else stands in their line. */
    private static final List<String> BEGIN = QuoteWords.words(
            "best regards|kind regards|warm regards|with regards|with kind regards|with best regards|regards|warmest regards|"
                    + "best wishes|sincerely|yours sincerely|yours faithfully|yours truly|kindest regards|many regards|cheers|"
                    + "mit freundlichen grüßen|mit freundlichem gruß|mit freundlichen gruessen|mit besten grüßen|mit freundlichen grüssen|"
                    + "freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|beste grüße|beste grüsse|liebe grüße|"
                    + "schöne grüße|herzliche grüße|mfg|hochachtungsvoll|cordialement|bien cordialement|bien à vous|"
                    + "salutations distinguées|meilleures salutations|sincères salutations|saludos|un saludo|atentamente|un cordial saludo|"
                    + "saludos cordiales|cordialmente|cordiali saluti|distinti saluti|un cordiale saluto|saluti|atenciosamente|"
                    + "cumprimentos|com os melhores cumprimentos|melhores cumprimentos|att,|abraços|met vriendelijke groet|"
                    + "vriendelijke groet|met hartelijke groet|hartelijke groet|groeten|mvg|med vänliga hälsningar|vänliga hälsningar|"
                    + "med vänlig hälsning|vänligen|hälsningar|mvh|med venlig hilsen|venlig hilsen|de bedste hilsner|med vennlig hilsen|"
                    + "vennlig hilsen|hilsen|ystävällisin terveisin|terveisin|parhain terveisin|z poważaniem|pozdrawiam|"
                    + "serdecznie pozdrawiam|łączę pozdrowienia|s pozdravem|s přátelským pozdravem|s úctou|s pozdravom|üdvözlettel|"
                    + "tisztelettel|cu stimă|cu respect|toate cele bune|с уважением|с наилучшими пожеланиями|з повагою|с уважение|"
                    + "поздрави|saygılarımla|saygılarımızla|iyi çalışmalar|με εκτίμηση|με τιμή|s poštovanjem|srdačan pozdrav|lep pozdrav|"
                    + "lugupidamisega|ar cieņu|pagarbiai|salutacions|atentament|kveðja|trân trọng|hormat saya|salam|"
                    + "よろしくお願い|宜しくお願い|敬具|此致|敬礼|敬禮|顺祝商祺|祝好|감사합니다|안녕히|בברכה|مع التحية|مع أطيب التحيات|وتفضلوا|"
                    + "ขอแสดงความนับถือ|با احترام");

    /** Words of thanks, which close a letter only where they are alone. */
    private static final List<String> ALONE = QuoteWords.words(
            "thanks|thank you|many thanks|thanks a lot|thank you very much|thanks in advance|thx|danke|vielen dank|besten dank|"
                    + "merci|merci d'avance|gracias|muchas gracias|grazie|obrigado|obrigada|bedankt|alvast bedankt|tack|tak|takk|"
                    + "kiitos|dziękuję|děkuji|köszönöm|mulțumesc|спасибо|дякую|teşekkürler|best|all the best|gruß|lg|vg|kr|br|"
                    + "ありがとうございます|谢谢|謝謝|고맙습니다|תודה|شكرا");

    private static final List<String> CONTACT = QuoteWords.words(
            "tel:|tel.|tel |tlf|phone|mobile|mobil:|mob:|mob.|cell:|fax|telefon|téléphone|tél|teléfono|telefono|telefone|puhelin|"
                    + "gsm|handy|direct:|тел|τηλ|電話|电话|手机|携帯|전화|휴대|טלפון|נייד|هاتف|جوال|โทร|đt:|điện thoại");

    private SignOff() {}

    /** Where what the writer wrote ends. */
    static int end(List<String> lines, int to) {
        int seen = 0;
        int contacts = 0;
        for (int i = to - 1; i > 0 && seen <= MOST_LINES; i--) {
            String line = LineText.lower(lines.get(i).length() > LONGEST_LINE ? "" : lines.get(i));
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (isClosing(line) && seen > 0) {
                return contacts > 0 && seen > 1 && hasText(lines, i) ? behindName(lines, i + 1, to) : to;
            }
            if (seen > 1
                    && seen <= FEW
                    && contacts > 1
                    && isMark(line)
                    && isName(lines, i + 1, to)
                    && hasText(lines, i)) {
                return i;
            }
            if (line.isEmpty() || isProse(line)) {
                return to;
            }
            contacts += isContact(line) ? 1 : 0;
            seen++;
        }
        return to;
    }

    private static boolean isClosing(String line) {
        if (line.length() > LONGEST_CLOSING || line.endsWith("?")) {
            return false;
        }
        int end = line.length();
        while (end > 0 && ",.!;。、！， ".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return QuoteWords.startsWithAny(line, BEGIN) || ALONE.contains(line.substring(0, end));
    }

    /** A sentence, or what somebody added below the name. */
    private static boolean isProse(String line) {
        if (line.startsWith("ps") || line.startsWith("p.s") || line.startsWith("nb:") || line.endsWith("?")) {
            return true;
        }
        char last = line.charAt(line.length() - 1);
        boolean ends = last == '.' || last == '!' || last == '。' || last == '！' || last == ':';
        return ends && line.split(" ", PROSE + 1).length >= PROSE;
    }

    private static boolean isContact(String line) {
        if (line.indexOf('@') > 0 || line.contains("www.") || line.contains("http")) {
            return true;
        }
        int digits = LineText.digits(line);
        if (digits < PHONE_DIGITS - 1) {
            return false;
        }
        for (String word : CONTACT) {
            int at = line.indexOf(word);
            if (at >= 0 && (at == 0 || !Character.isLetter(line.charAt(at - 1)))) {
                return true;
            }
        }
        return digits >= PHONE_DIGITS && isNumber(line);
    }

    /** Nothing but digits and what groups them, or a number of another country. */
    private static boolean isNumber(String line) {
        int plus = line.indexOf('+');
        if (plus >= 0 && plus + 2 < line.length() && Character.isDigit(line.charAt(plus + 1))) {
            return true;
        }
        for (int i = 0; i < line.length(); i++) {
            if (!Character.isDigit(line.charAt(i)) && " ()/.-".indexOf(line.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A row of dashes or low lines; other rules divide texts. */
    private static boolean isMark(String line) {
        return Footers.isRule(line) && (line.charAt(0) == '-' || line.charAt(0) == '_');
    }

    private static boolean hasText(List<String> lines, int before) {
        for (int i = 0; i < before; i++) {
            if (!lines.get(i).isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static int behindName(List<String> lines, int from, int to) {
        int at = firstText(lines, from, to);
        return isName(lines, from, to) ? at + 1 : from;
    }

    private static int firstText(List<String> lines, int from, int to) {
        int at = from;
        while (at < to && lines.get(at).isBlank()) {
            at++;
        }
        return at;
    }

    /** Whether the first line of text is short and of nothing but a few words. */
    private static boolean isName(List<String> lines, int from, int to) {
        int at = firstText(lines, from, to);
        String name = at < to ? lines.get(at).strip() : "";
        return name.length() <= LONGEST_NAME
                && LineText.digits(name) == 0
                && name.indexOf('@') < 0
                && name.indexOf(':') < 0
                && name.split(" ", MOST_NAMES + 2).length <= MOST_NAMES
                && !isContact(LineText.lower(name));
    }
}
