package io.deskwire.mime.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Subjects of automatic answers, as mail programs of many languages word them. */
final class Away {

    private static final int MOST_PREFIXES = 3;

    private static final String[] STARTS = Phrases.of(
            "automatic reply|automatic response|automated reply|automated response|auto reply|auto-reply|autoreply|auto response|"
                    + "auto-response|autoresponse|auto:|autosvar|out of office|out of the office|out-of-office|ooo:|"
                    + "away from my mail|away from the office|away from my desk|i am on vacation|i'm on vacation|on vacation|"
                    + "vacation reply|on holiday|on annual leave|on leave|maternity leave|no longer with|has left the company|"
                    + "automatische antwort|automatische rückmeldung|abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitsassistent|"
                    + "abwesenheit|abwesend|nicht im büro|ich bin im urlaub|urlaubsmeldung|réponse automatique|reponse automatique|"
                    + "réponse d'absence|absence du bureau|absent du bureau|message d'absence|absence :|respuesta automática|"
                    + "respuesta automatica|autorespuesta|fuera de la oficina|fuera de oficina|ausencia|"
                    + "risposta automatica|fuori sede|fuori ufficio|assente dall'ufficio|automatisch antwoord|afwezigheidsbericht|"
                    + "afwezig|niet op kantoor|resposta automática|resposta automatica|fora do escritório|ausência temporária|"
                    + "autosvar|automatiskt svar|frånvaro|automatisk svar|fraværsmelding|fravær|ikke på kontoret|"
                    + "automaattinen vastaus|poissa toimistosta|poissaoloilmoitus|automatyczna odpowiedź|odpowiedź automatyczna|"
                    + "autoodpowiedź|poza biurem|nieobecność|automatická odpověď|nepřítomnost|automatická odpoveď|automatikus válasz|"
                    + "házon kívül|răspuns automat|автоответ|автоматический ответ|автоматична відповідь|нет на месте|вне офиса|"
                    + "автоматичен отговор|αυτόματη απάντηση|εκτός γραφείου|otomatik yanıt|ofis dışında|samodejni odgovor|"
                    + "automatski odgovor|automatinis atsakymas|automātiska atbilde|automaatvastus|resposta automàtica|"
                    + "תשובה אוטומטית|מענה אוטומטי|رد تلقائي|خارج المكتب|پاسخ خودکار|trả lời tự động|balasan otomatis|"
                    + "ตอบกลับอัตโนมัติ|自動応答|自動返信|不在通知|自動回答|自动回复|自動回覆|外出|자동 회신|자동 응답|부재중");

    private Away() {}

    /** Whether a subject says that a machine answered in somebody's absence. */
    static boolean saidBy(@Nullable String subject) {
        if (subject == null) {
            return false;
        }
        String rest = bare(subject.toLowerCase(Locale.ROOT).replace('’', '\''));
        for (int i = 0; i < MOST_PREFIXES; i++) {
            if (Phrases.begins(rest, STARTS)) {
                return true;
            }
            int colon = rest.indexOf(':');
            if (colon < 1 || colon > 4) {
                return false;
            }
            rest = bare(rest.substring(colon + 1));
        }
        return false;
    }

    private static String bare(String text) {
        int from = 0;
        while (from < text.length() && "[(<*# 【".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return text.substring(from);
    }
}
