package io.deskwire.mime.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Mail that asks the sender of a message to prove being a person before the message is let through. */
final class Challenge {

    private static final int READ = 16 * 1024;

    private static final String[] SENDERS = Phrases.of(
            "challenge|boxtrapper|spamarrest|sender-verif|senderverif|sender-confirm|mailblocks|tmda|verify-sender|antispamuol|boxbe|mailinblack");

    private static final String[] SUBJECTS = Phrases.of(
            "[please verify]|please verify your email:|please verify your message|please verify yourself|verify your e-mail to|"
                    + "authentifiez-vous|bitte bestätigen sie ihre nachricht|confirme o envio de sua mensagem|"
                    + "email requires verification|message requires verification|email verification required|sender verification|"
                    + "sender confirmation|please confirm your message|please confirm (conf#|confirm your email to|"
                    + "awaiting your confirmation to be delivered|message awaiting verification|needs your confirmation|"
                    + "confirmation required to deliver|antispam uol|anti-spam verification|verification de l'expéditeur|"
                    + "vérification de l'expéditeur|absenderbestätigung|absender-bestätigung|verifica mittente|"
                    + "verificación de remitente|confirmação de remetente|送信者の確認");

    private static final String[] PHRASES = Phrases.of(
            "guest list so your|was waitlisted|real live human|not a spam source|not a spammer|protecting myself from|"
                    + "your message is being held|is being held because|"
                    + "vous n'êtes pas un robot|votre message est en attente|nicht automatisch versendet wurde|dass sie ein mensch sind|"
                    + "que você não é um robô|sua mensagem seja encaminhada|que no es un robot|che non sei un robot|"
                    + "verify that you are a real person|verify that you are human|prove that you are human|prove you are a human|"
                    + "confirm that you are a real|confirm that your message|confirm your message|confirm that this message|"
                    + "your message has been quarantined until|your message is being held|message has been held|"
                    + "to have your message delivered|in order for your message to be delivered|before your message can be delivered|"
                    + "to deliver your message|to complete the delivery|added to the whitelist|add you to my|approved senders|"
                    + "reply to this message without changing the subject|replying to this message will release|"
                    + "challenge/response|challenge-response|your email has been delayed until|"
                    + "protect myself from spam|protecting my inbox|keine spam-nachricht|um ihre nachricht zuzustellen|"
                    + "pour que votre message soit|para que su mensaje sea entregado|para que sua mensagem seja entregue");

    private Challenge() {}

    static boolean is(@Nullable String from, boolean automatic, @Nullable String subject, String text) {
        String local = from == null ? "" : from.toLowerCase(Locale.ROOT);
        boolean known = Phrases.in(local, SENDERS);
        boolean told = subject != null && Phrases.in(BounceSigns.plain(subject), SUBJECTS);
        if (!known && !told && !automatic) {
            return false;
        }
        String head = BounceSigns.plain(text.substring(0, Math.min(text.length(), READ)))
                .replace('\n', ' ');
        boolean spoken = Phrases.in(head, PHRASES);
        return spoken ? told || known || automatic : told && (known || automatic);
    }
}
