package io.deskwire.mime.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Subjects of automatic answers, as mail programs of many languages word them. */
final class Away {

    private static final int MOST_PREFIXES = 3;
    private static final int LONGEST_TAG = 24;

    /** Names of such answers: with a delimiter behind them they are enough. */
    private static final String[] NAMED = Phrases.of(
            "automatic reply|automatic response|automated reply|automated response|auto reply|auto-reply|autoreply|auto response|"
                    + "auto-response|autoresponse|auto:|autosvar|out of office|out of the office|out-of-office|ooo:|"
                    + "vacation reply|away from my mail|i am on vacation|i'm on vacation|has left the company|"
                    + "automatische antwort|automatische rückmeldung|abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitsassistent|"
                    + "abwesenheitsbenachrichtigung|ich bin im urlaub|urlaubsmeldung|réponse automatique|reponse automatique|"
                    + "réponse d'absence|absence du bureau|message d'absence|respuesta automática|respuesta automatica|autorespuesta|"
                    + "risposta automatica|automatisch antwoord|afwezigheidsbericht|resposta automática|resposta automatica|"
                    + "automatiskt svar|automatisk svar|fraværsmelding|automaattinen vastaus|poissaoloilmoitus|"
                    + "automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|automatická odpověď|automatická odpoveď|"
                    + "automatikus válasz|răspuns automat|автоответ|автоматический ответ|автоматична відповідь|"
                    + "автоматичен отговор|αυτόματη απάντηση|otomatik yanıt|samodejni odgovor|automatski odgovor|"
                    + "automatinis atsakymas|automātiska atbilde|automaatvastus|resposta automàtica|автоматски одговор|"
                    + "sjálfvirkt svar|erantzun automatikoa|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|پاسخ خودکار|"
                    + "trả lời tự động|thư trả lời tự động|balasan otomatis|jawapan automatik|स्वचालित उत्तर|"
                    + "ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|自動応答|自動返信|不在通知|自動回答|自动回复|自动答复|自動回覆|자동 회신|자동 응답|자동응답");

    /** What people also write about: believed of a message that answers another. */
    private static final String[] SPOKEN = Phrases.of(
            "away from the office|away from my desk|on vacation|on holiday|on annual leave|on leave|maternity leave|no longer with|"
                    + "abwesenheit|abwesend|nicht im büro|absent du bureau|absence :|absence:|fuera de la oficina|fuera de oficina|"
                    + "ausencia|fuori sede|fuori ufficio|assente dall'ufficio|afwezig|niet op kantoor|fora do escritório|"
                    + "ausência temporária|frånvaro|fravær|ikke på kontoret|poissa toimistosta|poza biurem|nieobecność|nepřítomnost|"
                    + "házon kívül|нет на месте|вне офиса|εκτός γραφείου|ofis dışında|خارج المكتب|外出|부재중");

    /** The same within a sentence. */
    private static final String[] TOLD =
            Phrases.of("is out of the office|is out of office|is away from the office|is currently out of|"
                    + "ist nicht im büro|ist außer haus|ist abwesend|ist derzeit nicht|est absent|est absente|est en congé|"
                    + "está fuera de la oficina|è fuori ufficio|è assente|está ausente|is afwezig|is niet aanwezig|är inte på kontoret|"
                    + "er ikke på kontoret|on poissa|jest nieobecn|отсутствует");

    private Away() {}

    /**
     * Whether a subject says that a machine answered in somebody's absence.
     *
     * @param answers whether the message is an answer by its header or its envelope
     */
    static boolean saidBy(@Nullable String subject, boolean answers) {
        if (subject == null) {
            return false;
        }
        String rest = subject.toLowerCase(Locale.ROOT).replace('’', '\'').strip();
        for (int i = 0; i < MOST_PREFIXES; i++) {
            String bare = bare(rest);
            if (isNamed(bare) || (answers && isSpoken(bare))) {
                return true;
            }
            int tag = rest.startsWith("[") ? rest.indexOf(']') : rest.startsWith("(") ? rest.indexOf(')') : -1;
            int colon = rest.indexOf(':');
            if (tag > 0 && tag <= LONGEST_TAG) {
                rest = rest.substring(tag + 1).strip();
            } else if (colon > 0 && colon <= 4 && !SubjectPrefix.is(rest.substring(0, colon))) {
                // "Re: Automatic reply" is what a person answers to one.
                rest = rest.substring(colon + 1).strip();
            } else {
                return false;
            }
        }
        return false;
    }

    /** Nothing but a delimiter, or nothing at all, stands behind the name: "Auto reply to your car ad" is somebody's. */
    private static boolean isNamed(String text) {
        for (String name : NAMED) {
            if (text.startsWith(name)) {
                String behind = text.substring(name.length()).strip();
                if (name.endsWith(":") || behind.isEmpty() || !Character.isLetterOrDigit(behind.codePointAt(0))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSpoken(String text) {
        int colon = text.indexOf(':');
        boolean prefixed = colon > 0 && SubjectPrefix.is(text.substring(0, colon));
        return Phrases.begins(text, NAMED) || Phrases.begins(text, SPOKEN) || (!prefixed && Phrases.in(text, TOLD));
    }

    private static String bare(String text) {
        int from = 0;
        while (from < text.length() && "[(<*# 【".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return text.substring(from);
    }
}
