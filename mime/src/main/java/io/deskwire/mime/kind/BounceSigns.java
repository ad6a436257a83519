package io.deskwire.mime.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whether a letter without machine-readable parts says that mail came back or is late. */
final class BounceSigns {

    private static final int READ = 64 * 1024;

    /** Local parts of machines that carry mail; compared without dots, dashes and underscores. */
    private static final String[] DAEMONS =
            Phrases.of("mailerdaemon|maildaemon|postmaster|mdaemon|maildelivery|mailsubsystem|deliverystatus|"
                    + "bouncehandler|bouncedmail|mailadministrator|mailadmin|mailersystem|mailsystem|postoffice");

    private static final String[] SUBJECTS =
            Phrases.of("undeliver|delivery fail|delivery status notification|failure notice|returned mail|"
                    + "mail delivery|delivery notification|non delivery|nondeliver|non-deliver|delivery error|"
                    + "failed mail|could not be delivered|couldn't be delivered|returned to sender|"
                    + "returning to sender|returning message to sender|mail system error|mail failure|mail error|"
                    + "warning: message|delivery has failed|delivery report|delivery unsuccessful|"
                    + "message status - undeliverable|not deliverable|delivery delayed|delivery is delayed|"
                    + "delayed mail|message delayed|delivery incomplete|error sending|message not delivered|"
                    + "mail not delivered|not been delivered|mail failed|failure delivery|delivery problem|"
                    + "delivery attempt|message bounced|mail bounced|bounced mail|bounce notification|rejected mail|"
                    + "mail rejected|message rejected|user unknown|mailbox full|mail transaction failed|"
                    + "nondeliverable|cannot be delivered|can't be delivered|unable to deliver|"
                    + "delivery to the following|email not delivered|address not found|message blocked|unzustellbar|"
                    + "nicht zugestellt|zustellung fehlgeschlagen|zustellungsfehler|zustellung verzögert|"
                    + "mailzustellung|nicht zustellbar|non remis|non distribu|échec de la remise|échec de remise|"
                    + "échec d'envoi|remise retardée|avis de non-remise|notification d'échec|non recapitabile|"
                    + "mancato recapito|mancata consegna|consegna non riuscita|no se puede entregar|"
                    + "no se ha podido entregar|error de entrega|correo no entregado|no entregado|falla de entrega|"
                    + "devuelto|não entregue|não pode ser entregue|falha na entrega|falha no envio|mensagem devolvida|"
                    + "onbestelbaar|niet afgeleverd|bezorging mislukt|kunne ikke leveres|kan ikke leveres|"
                    + "kunde inte levereras|kan inte levereras|olevererbart|ei voitu toimittaa|"
                    + "toimittaminen epäonnistui|niedostarcz|nie dostarczono|nie można dostarczyć|zwrot wiadomości|"
                    + "nedoručiteln|nedoručen|nem kézbesíthető|kézbesíthetetlen|nelivrabil|teslim edilemedi|"
                    + "iletilemedi|недоставлен|не доставлено|не может быть доставлено|сообщение не доставлено|"
                    + "невозможно доставить|не вдалося доставити|退信|退回|无法投递|無法傳遞|無法送達|投递失败|配信不能|配信エラー|配信できません|送信できません|"
                    + "送信エラー|送達不能|メールが届きません|전송 실패|배달 실패|반송|אינו ניתן למסירה|تعذر التسليم");

    private static final String[] PHRASES =
            Phrases.of("could not be delivered|couldn't be delivered|cannot be delivered|can not be delivered|"
                    + "undeliverable|undelivered|delivery failed|delivery to the following|delevery to the following|"
                    + "permanent fatal errors|permanent error|could not deliver|couldn't deliver|unable to deliver|"
                    + "wasn't able to deliver|was not able to deliver|not delivered|not been delivered|"
                    + "no longer be delivered|following addresses failed|following address failed|"
                    + "did not reach the following|user unknown|mailbox unavailable|has failed|failed to deliver|"
                    + "delivery failure|transcript of session|has been delayed|was delayed|is delayed|does not exist|"
                    + "unknown user|no such user|mailbox full|mailbox is full|quota exceeded|over quota|"
                    + "delivery error|error delivering|error occurred while trying|error while delivering|"
                    + "your message was not|your message could not|your mail sent on|your message did not|"
                    + "was rejected|were rejected|been rejected|malformed address|returned mail|could not be sent|"
                    + "couldn't be sent|still being retried|will be retried|aborted after|giving up|given up|"
                    + "lookup failure|invalid user address|invalid address|not a member of|konnte nicht zugestellt|"
                    + "nicht zugestellt werden|unzustellbar|n'a pas pu être|n'ont pas pu être|impossible de remettre|"
                    + "impossible de distribuer|no se pudo entregar|no pudo ser entregado|no se ha podido entregar|"
                    + "não pôde ser entregue|não foi possível entregar|não pode ser entregue|non è stato possibile|"
                    + "impossibile recapitare|niet worden afgeleverd|niet worden bezorgd|kunde inte levereras|"
                    + "kunne ikke leveres|ei voitu toimittaa|nie można dostarczyć|nie mogła zostać|nelze doručit|"
                    + "nepodařilo se doručit|не может быть доставлено|не удалось доставить|не было доставлено|配信できません|"
                    + "送信できません|届けることができません|送信に失敗|無法傳遞|无法投递|无法送达|未能送达");

    private BounceSigns() {}

    /**
     * Whether sender and words together say so.
     *
     * @param from the sender's address, or null
     * @param named the raw From field: machines write it without any address
     * @param report whether the message calls itself a report (RFC 6522)
     * @param returned whether it carries another message
     */
    static boolean in(
            @Nullable String from,
            String named,
            boolean nullSender,
            boolean report,
            boolean returned,
            @Nullable String subject,
            String text) {
        boolean daemon = isDaemon(from, named);
        if (!daemon && !nullSender && from != null && !report) {
            return false;
        }
        String head = plain(text.substring(0, Math.min(text.length(), READ)));
        boolean told = subject != null && Phrases.in(plain(subject), SUBJECTS);
        boolean spoken = Phrases.in(head, PHRASES);
        boolean coded = StatusCode.enhanced(head) != null;
        if (returned && nullSender && spoken) {
            return true;
        }
        if (told) {
            return daemon || report || spoken || coded;
        }
        return (daemon || report) && (spoken || coded);
    }

    /** Whether the sender is a mail system by its address or name. */
    static boolean isDaemon(@Nullable String from, String named) {
        String local = from == null ? named : from;
        int at = local.indexOf('@');
        local = letters(at < 0 ? local : local.substring(0, at));
        if (Phrases.in(local, DAEMONS)) {
            return true;
        }
        int open = named.lastIndexOf('<');
        String name = letters(open > 0 ? named.substring(0, open) : "");
        return name.equals("maildeliverysystem")
                || name.equals("maildeliverysubsystem")
                || name.equals("maildeliveryservice")
                || name.equals("mailerdaemon")
                || name.equals("systemadministrator");
    }

    private static String letters(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), 500); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                out.append(Character.toLowerCase(c));
            }
        }
        return out.toString();
    }

    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('’', '\'').replace('\u00A0', ' ');
    }
}
